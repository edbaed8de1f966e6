/** The engine that a configuration asks for, made for every size of pass that its run will need. */
import type { RunConfiguration } from '../contract/run';
import { StudioError } from '../contract/errors';
import { PARTS } from '../contract/dataset';
import type { PreparedDataset } from '../data/dataset';
import { referenceEngine, type Engine, type PassSizes } from '../nn/engine';
import { parameterCount, type Specification } from '../nn/parameters';
import { passSize } from '../nn/pass';
import { simdBytes, simdEngine, type KernelModule } from '../nn/simd-engine';
import { specificationOf, updatesBack } from './specification';

/** Sequences computed at once in an evaluation; changes nothing but the speed. */
export const EVALUATION_BATCH = 64;

/** A run may not use more: typed arrays can grow past what the machine has, and then take everything down. */
const BUDGET_BYTES = 4 * 2 ** 30;

/** Vectors of the size of all parameters that the reference engine and the trainer keep. */
const VECTORS = { sgd: 5, momentum: 6, nesterov: 6, rmsprop: 6, adam: 7, adamw: 7 } as const;

/**
 * Compiled kernels of the wanted kind, or of the strict kind where there are no fast ones.
 *
 * Core has no `WebAssembly` of its own, so whoever has one hands this in.
 */
export type LoadKernels = (kernel: 'fast' | 'strict') => KernelModule;

/** @throws StudioError `bad-configuration` where the run needs more memory than it may use; says what to lower */
export function createEngine(configuration: RunConfiguration, data: PreparedDataset, load: LoadKernels): Engine {
  requiredBytes(configuration, data);
  const specification = specificationOf(configuration, data);
  if (configuration.kernel === 'reference') return referenceEngine(specification, configuration);
  return simdEngine(load(configuration.kernel), specification, configuration, passSizes(configuration, data));
}

/**
 * Bytes a training needs, known before anything is allocated.
 *
 * @throws StudioError `bad-configuration` where that is more than a run may use; says what to lower
 */
export function requiredBytes(configuration: RunConfiguration, data: PreparedDataset): number {
  const specification = specificationOf(configuration, data);
  const sizes = passSizes(configuration, data);
  const bytes =
    configuration.kernel === 'reference'
      ? referenceBytes(specification, configuration, sizes)
      : simdBytes(specification, configuration, sizes);
  if (bytes > BUDGET_BYTES) {
    const gibibytes = (bytes / 2 ** 30).toFixed(1);
    throw new StudioError(
      'bad-configuration',
      `This run needs ${gibibytes} GiB of memory and may use ${BUDGET_BYTES / 2 ** 30}: lower the batch size, the window or the hidden units`,
    );
  }
  return bytes;
}

function referenceBytes(
  specification: Specification,
  { optimizer }: RunConfiguration,
  sizes: readonly PassSizes[],
): number {
  const passes = sizes.map((size) => passSize(specification, { ...size, precision: 'float32' }));
  const numbers = parameterCount(specification) * VECTORS[optimizer] + passes.reduce((sum, size) => sum + size, 0);
  return numbers * Float32Array.BYTES_PER_ELEMENT;
}

/** Whole mini-batches and what is left over, in training and in every evaluation. */
function passSizes(configuration: RunConfiguration, data: PreparedDataset): PassSizes[] {
  const batchSizes = new Set(wholeAndRest(data.parts.training.count, configuration.batchSize));
  for (const part of PARTS) {
    for (const size of wholeAndRest(data.parts[part].count, EVALUATION_BATCH)) batchSizes.add(size);
  }
  return [...batchSizes].map((batchSize) => sizesOf(configuration, data, batchSize));
}

function wholeAndRest(count: number, batchSize: number): number[] {
  return [Math.min(count, batchSize), count % batchSize].filter((size) => size > 0);
}

export function sizesOf(configuration: RunConfiguration, data: PreparedDataset, batchSize: number): PassSizes {
  return {
    batchSize,
    steps: data.window,
    outputSteps: configuration.readout,
    updatesBack: updatesBack(configuration),
  };
}
