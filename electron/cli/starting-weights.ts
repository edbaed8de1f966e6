import { basename } from 'node:path';
import type { RunConfiguration } from '../../core/contract/run';
import type { PreparedDataset } from '../../core/data/dataset';
import { originOf, startingWeights as weightsToStart } from '../../core/train/starting-weights';
import { sha256 } from '../store/sha256';
import { about } from './command-error';
import { readWeightsFile } from './read-weights-file';

export interface StartingWeights {
  readonly parameters: Float32Array;
  /** For the run's notes. */
  readonly origin: string;
  /** In what the run differs from the one that the weights are of. */
  readonly notes: readonly string[];
}

/** @throws CommandError naming the file and each parameter that does not fit */
export function startingWeights(path: string, configuration: RunConfiguration, data: PreparedDataset): StartingWeights {
  const found = readWeightsFile(path);
  try {
    const { parameters, sha256: hash, difference } = weightsToStart(found, configuration, data, sha256);
    return {
      parameters,
      origin: originOf(basename(path), hash),
      notes: difference === null ? [] : [`${path}: its weights were trained ${difference}.`],
    };
  } catch (error) {
    throw about(path, error);
  }
}
