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
export const BUDGET_BYTES = 4 * 2 ** 30;

/**
 * Of the weights, beside the engine's own: before the last step, in trial, last evaluated, best; and where the run stood
 * after its best epoch: four of these, and at most two vectors of the optimizer.
 */
const COPIES = 10;

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
 * Bytes that the kernels and the copies of the weights take, known before anything is allocated; the data comes on top.
 *
 * @throws StudioError `bad-configuration` where that is more than a run may use; says what to lower
 */
export function requiredBytes(configuration: RunConfiguration, data: PreparedDataset): number {
  const bytes = bytesOf(configuration, data);
  if (bytes > BUDGET_BYTES) {
    const gibibytes = (bytes / 2 ** 30).toFixed(1);
    throw new StudioError(
      'bad-configuration',
      `This run needs ${gibibytes} GiB of memory and may use ${BUDGET_BYTES / 2 ** 30}: ${leversOf(configuration, data, bytes).join(', or ')}`,
    );
  }
  return bytes;
}

function bytesOf(configuration: RunConfiguration, data: PreparedDataset): number {
  const specification = specificationOf(configuration, data);
  const sizes = passSizes(configuration, data);
  if (configuration.kernel === 'reference') return referenceBytes(specification, configuration, sizes);
  const copies = COPIES * parameterCount(specification) * Float32Array.BYTES_PER_ELEMENT;
  return simdBytes(specification, configuration, sizes) + copies;
}

/** What would bring the memory down by a tenth or more, if it were halved or chosen, in words with the names of the keys. */
function leversOf(configuration: RunConfiguration, data: PreparedDataset, bytes: number): string[] {
  const half = (value: number): number => Math.max(1, Math.floor(value / 2));
  const { hiddenUnits, batchSize, truncation, gradient } = configuration;
  const window = half(data.window);
  const shorter = { ...data, window, targetSteps: data.targetSteps === 1 ? 1 : window };
  const levers: [string, number][] = [
    ['lower the hidden units (hiddenUnits)', bytesOf({ ...configuration, hiddenUnits: half(hiddenUnits) }, data)],
    ['lower the batch size (batchSize)', bytesOf({ ...configuration, batchSize: half(batchSize) }, data)],
    [shorterWords(data), bytesOf(configuration, shorter)],
    gradient === 'truncated'
      ? ['lower the updates back (truncation)', bytesOf({ ...configuration, truncation: half(truncation) }, data)]
      : ['choose truncated BPTT (gradient)', bytesOf({ ...configuration, gradient: 'truncated' }, data)],
  ];
  return levers.filter(([, lowered]) => lowered < 0.9 * bytes).map(([words]) => words);
}

function shorterWords({ longest }: PreparedDataset): string {
  if (longest === null) return 'lower the window (dataset.window)';
  return `cut the longest sequences (dataset.sequenceColumn; "${longest.id}" has ${longest.steps} steps)`;
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
