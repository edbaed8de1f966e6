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
const MOST_SORTED = 512;
/**
 * A prime, and larger than any layer: walking a matrix in such strides visits different rows and columns at every step, and
 * no value twice.
 */
const STRIDE = 7919;

/**
 * Epochs after which a snapshot is taken: all up to 16, then 8 in each octave. It depends on nothing
 * but the epoch, so that a run that was interrupted, extended or forked has the same ones. A thousand epochs have 64, a million
 * 144.
 */
export function isSnapshotEpoch(epoch: number): boolean {
  const octave = 31 - Math.clz32(epoch);
  const spacing = 2 ** Math.max(0, octave - 3);
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
  const { lowest, highest, squares } = spanOf(values);
  if (!Number.isFinite(squares)) return Array.from({ length: QUANTILES.length + 1 }, () => NaN);
  const sorted = sampleOf(values).sort();
  const figures = QUANTILES.map((per100) => {
    if (per100 === 0) return lowest;
    if (per100 === 100) return highest;
    return quantile(sorted, per100 / 100);
  });
  return [...figures, Math.sqrt(squares)].map((figure) => figure * factor);
}

/**
 * One look at every value. Four sums side by side: each addition to a single one would wait for the one before, and this is
 * most of what a snapshot costs. Where a value is NaN, so is the sum.
 */
function spanOf(values: Float32Array): { lowest: number; highest: number; squares: number } {
  const { length } = values;
  let lowest = values[0] as number;
  let highest = lowest;
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const w = values[i] as number;
    const x = values[i + 1] as number;
    const y = values[i + 2] as number;
    const z = values[i + 3] as number;
    if (w < lowest) lowest = w;
    else if (w > highest) highest = w;
    if (x < lowest) lowest = x;
    else if (x > highest) highest = x;
    if (y < lowest) lowest = y;
    else if (y > highest) highest = y;
    if (z < lowest) lowest = z;
    else if (z > highest) highest = z;
    a += w * w;
    b += x * x;
    c += y * y;
    d += z * z;
  }
  for (; i < length; i++) {
    const value = values[i] as number;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    a += value * value;
  }
  return { lowest, highest, squares: a + b + c + d };
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
