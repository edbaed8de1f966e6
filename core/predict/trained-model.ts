/** A trained network as prediction needs it, whether it comes from a run or from a file of weights. */
import { StudioError } from '../contract/errors';
import type { ModelSpecification, Preparation, Tensor } from '../contract/weights';
import type { FoundWeights } from '../formats/read-weights';
import type { Kernel } from '../nn/engine';
import { importedTensors } from '../train/imported-weights';
import { parametersOf } from '../train/results';

export interface TrainedModel {
  readonly specification: ModelSpecification;
  readonly preparation: Preparation;
  readonly parameters: Float32Array;
  /** Who computes: for a run its own kernel, so that the bits are those of its own predictions. */
  readonly kernel: Kernel;
}

/** Where a file does not say which kernel trained it: the one that gives the same bits on every machine. */
const KERNEL_OF_FILES = 'strict';

/** @throws StudioError `bad-file` where its parts do not fit each other */
export function modelOfRun(
  { specification, preparation }: Pick<TrainedModel, 'specification' | 'preparation'>,
  tensors: readonly Tensor[],
  kernel: Kernel,
): TrainedModel {
  const parameters = parametersOf(specification, tensors);
  assertFits(specification, preparation);
  if (!parameters.every(Number.isFinite)) {
    throw new StudioError('bad-file', 'It has weights that are no finite numbers; nothing can be predicted with them');
  }
  return { specification, preparation, parameters, kernel };
}

/** @throws StudioError `bad-file` where the file says too little to prepare data for it, or its weights are others than it says */
export function modelOfFile(found: FoundWeights): TrainedModel {
  const { specification, preparation } = found;
  if (!specification || !preparation) {
    throw new StudioError(
      'bad-file',
      `The file does not say ${specification ? 'how its columns were prepared (preparation)' : 'which network its weights are of (specification)'}: ` +
        'predict with a file that export wrote, or with the run itself',
    );
  }
  return modelOfRun({ specification, preparation }, importedTensors(found), KERNEL_OF_FILES);
}

function assertFits({ inputs, outputs }: ModelSpecification, preparation: Preparation): void {
  const problems = [
    preparation.inputs.length !== inputs && `${preparation.inputs.length} input columns for ${inputs} inputs`,
    preparation.outputs.length !== outputs && `${preparation.outputs.length} output columns for ${outputs} outputs`,
    preparation.window < 1 && `a window of ${preparation.window}`,
    preparation.horizon < 0 && `a horizon of ${preparation.horizon}`,
  ].filter((problem) => problem !== false);
  if (problems.length === 0) return;
  throw new StudioError('bad-file', `preparation: it has ${problems.join(' and ')}`);
}
