/** The one window: made as locked down as Electron allows, where the person last left it. */
import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron';
import { APP_URL } from './app-protocol';
import type { WindowStateStore } from '../store/window-state-store';

const DEFAULT_SIZE = { width: 1440, height: 900 };
const SMALLEST_SIZE = { minWidth: 960, minHeight: 640 };

/** @param size fixes the size, for pictures of the window; else the state is restored and kept */
export function createWindow(
  folder: string,
  title: string,
  state: WindowStateStore,
  size: { width: number; height: number } | null = null,
): BrowserWindow {
  const kept = state.read();
  const window = new BrowserWindow({
    title,
    ...SMALLEST_SIZE,
    ...(size ?? (kept && isOnScreen(kept.bounds) ? kept.bounds : DEFAULT_SIZE)),
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14161a' : '#ffffff',
    webPreferences: {
      preload: join(folder, '../preload/index.cjs'),
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      // A run's curves go on while the window is covered.
      backgroundThrottling: false,
    },
  });
  if (!size) {
    if (kept?.maximized) window.maximize();
    window.on('close', () => {
      state.write({ bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    });
  }
  window.once('ready-to-show', () => window.show());
  void window.loadURL(APP_URL);
  return window;
}

/** A screen may have been unplugged since. */
function isOnScreen(bounds: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const overlapX = Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
    const overlapY = Math.min(bounds.y + bounds.height, workArea.y + workArea.height) - Math.max(bounds.y, workArea.y);
    return overlapX >= 200 && overlapY >= 100;
  });
}
