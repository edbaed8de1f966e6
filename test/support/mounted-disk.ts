/** A tmpfs of a few kilobytes. Only root on Linux may mount one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const canMountDisk = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    unmountDisk(mountDisk(64));
    return true;
  } catch {
    return false;
  }
})();

/** @returns the folder where it is mounted */
export function mountDisk(kilobytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
  return folder;
}

export function unmountDisk(folder: string): void {
  // Lazily: a test that failed may have left a file open there.
  execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
  rmdirSync(folder);
}
