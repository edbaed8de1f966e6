/**
 * A column's way into the network's range and back: scaled = (value − offset) · factor.
 *
 * The range is tanh's, with a margin: values seen in training land in [−0.8, 0.8], where an output unit can still reach a
 * target (tanh gets to ±1 only at infinity) and somewhat larger values of later parts can be expressed.
 */
import type { SCALINGS } from '../contract/dataset';
import type { RowRange } from './splits';

export const LARGEST_SCALED = 0.8;
/** Of a target, so many standard deviations come to {@link LARGEST_SCALED}: all but one in 400 of normal ones lie nearer. */
const TARGET_DEVIATIONS = 3;

export interface Scaling {
  readonly offset: number;
  /** 0 for a column that does not change: it then says nothing, and its scaled value is 0. */
  readonly factor: number;
}

export type ScalingRule = (typeof SCALINGS)[number];

const AS_IT_IS: Scaling = { offset: 0, factor: 1 };

/**
 * Fits to the values of `rows` alone; NaN (no value) is left out.
 *
 *     range      smallest and largest value to ∓0.8
 *     standard   mean to 0; standard deviation (of the values, not estimated for others) to 1, of a target to 0.8 / 3
 *     none       offset 0, factor 1
 *
 * @returns null if there is no value at all
 */
export function fitScaling(
  values: Float64Array,
  rows: readonly RowRange[],
  rule: ScalingRule = 'range',
  role: 'input' | 'target' = 'input',
): Scaling | null {
  const range = rangeOf(values, rows);
  if (range === null) return null;
  switch (rule) {
    case 'range':
      return fitRange(range);
    case 'standard':
      return fitStandard(values, rows, range, role === 'target' ? LARGEST_SCALED / TARGET_DEVIATIONS : 1);
    case 'none':
      return AS_IT_IS;
  }
}

export interface ValueRange {
  readonly smallest: number;
  readonly largest: number;
}

/** Of the known values of `rows`; null where there is none. */
export function rangeOf(values: Float64Array, rows: readonly RowRange[]): ValueRange | null {
  let smallest = Infinity;
  let largest = -Infinity;
  for (const { from, to } of rows) {
    for (let r = from; r < to; r++) {
      const value = values[r] ?? NaN;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
  }
  return smallest > largest ? null : { smallest, largest };
}

function fitRange({ smallest, largest }: ValueRange): Scaling {
  // Halved first: the sum or the difference of two large doubles may overflow.
  const halfRange = largest / 2 - smallest / 2;
  const factor = LARGEST_SCALED / halfRange;
  return { offset: smallest / 2 + largest / 2, factor: Number.isFinite(factor) ? factor : 0 };
}

function fitStandard(
  values: Float64Array,
  rows: readonly RowRange[],
  { smallest, largest }: ValueRange,
  scaledDeviation: number,
): Scaling {
  // Squares of large doubles overflow, and of small ones vanish: all is computed as parts of the largest.
  const unit = Math.max(Math.abs(smallest), Math.abs(largest)) || 1;
  let count = 0;
  let mean = 0;
  let squares = 0;
  // Welford 1962: one pass, and no difference of two large sums.
  for (const { from, to } of rows) {
    for (let r = from; r < to; r++) {
      const value = (values[r] ?? NaN) / unit;
      if (Number.isNaN(value)) continue;
      count++;
      const difference = value - mean;
      mean += difference / count;
      squares += difference * (value - mean);
    }
  }
  const factor = scaledDeviation / Math.sqrt(squares / count) / unit;
  return { offset: mean * unit, factor: Number.isFinite(factor) ? factor : 0 };
}

export function scale(value: number, { offset, factor }: Scaling): number {
  return (value - offset) * factor;
}

/** The inverse of {@link scale}; for a column that does not change, its one value. */
export function unscale(scaled: number, { offset, factor }: Scaling): number {
  return factor === 0 ? offset : scaled / factor + offset;
}
