import { readFileSync, statSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { MAX_FILE_BYTES } from '../../core/formats/limits';
import { readAnyWeights, type FoundWeights } from '../../core/formats/read-weights';
import { readTrouble } from '../store/file-errors';
import { about, CommandError } from './command-error';

/** @throws CommandError naming the file, and the place in it */
export function readWeightsFile(path: string): FoundWeights {
  if (path.trim() === '') throw new CommandError('The name of a file to read is empty; name the file');
  const bytes = readFile(path);
  try {
    // A length of 0 would mean no limit.
    return readAnyWeights(bytes, (deflated, size) => inflateRawSync(deflated, { maxOutputLength: Math.max(size, 1) }));
  } catch (error) {
    throw about(path, error);
  }
}

function readFile(path: string): Uint8Array {
  try {
    // A device or a pipe says 0, and may never end.
    const found = statSync(path);
    if (!found.isFile()) throw new CommandError(`${path}: is not a file; name a file of weights`);
    if (found.size > MAX_FILE_BYTES) throw new CommandError(`${path}: larger than ${MAX_FILE_BYTES} bytes`);
    return readFileSync(path);
  } catch (error) {
    throw error instanceof CommandError ? error : new CommandError(`${path}: cannot be read: ${readTrouble(error)}`);
  }
}
