import { lstatSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import { attempt, syncFolder } from './durable-file';
import { explained, explainWriteError } from './file-errors';

/**
 * By one rename: a crash leaves the folder in its old place or in its new one, whole, and a full disk is no hindrance.
 *
 * @throws StudioError `not-found` if there is nothing to move; `not-allowed` if something is in its new place already. The
 * folder is then where it was
 */
export function moveFolder(from: string, to: string): void {
  if (!explained(from, () => isThere(from))) throw new StudioError('not-found', `There is no ${from}.`);
  // rename() would replace an empty folder without a word.
  if (explained(to, () => isThere(to))) {
    throw new StudioError('not-allowed', `${to} is there already. Move it elsewhere first.`);
  }
  explained(to, () => renameSync(from, to));
  try {
    // First where it is now: a power cut in between must not leave it in neither place.
    syncFolder(dirname(to));
    if (dirname(to) !== dirname(from)) syncFolder(dirname(from));
  } catch (error) {
    attempt(() => renameSync(to, from));
    throw explainWriteError(error, from);
  }
}

/** Whether there is something of this name, a link to nothing included. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
