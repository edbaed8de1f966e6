import { join } from 'node:path';
import type { Predictions, WeightsChoice } from '../../core/contract/run';
import { createEngine } from '../../core/train/engine';
import { predict as predictPart } from '../../core/train/predict';
import { parametersOf } from '../../core/train/results';
import { loadBestKernels } from '../store/kernel-module';
import { prepare, showNotes } from './configuration';
import { readTrainedRun } from './run-weights';

/** Predicted against target on a run's validation or test part. */
export function predict(options: { run: string; part: 'validation' | 'test'; weights: WeightsChoice }): Predictions {
  const { document, weights, tensors } = readTrainedRun(options.run, options.weights);
  const { configuration } = document;
  const { data, notes } = prepare(join(options.run, 'run.json'), configuration);
  showNotes(notes);
  const parameters = parametersOf(weights.specification, tensors);
  const engine = createEngine(configuration, data, loadBestKernels);
  return predictPart(engine, configuration, data, parameters, options.part, options.weights);
}
