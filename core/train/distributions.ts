/** How the values of each parameter, and of its gradient, are spread: a bounded number of snapshots over a run of any length. */
import { distributionColumns, QUANTILES } from '../contract/inside';
import {
  ALARMWORK_PARAMETERS,
  ELMAN_PARAMETERS,
  parameterLayout,
  type ModelKind,
  type Specification,
} from '../nn/parameters';

/** Values that quantiles are taken of at the most; the lowest, the highest and the norm are of all. */
const MOST_SORTED = 1024;
/**
 * A prime, and larger than any layer: walking a matrix in such strides visits different rows and columns at every step, and
 * no value twice.
 */
const STRIDE = 7919;

/**
 * Epochs after which a snapshot is taken: all up to 32, then 16 in each octave, and from 1,024 on 8. It depends on nothing
 * but the epoch, so that a run that was interrupted, extended or forked has the same ones. A million epochs have 192.
 */
export function isSnapshotEpoch(epoch: number): boolean {
  const octave = 31 - Math.clz32(epoch);
  const spacing = 2 ** Math.max(0, octave - (epoch < 1024 ? 4 : 3));
  return epoch % spacing === 0;
}

/** Columns of the log of distributions of a network. */
export function columnsOf(model: ModelKind): string[] {
  return distributionColumns(model === 'alarmwork' ? ALARMWORK_PARAMETERS : ELMAN_PARAMETERS);
}

/**
 * A row of the log of distributions: see `distributionColumns`.
 *
 * @param gradient of the last mini-batch, summed over its sequences; null before the first step
 * @param batchSize of that mini-batch: what is kept is the mean gradient
 */
export function distributionRow(
  specification: Specification,
  place: { readonly epoch: number; readonly step: number },
  parameters: Float32Array,
  gradient: Float32Array | null,
  batchSize: number,
): Float64Array {
  const row = [place.epoch, place.step];
  for (const { offset, size } of parameterLayout(specification)) {
    row.push(...figuresOf(parameters.subarray(offset, offset + size), 1));
    if (gradient) row.push(...figuresOf(gradient.subarray(offset, offset + size), 1 / batchSize));
    else row.push(...Array.from({ length: QUANTILES.length + 1 }, () => NaN));
  }
  return Float64Array.from(row);
}

/** The quantiles and the L2 norm, times `factor`; all NaN where a value is not finite. */
function figuresOf(values: Float32Array, factor: number): number[] {
  let lowest = Infinity;
  let highest = -Infinity;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    squares += value * value;
  }
  if (!Number.isFinite(squares)) return Array.from({ length: QUANTILES.length + 1 }, () => NaN);
  const sorted = sampleOf(values).sort();
  const figures = QUANTILES.map((per100) => {
    if (per100 === 0) return lowest;
    if (per100 === 100) return highest;
    return quantile(sorted, per100 / 100);
  });
  return [...figures, Math.sqrt(squares)].map((figure) => figure * factor);
}

function sampleOf(values: Float32Array): Float32Array {
  const { length } = values;
  if (length <= MOST_SORTED) return values.slice();
  const sample = new Float32Array(MOST_SORTED);
  for (let i = 0; i < MOST_SORTED; i++) sample[i] = values[(i * STRIDE) % length] as number;
  return sample;
}

/** Linear between the two values around it: definition 7 of Hyndman and Fan, 1996. */
function quantile(sorted: Float32Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (place - below);
}
