import type { FoundWeights } from '../../core/formats/read-weights';
import { readWeightsAt } from '../store/weights-file';
import { about, CommandError } from './command-error';

/** @throws CommandError naming the file, and the place in it */
export function readWeightsFile(path: string): FoundWeights {
  if (path.trim() === '') throw new CommandError('The name of a file to read is empty; name the file');
  try {
    return readWeightsAt(path);
  } catch (error) {
    throw about(path, error);
  }
}
