import { join } from 'node:path';
import type { Predictions, WeightsChoice } from '../../core/contract/run';
import type { PreparedDataset } from '../../core/data/dataset';
import { createEngine } from '../../core/train/engine';
import { predict as predictPart } from '../../core/train/predict';
import { parametersOf } from '../../core/train/results';
import { loadBestKernels } from '../store/kernel-module';
import { CommandError } from './command-error';
import { prepare, showNotes } from './configuration';
import { readTrainedRun } from './run-weights';

export interface PredictOptions {
  readonly run: string;
  readonly part: 'validation' | 'test';
  readonly weights: WeightsChoice;
  /** Name of one of several outputs. */
  readonly output?: string;
}

/**
 * Predicted against target on a run's validation or test part: the first target, or the classes, unless an output is named.
 *
 * @throws CommandError where the network has no such output
 */
export function predict(options: PredictOptions): Predictions {
  const { document, weights, tensors } = readTrainedRun(options.run, options.weights);
  const { configuration } = document;
  const { data, notes } = prepare(join(options.run, 'run.json'), configuration);
  showNotes(notes);
  const parameters = parametersOf(weights.specification, tensors);
  const engine = createEngine(configuration, data, loadBestKernels);
  const output = options.output === undefined ? null : outputNamed(options.output, data);
  return predictPart(engine, configuration, data, parameters, options.part, options.weights, output);
}

function outputNamed(name: string, { preparation }: PreparedDataset): number {
  const names = preparation.outputs.map((output) => output.name);
  if (!names.includes(name)) {
    throw new CommandError(`--output ${name}: the network has no such output; it has ${names.join(', ')}`);
  }
  return names.indexOf(name);
}
