/**
 * A run's folder from outside, copied into the store's own care. Only regular files with the names that a run's files have
 * are copied, by their content: no link is followed, nothing else comes along, and the original is only read.
 */
import { constants, lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import { syncFolder } from './durable-file';
import { explainWriteError, isMissing, readTrouble } from './file-errors';

/**
 * In the order in which they are copied: a run that is still training elsewhere may go on meanwhile, and a log may be longer
 * than its checkpoint says, and weights may be there before the document says so, but never the other way round.
 */
const FILES: readonly { readonly name: RegExp; readonly mostBytes: number }[] = [
  { name: /^checkpoint(\.previous|\.best|\.epoch-\d{6,7})?\.bin$/, mostBytes: 1_000_000_000 },
  // Ten million rows have 0.7 GB.
  { name: /^metrics\.log$/, mostBytes: 4_000_000_000 },
  { name: /^distributions\.log$/, mostBytes: 16_000_000 },
  { name: /^weights-[0-9a-f]{64}\.bin$/, mostBytes: 1_000_000_000 },
  { name: /^weights(\.previous|\.aside)?\.json$/, mostBytes: 64_000_000 },
  { name: /^run(\.previous|\.aside)?\.json$/, mostBytes: 1_000_000 },
];
/** Two generations of final and best weights, checkpoints along the way, and what a crash may leave. */
const MOST_FILES = 64;
/** A folder with more is not one of runs. */
const MOST_ENTRIES = 10_000;
const CHUNK_BYTES = 1_048_576;

/**
 * @param chosen the folder of a run, or one that holds such folders
 * @throws StudioError `bad-file` where there is no run; `not-allowed` where they are the store's own
 */
export function findRunFolders(chosen: string, store: string): string[] {
  const entries = entriesOf(chosen);
  const folders = entries.some(({ name }) => name === 'run.json')
    ? [chosen]
    : entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(chosen, name));
  const found = folders.filter((folder) => folder === chosen || holdsRun(folder));
  if (isInside(chosen, store) || found.some((folder) => isInside(folder, store))) {
    throw new StudioError(
      'not-allowed',
      `${chosen} belongs to this app’s own store: its runs are in the list, or in the trash. Choose a folder elsewhere.`,
    );
  }
  if (found.length > 0) return found.sort();
  throw new StudioError(
    'bad-file',
    `${chosen} holds no run: neither it nor a folder in it has a run.json. Choose the folder that train --out was given.`,
  );
}

/**
 * Once this returns, the copy will be there after any crash, under a name that nobody takes for a run.
 *
 * @param staging made by this
 * @throws StudioError `bad-file` naming the file; `disk-full`, `not-allowed`. What was copied by then is there
 */
export async function copyRunFiles(source: string, staging: string): Promise<void> {
  mkdirSync(staging, { recursive: true });
  const names = entriesOf(source).map(({ name }) => name);
  const wanted = FILES.flatMap(({ name, mostBytes }) =>
    names.filter((each) => name.test(each)).map((each) => ({ name: each, mostBytes })),
  );
  if (wanted.length > MOST_FILES) {
    throw new StudioError(
      'bad-file',
      `${source} has more files of weights than a run. Copy the run again from its origin.`,
    );
  }
  for (const { name, mostBytes } of wanted) await copyFile(join(source, name), join(staging, name), mostBytes);
  syncFolder(staging);
}

async function copyFile(from: string, to: string, mostBytes: number): Promise<void> {
  const source = await openRegular(from);
  // Gone since it was listed: a run that still trains writes its checkpoints anew.
  if (!source) return;
  try {
    const target = await explaining(to, () => open(to, 'wx'));
    try {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      for (let done = 0; ;) {
        const { bytesRead } = await reading(from, () => source.read(chunk, 0, CHUNK_BYTES, done));
        if (bytesRead === 0) break;
        done += bytesRead;
        if (done > mostBytes) throw badFile(from, `larger than any run’s (${mostBytes / 1e6} MB)`);
        await explaining(to, () => writeWhole(target, chunk.subarray(0, bytesRead)));
      }
      await explaining(to, () => target.sync());
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** A single write may take only part of the bytes. */
async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, null);
    if (bytesWritten === 0) throw Object.assign(new Error('write took no bytes'), { code: 'ENOSPC' });
    done += bytesWritten;
  }
}

/** @returns null if the file is gone */
async function openRegular(path: string): Promise<FileHandle | null> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return null;
  if (!found.isFile()) throw badFile(path, 'not a file of its own but a link, a folder or a device');
  let file: FileHandle;
  try {
    // It may have been replaced since: a link is then refused, and a pipe does not keep us waiting. Windows has neither flag.
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (isMissing(error)) return null;
    throw new StudioError('bad-file', `${path} cannot be read: ${readTrouble(error)}`, { cause: error });
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw badFile(path, 'not a file of its own but a link, a folder or a device');
}

async function reading<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new StudioError('bad-file', `${path} cannot be read: ${readTrouble(error)}`, { cause: error });
  }
}

async function explaining<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw explainWriteError(error, path);
  }
}

function entriesOf(folder: string) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    if (entries.length <= MOST_ENTRIES) return entries;
  } catch (error) {
    throw new StudioError('bad-file', `${folder} cannot be read: ${readTrouble(error)}`, { cause: error });
  }
  throw new StudioError('bad-file', `${folder} has more than ${MOST_ENTRIES} entries. Choose the folder of one run.`);
}

function holdsRun(folder: string): boolean {
  try {
    return lstatSync(join(folder, 'run.json'), { throwIfNoEntry: false }) !== undefined;
  } catch {
    // One that may not be looked into says nothing about the others.
    return false;
  }
}

function isInside(folder: string, store: string): boolean {
  const way = relative(realpathSync.native(store), realpathSync.native(folder));
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isOtherDrive(way));
}

/** Between two drives of Windows there is no relative path: the answer is then an absolute one. */
function isOtherDrive(way: string): boolean {
  return /^[A-Za-z]:|^\\\\/.test(way);
}

function badFile(path: string, what: string): StudioError {
  return new StudioError('bad-file', `${path} is ${what}. Copy the run’s ${basename(path)} again from its origin.`);
}
