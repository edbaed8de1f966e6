/**
 * What the window gets of Electron: two functions, and live metrics as messages with a port. A dropped file goes from here
 * to main by its path; the page hears of it by main's token.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { DesktopBridge, EventName, EventPayload } from '../../core/contract/ipc';

const listeners = new Set<(name: EventName, payload: unknown) => void>();

// Once for all: Node warns of a leak where one event has more than ten listeners. The Electron event holds a sender and
// stays on this side.
ipcRenderer.on('tell', (_event, name: EventName, payload: unknown) => {
  for (const listener of listeners) listener(name, payload);
});

const bridge: DesktopBridge = {
  ask: (request, params) => ipcRenderer.invoke('ask', request, params),
  listen<E extends EventName>(event: E, handle: (payload: EventPayload<E>) => void) {
    const listener = (name: EventName, payload: unknown): void => {
      if (name === event) handle(payload as EventPayload<E>);
    };
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

contextBridge.exposeInMainWorld('desktop', bridge);

// Ports cannot cross the context bridge; window messages can carry them.
ipcRenderer.on('metrics-port', ({ ports }, announcement: unknown) => {
  window.postMessage(announcement, location.origin, [...ports]);
});

// Of a drop that a person made, and of a file that lies on the disk: a page can forge events and files, but neither of these.
window.addEventListener('drop', ({ isTrusted, dataTransfer }) => {
  const file = dataTransfer?.files[0];
  if (!isTrusted || !file) return;
  const path = webUtils.getPathForFile(file);
  if (path !== '') ipcRenderer.send('file-dropped', path);
});
