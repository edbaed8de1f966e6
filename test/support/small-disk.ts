/** A disk that fills: a tmpfs of a few kilobytes. Only root on Linux may mount one; elsewhere those tests are skipped. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export const canMountSmallDisk = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    unmount(mount(64));
    return true;
  } catch {
    return false;
  }
})();

/** @returns the folder where it is mounted for the running test */
export function smallDisk(kilobytes: number): string {
  const folder = mount(kilobytes);
  onTestFinished(() => unmount(folder));
  return folder;
}

function mount(kilobytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch (error) {
    rmdirSync(folder);
    throw error;
  }
  return folder;
}

function unmount(folder: string): void {
  // Lazily: a test that failed may have left a file open there.
  execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
  rmdirSync(folder);
}
