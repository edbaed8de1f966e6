/** The one gate between the window and main: who asks, what is asked and in which form is checked here and nowhere else. */
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { reportError, StudioError } from '../../core/contract/errors';
import {
  requests,
  type Answer,
  type EventName,
  type EventPayload,
  type Handlers,
  type RequestName,
} from '../../core/contract/ipc';
import { APP_ORIGIN } from './app-protocol';
import type { Log } from './log';

/** @param ownContents the main window's, or null when there is none */
export function routeRequests(
  ipcMain: Pick<IpcMain, 'handle'>,
  handlers: Handlers,
  ownContents: () => WebContents | null,
  log: Log,
): void {
  ipcMain.handle('ask', (event, request: unknown, params: unknown) => {
    // Read before anything is awaited: a frame that navigates away in between would answer for another page.
    const trusted = isOwnPage(event, ownContents());
    if (!trusted) return refused('This page may not ask for anything');
    return answer(handlers, request, params, log);
  });
}

/** Whether a message comes from the main window's own page. */
export function isOwnPage(
  { sender, senderFrame }: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  own: WebContents | null,
): boolean {
  if (own === null || sender !== own || senderFrame === null || senderFrame !== own.mainFrame) return false;
  return senderFrame.url.startsWith(`${APP_ORIGIN}/`);
}

async function answer(handlers: Handlers, request: unknown, params: unknown, log: Log): Promise<Answer<RequestName>> {
  if (!isRequestName(request)) return refused('There is no such request');
  const checked = requests[request].params.safeParse(params);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    const place = issue?.path.join('.') ?? '';
    return refused(`${place ? `${place}: ` : ''}${issue?.message ?? 'malformed request'}`);
  }
  try {
    // The handler's own parameter type; `checked` was parsed by the schema it is derived from.
    const handle = handlers[request] as (params: unknown) => unknown;
    return { ok: true, result: (await handle(checked.data)) as never };
  } catch (error) {
    if (!(error instanceof StudioError)) log.error(`Request ${request} failed`, error);
    return { ok: false, error: reportError(error) };
  }
}

/** Not `in`: that would find `constructor` and `__proto__` too. */
function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name);
}

function refused(message: string): { ok: false; error: { code: 'not-allowed'; message: string } } {
  return { ok: false, error: { code: 'not-allowed', message } };
}

export type Tell = <E extends EventName>(event: E, payload: EventPayload<E>) => void;

export function tellThrough(ownContents: () => WebContents | null): Tell {
  return (event, payload) => {
    const contents = ownContents();
    if (contents && !contents.isDestroyed()) contents.send('tell', event, payload);
  };
}
