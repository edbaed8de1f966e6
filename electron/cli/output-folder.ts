import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import { foldersToMake, isTemporary } from '../store/durable-file';
import { explainReadError } from '../store/file-errors';
import { isLockFile } from '../store/run-lock';
import { CommandError } from './command-error';

/**
 * Where a run may go: a folder that is empty, but for what a killed `train` may have left, or that can be made. Makes
 * nothing yet.
 *
 * @returns its absolute path
 * @throws CommandError naming the folder, what is in the way and what to choose instead
 */
export function newRunFolder(out: string): string {
  if (out.trim() === '') throw new CommandError('--out is empty: name a new folder for the run');
  const folder = resolve(out);
  let found: readonly string[];
  try {
    found = foldersToMake(folder).length > 0 ? [] : readdirSync(folder).filter(isSomebodys);
  } catch (error) {
    const explained = error instanceof StudioError ? error : explainReadError(error, folder);
    throw new CommandError(`--out ${out}: ${explained.message}`);
  }
  if (found.length > 0) throw new CommandError(`--out ${out}: is not empty; choose another folder for the run`);
  return folder;
}

/** Of a train that was killed before there was a run, nothing is in the way. */
function isSomebodys(name: string): boolean {
  return !isLockFile(name) && !isTemporary(name);
}
