import { join } from 'node:path';
import { type Predictions, WEIGHTS_CHOICES, type WeightsChoice } from '../../core/contract/run';
import type { PreparedDataset } from '../../core/data/dataset';
import { createEngine } from '../../core/train/engine';
import { predict as predictPart } from '../../core/train/predict';
import { parametersOf } from '../../core/train/results';
import { loadBestKernels } from '../store/kernel-module';
import { CommandError } from './command-error';
import { prepare, showNotes } from './configuration';
import { predictData, type WeightsPlace } from './predict-data';
import { readTrainedRun } from './run-weights';

export interface PredictOptions {
  readonly run?: string;
  /** Of a run: which. Without one: a file. */
  readonly weights?: string;
  readonly part?: 'validation' | 'test';
  /** Of a part: name of one of several outputs. */
  readonly output?: string;
  readonly data?: string;
  readonly csv: readonly string[];
  readonly steps?: number;
  readonly out?: string;
  readonly json: boolean;
}

/** A part of a run's own data, or, with `--data`, the rows of a file. */
export function predict(options: PredictOptions) {
  const { data, part, output, csv, steps, out, json } = options;
  const from = weightsPlace(options);
  if (data !== undefined) {
    if (part !== undefined)
      throw new CommandError(`--part ${part}: a file has no parts; leave it out, or leave out --data`);
    if (output !== undefined)
      throw new CommandError(`--output ${output}: of a file all outputs are predicted; leave it out`);
    return predictData({ from, data, csv, steps: steps ?? 0, out, json });
  }
  const needless = [
    csv.length > 0 && '--csv',
    steps !== undefined && '--steps',
    out !== undefined && '--out',
    json && '--json',
  ];
  const [first] = needless.filter((option) => option !== false);
  if (first !== undefined) throw new CommandError(`${first}: is for the rows of a file; name it with --data`);
  if ('file' in from) throw new CommandError(`--weights ${from.file}: name the data to predict with --data`);
  return predictOwn(from.run, part ?? 'test', from.choice, output);
}

/** @throws CommandError where it is not said, or said twice */
function weightsPlace({ run, weights }: PredictOptions): WeightsPlace {
  if (run === undefined) {
    if (weights !== undefined) return { file: weights };
    throw new CommandError("name the weights: --run with a run's folder, or --weights with a file that export wrote");
  }
  const choice = WEIGHTS_CHOICES.find((each) => each === (weights ?? 'final'));
  if (choice) return { run, choice };
  throw new CommandError(
    `--weights ${weights}: of a run there are ${WEIGHTS_CHOICES.join(' and ')}; leave out --run for weights in a file`,
  );
}

/**
 * Predicted against target on a run's validation or test part: the first target, or the classes, unless an output is named.
 *
 * @throws CommandError where the network has no such output
 */
function predictOwn(run: string, part: 'validation' | 'test', choice: WeightsChoice, name?: string): Predictions {
  const { document, weights, tensors } = readTrainedRun(run, choice);
  const { configuration } = document;
  const { data, notes } = prepare(join(run, 'run.json'), configuration);
  showNotes(notes);
  const parameters = parametersOf(weights.specification, tensors);
  const engine = createEngine(configuration, data, loadBestKernels);
  const output = name === undefined ? null : outputNamed(name, data);
  return predictPart(engine, configuration, data, parameters, part, choice, output);
}

function outputNamed(name: string, { preparation }: PreparedDataset): number {
  const names = preparation.outputs.map((output) => output.name);
  if (!names.includes(name)) {
    throw new CommandError(`--output ${name}: the network has no such output; it has ${names.join(', ')}`);
  }
  return names.indexOf(name);
}
