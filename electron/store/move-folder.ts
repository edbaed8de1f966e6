import { lstatSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import { syncFolder } from './durable-file';
import { explainWriteError } from './file-errors';

/**
 * By one rename: a crash leaves the folder in its old place or in its new one, whole, and a full disk is no hindrance.
 *
 * @throws StudioError `not-found` if there is nothing to move; `not-allowed` if something is in its new place already
 */
export function moveFolder(from: string, to: string): void {
  if (!isThere(from)) throw new StudioError('not-found', `There is no ${from}.`);
  // rename() would replace an empty folder without a word.
  if (isThere(to)) throw new StudioError('not-allowed', `${to} is there already. Move it elsewhere first.`);
  try {
    renameSync(from, to);
  } catch (error) {
    throw explainWriteError(error, to);
  }
  syncFolder(dirname(from));
  if (dirname(to) !== dirname(from)) syncFolder(dirname(to));
}

export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
