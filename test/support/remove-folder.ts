import { rmSync } from 'node:fs';

const PATIENCE_MS = 20_000;
const never = new Int32Array(new SharedArrayBuffer(4));

/**
 * Removes a folder and all in it, if it is there. The other processes of an app that was killed live a moment longer, and
 * may still write: then it is tried again. (The `maxRetries` of Node 20 try the folder again, not what came into it.)
 */
export function removeFolder(folder: string): void {
  const start = performance.now();
  for (;;) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (performance.now() - start > PATIENCE_MS) throw error;
      Atomics.wait(never, 0, 0, 50);
    }
  }
}
