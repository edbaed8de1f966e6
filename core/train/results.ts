/** What a run ended with: its figures on every part of the data, and the weights to keep. */
import type { Evaluation, RunConfiguration, RunResults } from '../contract/run';
import type { Tensor, TrainedWeights } from '../contract/weights';
import type { PreparedDataset } from '../data/dataset';
import { StudioError } from '../contract/errors';
import { toLittleEndian } from '../formats/little-endian';
import { parameterCount, parameterLayout, type Specification } from '../nn/parameters';
import { evaluate } from './evaluate';
import { Passes } from './passes';
import { specificationOf } from './specification';
import type { Training } from './trainer';

export interface FinishedRun {
  readonly results: RunResults;
  readonly weights: TrainedWeights;
}

/** Where a training stood when it ended. */
export interface TrainingEnd {
  readonly epochs: number;
  readonly steps: number;
  readonly seconds: number;
  /** Training loss of the last whole epoch, or null before the first. */
  readonly loss: number | null;
}

/** @param sha256 lower-case hex digest of bytes */
export function finishRun(
  configuration: RunConfiguration,
  data: PreparedDataset,
  training: Training,
  end: TrainingEnd,
  sha256: (bytes: Uint8Array) => string,
): FinishedRun {
  const passes = new Passes(training.engine, configuration, data);
  const figures = (parameters: Float32Array, part: 'validation' | 'test'): Evaluation | null => {
    const evaluation = evaluate(data.parts[part], passes, parameters, data);
    const errors = [evaluation.loss, evaluation.rmse, ...(evaluation.outputs ?? []).map(({ rmse }) => rmse)];
    return errors.every(Number.isFinite) ? evaluation : null;
  };
  const { specification, best } = training;
  return {
    weights: {
      specification,
      preparation: data.preparation,
      final: tensors(specification, training.parameters),
      best: best && tensors(specification, best.parameters),
    },
    results: {
      ...end,
      parameters: training.parameters.length,
      validation: figures(training.parameters, 'validation'),
      test: figures(training.parameters, 'test'),
      best: best && {
        epoch: best.epoch,
        validation: figures(best.parameters, 'validation'),
        test: figures(best.parameters, 'test'),
      },
      baseline: data.baseline,
      unit: data.unit,
      weightsSha256: sha256(toLittleEndian(training.parameters)),
      bestWeightsSha256: best && sha256(toLittleEndian(best.parameters)),
    },
  };
}

/** A run's weights again from its parameter vectors, as a checkpoint holds them. */
export function weightsOf(
  configuration: RunConfiguration,
  data: PreparedDataset,
  { final, best }: { readonly final: Float32Array; readonly best: Float32Array | null },
): TrainedWeights {
  const specification = specificationOf(configuration, data);
  return {
    specification,
    preparation: data.preparation,
    final: tensors(specification, final),
    best: best && tensors(specification, best),
  };
}

function tensors(specification: Specification, parameters: Float32Array): Tensor[] {
  return parameterLayout(specification).map(({ name, shape, offset, size }) => ({
    name,
    shape,
    values: parameters.slice(offset, offset + size),
  }));
}

/** The one parameter vector again, from tensors by name. @throws StudioError `bad-file` where one is missing or misshapen */
export function parametersOf(specification: Specification, tensors: readonly Tensor[]): Float32Array {
  const parameters = new Float32Array(parameterCount(specification));
  for (const { name, shape, offset } of parameterLayout(specification)) {
    const tensor = tensors.find((candidate) => candidate.name === name);
    if (!tensor) throw new StudioError('bad-file', `The weights have no parameter ${name}`);
    if (tensor.shape.join() !== shape.join()) {
      throw new StudioError(
        'bad-file',
        `${name} has shape [${tensor.shape.join(', ')}], expected [${shape.join(', ')}]`,
      );
    }
    parameters.set(tensor.values, offset);
  }
  return parameters;
}
