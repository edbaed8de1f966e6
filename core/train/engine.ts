/** The engine that a configuration asks for, made for every size of pass that its run will need. */
import type { RunConfiguration } from '../contract/run';
import { StudioError } from '../contract/errors';
import type { PreparedDataset } from '../data/dataset';
import { referenceEngine, type Engine, type PassSizes } from '../nn/engine';
import { parameterCount, type Specification } from '../nn/parameters';
import { passSize } from '../nn/pass';
import { simdBytes, simdEngine, type KernelModule } from '../nn/simd-engine';
import { passSizes } from './pass-sizes';
import { specificationOf } from './specification';

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
    const mend = `lower the hidden units, the batch size or the window${configuration.gradient === 'bptt' ? ', or choose truncated BPTT' : ''}`;
    throw new StudioError(
      'bad-configuration',
      `This run needs ${gibibytes} GiB of memory and may use ${BUDGET_BYTES / 2 ** 30}: ${mend}`,
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
