/** Weights that a run begins with, from a file instead of at random. */
import { StudioError } from '../contract/errors';
import type { RunConfiguration } from '../contract/run';
import type { PreparedDataset } from '../data/dataset';
import { toLittleEndian } from '../formats/little-endian';
import type { FoundWeights } from '../formats/read-weights';
import { importedTensors } from './imported-weights';
import { parametersOf } from './results';
import { specificationOf } from './specification';

export interface StartingWeights {
  readonly parameters: Float32Array;
  /** Over the parameters. */
  readonly sha256: string;
  /** In what the run differs from the one that the weights are of: a part of a sentence, or null for nothing. */
  readonly difference: string | null;
}

/** @throws StudioError `bad-file` naming each parameter that does not fit */
export function startingWeights(
  found: FoundWeights,
  configuration: RunConfiguration,
  data: PreparedDataset,
  sha256: (bytes: Uint8Array) => string,
): StartingWeights {
  const specification = specificationOf(configuration, data);
  const parameters = parametersOf(specification, importedTensors(found, specification));
  if (!parameters.every(Number.isFinite)) {
    throw new StudioError('bad-file', 'has weights that are no finite numbers; no run can begin with them');
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
    sha256: sha256(toLittleEndian(parameters)),
    difference: differs.length === 0 ? null : differs.join(' and '),
  };
}

/** For the notes of the run. */
export function originOf(fileName: string, sha256: string): string {
  return `Began with the weights of ${fileName} (SHA-256 ${sha256}).`;
}
