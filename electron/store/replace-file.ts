/** A file that is written in pieces, and takes the place of the old one once it is whole: for tables that no memory need hold. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { attempt, syncFolder, temporaryName, writeAll } from './durable-file';
import { explainWriteError } from './file-errors';

/**
 * @param fill is given what appends to the new file
 * @throws StudioError where the file cannot be written, and what `fill` throws; the old file is then where it was
 */
export async function replaceFile<Result>(
  path: string,
  fill: (append: (bytes: Uint8Array) => void) => Promise<Result>,
): Promise<Result> {
  const temporary = temporaryName(path);
  try {
    const file = openSync(temporary, 'wx');
    let result: Result;
    try {
      result = await fill((bytes) => writeAll(file, bytes));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    syncFolder(dirname(path));
    return result;
  } catch (error) {
    attempt(() => rmSync(temporary, { force: true }));
    throw explainWriteError(error, path);
  }
}
