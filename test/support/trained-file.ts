/** A network that was trained a little on the CO₂ series, and what the reference kernels say on the part held out. */
import { createHash } from 'node:crypto';
import type { Hyperparameters } from '../../core/contract/hyperparameters';
import type { WeightsFile } from '../../core/contract/weights';
import { prepareDataset } from '../../core/data/prepare';
import { TrainingSession } from '../../core/train/session';
import { parametersOf } from '../../core/train/results';
import { makeSelfTest, outputsOfEveryStep, validationSequence } from '../../core/train/self-test';
import { loadKernels } from '../../electron/store/kernel-module';
import { smallConfiguration } from './configurations';

export interface TrainedFile {
  readonly file: WeightsFile;
  /** [N][L][D] of the test part, scaled */
  readonly x: number[][][];
  /** [N][L][M], flat */
  readonly expected: number[];
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function trainedFile(over: Partial<Hyperparameters> = {}): TrainedFile {
  const configuration = smallConfiguration(over);
  const data = prepareDataset(configuration.dataset, configuration.readout, null);
  const session = new TrainingSession(configuration, data, { clock: () => 0, sha256, loadKernels });
  while (!session.done) session.advance(0);
  const { weights, results } = session.finish();
  const { specification, preparation, final: tensors } = weights;
  const bare = { specification, preparation, tensors, notes: { sha256: results.weightsSha256 } };
  const { test } = data.parts;
  const sequences = Array.from({ length: test.count }, (_, index) => {
    const x = new Float32Array(data.window * data.inputs);
    const stretch = { from: 0, steps: data.window, outputs: 0 };
    test.copyInto(index, x, new Float32Array(0), 0, 1, stretch);
    return x;
  });
  const parameters = parametersOf(specification, tensors);
  return {
    file: { ...bare, selfTest: makeSelfTest(bare, validationSequence(data)) },
    x: sequences.map((x) =>
      Array.from({ length: data.window }, (_, l) => [...x.subarray(l * data.inputs, (l + 1) * data.inputs)]),
    ),
    expected: sequences.flatMap((x) => [...outputsOfEveryStep(specification, parameters, x, 'float32')]),
  };
}
