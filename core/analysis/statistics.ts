/**
 * Figures of a handful of numbers, one a run. NaN means "not measured" and is left out, and `n` says how many are left.
 * ±Infinity was measured (a run that diverged) and stays in: the median and the quantiles then still hold, the mean is
 * infinite and the spread unknown. What is unknown is null, never 0.
 */
import { studentQuantile } from './student-t';

export type Numbers = ArrayLike<number>;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Summary {
  /** How many values were measured. */
  readonly n: number;
  /** How many were not. */
  readonly missing: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Sample standard deviation, over n − 1. */
  readonly deviation: number | null;
  readonly standardError: number | null;
  /** Of the mean, with the confidence asked for. */
  readonly interval: Interval | null;
}

export function summarise(values: Numbers, confidence = 0.95): Summary {
  const known = measured(values);
  const sorted = known.toSorted();
  return {
    n: known.length,
    missing: values.length - known.length,
    mean: mean(known),
    median: quantileOfSorted(sorted, 0.5),
    minimum: sorted[0] ?? null,
    maximum: sorted.at(-1) ?? null,
    deviation: deviation(known),
    standardError: standardError(known),
    interval: meanInterval(known, confidence),
  };
}

/** The values without those that are NaN; the array itself where there are none, so it must not be changed. */
export function measured(values: Numbers): Float64Array {
  if (values instanceof Float64Array && !values.some(Number.isNaN)) return values;
  const known = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isNaN(value)) known[n++] = value;
  }
  return known.slice(0, n);
}

export function mean(values: Numbers): number | null {
  const known = measured(values);
  const first = known[0];
  if (first === undefined) return null;
  // Runs that agree must not seem to differ because a division rounds.
  if (known.every((value) => value === first)) return first;
  let total = sum(known);
  if (!Number.isFinite(total) && known.every(Number.isFinite)) {
    // The sum of finite values has no room in a double, their mean has.
    total = 0;
    for (const value of known) total += value / known.length;
    return total;
  }
  // +Infinity and −Infinity have no mean.
  return Number.isNaN(total) ? null : total / known.length;
}

/** Sample standard deviation, over n − 1: unknown for fewer than two values. */
export function deviation(values: Numbers): number | null {
  const known = measured(values);
  const centre = mean(known);
  if (known.length < 2 || centre === null) return null;
  let largest = 0;
  for (const value of known) largest = Math.max(largest, Math.abs(value - centre));
  if (!Number.isFinite(largest)) return null;
  if (largest === 0) return 0;
  // In units of the largest, so that no square overflows or vanishes.
  let squares = 0;
  for (const value of known) squares += ((value - centre) / largest) ** 2;
  return largest * Math.sqrt(squares / (known.length - 1));
}

/** Of the mean: s / √n. */
export function standardError(values: Numbers): number | null {
  const known = measured(values);
  const spread = deviation(known);
  return spread === null ? null : spread / Math.sqrt(known.length);
}

/**
 * mean ± t · s / √n with Student's t on n − 1 degrees of freedom: the interval that, were the runs drawn again and again from
 * a normal distribution, would hold its mean in the given share of cases. Unknown for fewer than two values.
 */
export function meanInterval(values: Numbers, confidence = 0.95, quantile = studentQuantile): Interval | null {
  const known = measured(values);
  const centre = mean(known);
  const error = standardError(known);
  if (centre === null || error === null) return null;
  const reach = quantile((1 + confidence) / 2, known.length - 1) * error;
  return { low: centre - reach, high: centre + reach };
}

export function median(values: Numbers): number | null {
  return quantile(values, 0.5);
}

/**
 * Type 7 of Hyndman and Fan 1996 (the default of R, NumPy and Excel): straight lines between the order statistics, with
 * the smallest value at p = 0 and the largest at p = 1.
 *
 * @param p 0 to 1
 */
export function quantile(values: Numbers, p: number): number | null {
  return quantileOfSorted(measured(values).toSorted(), p);
}

/** @param sorted ascending and without NaN */
export function quantileOfSorted(sorted: Float64Array, p: number): number | null {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A quantile is taken at 0 to 1, not at ${p}`);
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  const share = position - Math.floor(position);
  // Equal neighbours first: there is nothing between Infinity and Infinity.
  if (below === above || share === 0) return below;
  const between = below * (1 - share) + above * share;
  return Number.isNaN(between) ? null : between;
}

/** Neumaier's compensated sum (1974): what each addition rounds off is added at the end. */
export function sum(values: Numbers): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + lost : total;
}
