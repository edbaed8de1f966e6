import { verifyWeights, type Verification } from '../../core/train/verify-weights';
import { sha256 } from '../store/sha256';
import { about } from './command-error';
import { readWeightsFile } from './read-weights-file';

/** Whether a file still holds the bits that were exported, and they compute what they did. */
export function verify(file: string): Verification & { readonly file: string } {
  const found = readWeightsFile(file);
  try {
    return { file, ...verifyWeights(found, sha256) };
  } catch (error) {
    throw about(file, error);
  }
}
