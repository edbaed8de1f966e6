/** Files dropped on the window. Their paths come from the preload, which the page cannot reach; the page gets a token. */
import { statSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import type { IpcMain, WebContents } from 'electron';
import { attempt } from '../store/durable-file';
import type { FileTokens } from './file-tokens';
import { isOwnPage, type Tell } from './ipc-router';

export function takeDrops(
  ipcMain: Pick<IpcMain, 'on'>,
  ownContents: () => WebContents | null,
  tokens: FileTokens,
  tell: Tell,
): void {
  ipcMain.on('file-dropped', (event, path: unknown) => {
    if (!isOwnPage(event, ownContents())) return;
    if (typeof path !== 'string' || !isAbsolute(path)) return;
    if (attempt(() => statSync(path).isFile()) !== true) return;
    tell('datasets:dropped', { token: tokens.give(path), fileName: basename(path) });
  });
}
