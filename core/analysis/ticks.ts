/** Round numbers along an axis. */
import type { AxisRange } from './axis';

/**
 * Multiples of 1, 2 or 5 times a power of ten within the range, as many as fit into `most`. Source: Heckbert 1990, Nice numbers
 * for graph labels (with ticks inside the data's range only).
 */
export function linearTicks({ low, high }: AxisRange, most = 8): number[] {
  if (!(high > low) || !(most >= 1) || !Number.isFinite(high - low)) return [];
  const rough = (high - low) / most;
  // The share of a range near the smallest double may be 0, which has no logarithm: no step is finer than 1e-324.
  const finest = Math.max(-324, Math.floor(Math.log10(rough)));
  for (let exponent = finest; exponent <= 308; exponent++) {
    for (const digit of [1, 2, 5]) {
      const step = power(digit, exponent);
      const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
      // A step so fine that its multiples are no longer told apart says nothing.
      if (!(step > 0) || last - first + 1 > most || !Number.isSafeInteger(first) || !Number.isSafeInteger(last))
        continue;
      const ticks = Array.from({ length: last - first + 1 }, (_, i) => multiple(first + i, digit, exponent));
      return ticks.filter((tick) => tick >= low && tick <= high);
    }
  }
  return [];
}

export interface LogarithmicTicks {
  /** With a label. */
  readonly labelled: readonly number[];
  /** Between them, without. */
  readonly unlabelled: readonly number[];
}

/**
 * Over many decades every power of ten, or every second, third, …; over few also 2 and 5 times each; within a decade, where
 * powers say nothing, round numbers as on a linear axis.
 *
 * @param most labels that have room
 */
export function logarithmicTicks({ low, high }: AxisRange, most = 8): LogarithmicTicks {
  if (!(low > 0) || !(high > low) || !Number.isFinite(high) || !(most >= 1)) return { labelled: [], unlabelled: [] };
  const [from, to] = [decadeOf(low), decadeOf(high)];
  const within = (ticks: number[]) => ticks.filter((tick) => tick >= low && tick <= high);
  const atDigits = (digits: readonly number[], stride = 1) => {
    const ticks: number[] = [];
    for (let exponent = Math.ceil(from / stride) * stride; exponent <= to; exponent += stride) {
      for (const digit of digits) ticks.push(power(digit, exponent));
    }
    return within(ticks);
  };
  const all = to - from <= 12 ? atDigits([1, 2, 3, 4, 5, 6, 7, 8, 9]) : atDigits([1]);
  const between = (labelled: readonly number[]) => ({
    labelled,
    unlabelled: all.filter((tick) => !labelled.includes(tick)),
  });
  if (high / low < 10) return between(linearTicks({ low, high }, most));
  const candidates = [[1, 2, 5], [1, 3], [1]].map((digits) => atDigits(digits));
  for (const stride of STRIDES) candidates.push(atDigits([1], stride));
  // At least one label, whatever little room there is: without one, an axis has no scale.
  const fitting = candidates.find(({ length }) => length >= 1 && length <= most);
  const labelled = fitting ?? atDigits([1]).slice(0, 1);
  return between(labelled);
}

/** Decades from label to label where not every one has room; the doubles span 632. */
const STRIDES = [2, 3, 5, 10, 20, 50, 100, 200, 500];

/** The exponent of the power of ten at or below. The logarithm alone is off by one at some powers. */
function decadeOf(value: number): number {
  const near = Math.floor(Math.log10(value));
  if (power(1, near + 1) <= value) return near + 1;
  return power(1, near) > value ? near - 1 : near;
}

/** Read rather than multiplied: 3 × 0.1 is not 0.3. */
function power(digit: number, exponent: number): number {
  return Number(`${digit}e${exponent}`);
}

function multiple(count: number, digit: number, exponent: number): number {
  return count === 0 ? 0 : Number(`${count * digit}e${exponent}`);
}
