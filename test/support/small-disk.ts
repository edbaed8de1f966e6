/** A disk that fills, for the running test. Where none can be mounted, those tests are skipped. */
import { onTestFinished } from 'vitest';
import { canMountDisk, mountDisk, unmountDisk } from './mounted-disk';

export const canMountSmallDisk = canMountDisk;

/** @returns the folder where it is mounted for the running test */
export function smallDisk(kilobytes: number): string {
  const folder = mountDisk(kilobytes);
  onTestFinished(() => unmountDisk(folder));
  return folder;
}
