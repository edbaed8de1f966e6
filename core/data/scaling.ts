/**
 * A column's way into the network's range and back: scaled = (value − offset) · factor.
 *
 * The range is tanh's, with a margin: values seen in training land in [−0.8, 0.8], where an output unit can still reach a
 * target (tanh gets to ±1 only at infinity) and somewhat larger values of later parts can be expressed.
 */
import type { RowRange } from './splits';

const LARGEST_SCALED = 0.8;

export interface Scaling {
  readonly offset: number;
  /** 0 for a column that does not change: it then says nothing, and its scaled value is 0. */
  readonly factor: number;
}

/**
 * Fits to the smallest and largest value among `rows`; NaN (no value) is left out.
 *
 * @returns null if there is no value at all
 */
export function fitScaling(values: Float64Array, rows: RowRange): Scaling | null {
  let smallest = Infinity;
  let largest = -Infinity;
  for (let r = rows.from; r < rows.to; r++) {
    const value = values[r] ?? NaN;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  if (smallest > largest) return null;
  // Halved first: the sum or the difference of two large doubles may overflow.
  const halfRange = largest / 2 - smallest / 2;
  const factor = LARGEST_SCALED / halfRange;
  return { offset: smallest / 2 + largest / 2, factor: Number.isFinite(factor) ? factor : 0 };
}

export function scale(value: number, { offset, factor }: Scaling): number {
  return (value - offset) * factor;
}

/** The inverse of {@link scale}; for a column that does not change, its one value. */
export function unscale(scaled: number, { offset, factor }: Scaling): number {
  return factor === 0 ? offset : scaled / factor + offset;
}
