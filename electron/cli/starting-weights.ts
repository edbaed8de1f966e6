/** Weights that a run begins with, from a file instead of at random. */
import { basename } from 'node:path';
import type { RunConfiguration } from '../../core/contract/run';
import type { PreparedDataset } from '../../core/data/dataset';
import { toLittleEndian } from '../../core/formats/little-endian';
import { importedTensors } from '../../core/train/imported-weights';
import { parametersOf } from '../../core/train/results';
import { specificationOf } from '../../core/train/specification';
import { sha256 } from '../store/sha256';
import { about, CommandError } from './command-error';
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
  const specification = specificationOf(configuration, data);
  let parameters: Float32Array;
  try {
    parameters = parametersOf(specification, importedTensors(found, specification));
  } catch (error) {
    throw about(path, error);
  }
  if (!parameters.every(Number.isFinite)) {
    throw new CommandError(`${path}: has weights that are no finite numbers; no run can begin with them`);
  }
  const { period, readout } = found.specification ?? specification;
  const differs = [
    period !== specification.period && `with period ${period}`,
    readout !== specification.readout && `with readout ${readout}`,
    found.preparation !== null &&
      JSON.stringify(found.preparation) !== JSON.stringify(data.preparation) &&
      'on data that was prepared otherwise',
  ].filter((each) => each !== false);
  return {
    parameters,
    origin: `Began with the weights of ${basename(path)} (SHA-256 ${sha256(toLittleEndian(parameters))}).`,
    notes: differs.length === 0 ? [] : [`${path}: its weights were trained ${differs.join(' and ')}.`],
  };
}
