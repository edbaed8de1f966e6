/** What the window's About shows, and what a report of a fault should say. */
import { cpus } from 'node:os';
import { app } from 'electron';
import type { AppInfo } from '../../core/contract/ipc';
import { describeRuntime } from '../store/environment';

export function appInfo(name: string, places: Pick<AppInfo, 'storeFolder' | 'logFile' | 'readOnly'>): AppInfo {
  const { electron, chrome, node, v8 } = process.versions;
  return {
    name,
    version: app.getVersion(),
    runtime: describeRuntime(electron),
    versions: { Electron: electron, Chromium: chrome, 'Node.js': node, V8: v8 },
    cores: cpus().length,
    ...places,
  };
}
