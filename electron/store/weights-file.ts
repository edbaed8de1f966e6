/** A file of weights from outside, read with its caps: for processes that may be ended. */
import { readFileSync, statSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { StudioError } from '../../core/contract/errors';
import { MAX_FILE_BYTES } from '../../core/formats/limits';
import { readAnyWeights, type FoundWeights } from '../../core/formats/read-weights';
import { readTrouble } from './file-errors';

/** @throws StudioError `bad-file` naming the place in the file, and not the file */
export function readWeightsAt(path: string): FoundWeights {
  // A length of 0 would mean no limit.
  return readAnyWeights(readCapped(path), (deflated, size) =>
    inflateRawSync(deflated, { maxOutputLength: Math.max(size, 1) }),
  );
}

function readCapped(path: string): Uint8Array {
  try {
    // A device or a pipe says 0, and may never end.
    const found = statSync(path);
    if (!found.isFile()) throw new StudioError('bad-file', 'is not a file; name a file of weights');
    if (found.size > MAX_FILE_BYTES) throw new StudioError('bad-file', `larger than ${MAX_FILE_BYTES} bytes`);
    return readFileSync(path);
  } catch (error) {
    throw error instanceof StudioError ? error : new StudioError('bad-file', `cannot be read: ${readTrouble(error)}`);
  }
}
