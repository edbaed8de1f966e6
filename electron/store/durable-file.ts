/** Files and folders that are there after a power cut, whole or not at all. */
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import { errorCode, explained, explainWriteError, isMissing, isThere } from './file-errors';

/** Ends our temporary names, and those of atomically, through which conf and electron-store write. */
const TEMPORARY = /\.tmp-[0-9a-f]{16}$/;
let written = 0;

/**
 * Replaces `path` by a file of exactly these bytes: old or new, never a mixture. Temporary file → fsync → rename →
 * fsync of the folder, without which the rename itself may be lost.
 *
 * @param previous where the old file is to stay, in the same folder; nowhere if absent
 * @throws StudioError `disk-full` or `not-allowed`; the old file is then where it was
 */
export function writeDurably(path: string, bytes: Uint8Array, previous?: string): void {
  const temporary = temporaryName(path);
  const old = previous ?? temporaryName(path);
  let undo: (() => void) | null = null;
  try {
    const file = openSync(temporary, 'wx');
    try {
      writeAll(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    undo = keepOld(path, old, previous !== undefined);
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    if (undo) attempt(undo);
    attempt(() => rmSync(temporary, { force: true }));
    if (previous === undefined) attempt(() => rmSync(old, { force: true }));
    throw explainWriteError(error, path);
  }
  if (previous === undefined) attempt(() => rmSync(old, { force: true }));
}

/**
 * Gives a file that is about to be replaced a second name.
 *
 * @param must whether it is to have that name afterwards, and not only until the new file is sure to last
 * @returns what puts it back where it was
 */
function keepOld(path: string, old: string, must: boolean): () => void {
  if (!isThere(path)) return () => rmSync(path, { force: true });
  if (must) rmSync(old, { force: true });
  try {
    linkSync(path, old);
  } catch (error) {
    // FAT, and some network drives, know no second names.
    if (!NO_LINKS.includes(errorCode(error) ?? '')) throw error;
    if (!must) return () => undefined;
    renameSync(path, old);
  }
  return () => renameSync(old, path);
}

const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];

/** Makes a folder as {@link makeFolder} does where it isn't there; one that is may be read-only. */
export function ensureFolder(folder: string): void {
  if (!explained(folder, () => isThere(folder))) makeFolder(folder);
}

/**
 * Makes a folder, and those above it that are missing, one at a time: with `recursive`, `mkdirSync` never returns where
 * the system has a folder but lets none be made in it, as Linux in /proc.
 *
 * @returns what was made, outermost first
 * @throws StudioError `not-allowed` or `disk-full`, naming the folder; nothing of what was made is then left
 */
export function makeFolder(folder: string): string[] {
  const made: string[] = [];
  for (const level of foldersToMake(folder)) {
    try {
      mkdirSync(level);
      made.push(level);
      syncFolder(dirname(level));
    } catch (error) {
      // Another process may have made it meanwhile.
      if (errorCode(error) === 'EEXIST' && attempt(() => statSync(level).isDirectory())) continue;
      removeFolders(made);
      throw isMissing(error) ? noFolderAllowed(level, error) : explainWriteError(error, level);
    }
  }
  return made;
}

/** Undoes {@link makeFolder}; a folder that holds something by now stays. */
export function removeFolders(made: readonly string[]): void {
  for (const level of made.toReversed()) attempt(() => rmdirSync(level));
}

/**
 * What has to be made before `folder` is there, outermost first. Makes nothing.
 *
 * @throws StudioError `not-allowed` where the nearest of its folders that is there is a file, or may not be written
 */
export function foldersToMake(folder: string): string[] {
  const missing: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    try {
      if (!statSync(at).isDirectory()) {
        throw new StudioError('not-allowed', `${at} is a file, not a folder. Choose another folder.`);
      }
      accessSync(at, constants.W_OK | constants.X_OK);
      return missing;
    } catch (error) {
      // Above the root of a drive that isn't there is nothing more to look for.
      const goUp = ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '') && dirname(at) !== at;
      if (!goUp) throw explainWriteError(error, at);
      if (isLink(at)) throw new StudioError('not-allowed', `${at} is a link to nothing. Choose another folder.`);
      missing.unshift(at);
    }
  }
}

function isLink(path: string): boolean {
  return attempt(() => lstatSync(path).isSymbolicLink()) ?? false;
}

function noFolderAllowed(folder: string, cause: unknown): StudioError {
  return new StudioError(
    'not-allowed',
    `${folder} cannot be made: the system allows no new folder in ${dirname(folder)}. Choose another place.`,
    { cause },
  );
}

/** For tidying up: its failure must not hide the error that led to it, nor undo what was done. */
export function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/**
 * A single `write` may take only part of the bytes and call that a success, as it does when the disk fills.
 *
 * @param position where to write; the end of what was written last, if absent
 */
export function writeAll(file: number, bytes: Uint8Array, position?: number): void {
  for (let done = 0; done < bytes.length;) {
    const at = position === undefined ? null : position + done;
    const count = writeSync(file, bytes, done, bytes.length - done, at);
    if (count === 0) throw Object.assign(new Error('write took no bytes'), { code: 'ENOSPC' });
    done += count;
  }
}

/** Makes renames, links and removals in a folder last. Windows has no such call, and needs none for NTFS. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Removes what killed writers of one file left behind. Of one file only: another process may be writing its neighbour.
 * Call where no other process writes `path`, before writing it. What cannot be removed stays, and is tried again then.
 */
export function sweepTemporaryFiles(path: string): void {
  const name = basename(path);
  for (const found of attempt(() => readdirSync(dirname(path))) ?? []) {
    if (isTemporary(found) && found.replace(TEMPORARY, '') === name) {
      attempt(() => rmSync(join(dirname(path), found), { force: true }));
    }
  }
}

/** True for what a killed writer may have left behind. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

export function temporaryName(path: string): string {
  const unique = `${process.pid.toString(16).padStart(8, '0').slice(-8)}${(written++).toString(16).padStart(8, '0')}`;
  return join(dirname(path), `${basename(path)}.tmp-${unique}`);
}
