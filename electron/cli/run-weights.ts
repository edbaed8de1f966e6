import { statSync } from 'node:fs';
import { StudioError } from '../../core/contract/errors';
import type { RunDocument, WeightsChoice } from '../../core/contract/run';
import type { Tensor, TrainedWeights } from '../../core/contract/weights';
import { readTrouble } from '../store/file-errors';
import { readRunFolder } from '../store/run-folder';
import { readWeights } from '../store/weights-store';
import { CommandError } from './command-error';

export interface TrainedRun {
  readonly document: RunDocument;
  readonly weights: TrainedWeights;
  readonly tensors: readonly Tensor[];
}

/** @throws CommandError where the folder holds no trained run, or not these weights */
export function readTrainedRun(folder: string, choice: WeightsChoice): TrainedRun {
  const document = readRun(folder);
  const weights = readWeights(folder);
  if (!weights) throw new CommandError(`${folder}: the run has no weights yet; train it to its end first`);
  const tensors = weights[choice];
  if (!tensors) throw new CommandError(`${folder}: the run has no ${choice} weights; use --weights final`);
  return { document, weights, tensors };
}

/** @throws CommandError where the folder holds no run */
export function readRun(folder: string): RunDocument {
  const mend = 'name the folder of a trained run';
  if (folder.trim() === '') throw new CommandError(`--run is empty: ${mend}`);
  if (!isFolder(folder)) throw new CommandError(`${folder}: is a file; ${mend}`);
  try {
    return readRunFolder(folder);
  } catch (error) {
    const none = error instanceof StudioError && error.code === 'not-found';
    throw none ? new CommandError(`${folder}: holds no run; ${mend}`) : error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new CommandError(`${path}: cannot be read: ${readTrouble(error)}`);
  }
}
