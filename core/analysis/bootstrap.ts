/**
 * Percentile bootstrap intervals (Efron and Tibshirani 1993, chapter 13): the statistic of many samples drawn from the runs
 * with replacement, and the quantiles of what comes out. With a handful of runs they are too narrow, as every bootstrap is:
 * the t interval stands beside them.
 */
import { Rng } from '../random/rng';
import { drained, type SamplingOptions } from './permutation';
import { quantileOfSorted, type Interval, type Numbers } from './statistics';

const DEFAULT_RESAMPLES = 10_000;

/** Resampled values between two pauses: about a millisecond. */
const SLICE = 1 << 15;

/** Of the mean. Unknown for fewer than two values, and where one is not finite. */
export function bootstrapMean(values: Numbers, confidence = 0.95, options: SamplingOptions = {}): Interval | null {
  return drained(bootstrapMeanSteps(values, confidence, options));
}

/** The same in slices of about a millisecond. */
export function bootstrapMeanSteps(
  values: Numbers,
  confidence = 0.95,
  options: SamplingOptions = {},
): Generator<undefined, Interval | null> {
  return bootstrap([values], ([resampled = NaN]) => resampled, confidence, options);
}

/** Of the mean of the second group less that of the first, each drawn from on its own; in slices, too. */
export function bootstrapDifferenceSteps(
  first: Numbers,
  second: Numbers,
  confidence = 0.95,
  options: SamplingOptions = {},
): Generator<undefined, Interval | null> {
  return bootstrap([first, second], ([a = NaN, b = NaN]) => b - a, confidence, options);
}

function* bootstrap(
  groups: readonly Numbers[],
  statistic: (means: readonly number[]) => number,
  confidence: number,
  { seed = 0, draws = DEFAULT_RESAMPLES }: SamplingOptions,
): Generator<undefined, Interval | null> {
  const drawable = groups.every((group) => group.length > 1 && Array.from(group).every(Number.isFinite));
  if (!drawable) return null;
  const rng = Rng.fromSeed(seed, 'resampling');
  const drawsInSlice = Math.max(1, Math.floor(SLICE / groups.reduce((total, group) => total + group.length, 0)));
  const results = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    results[draw] = statistic(groups.map((group) => resampledMean(group, rng)));
    if (draw % drawsInSlice === 0) yield;
  }
  results.sort();
  const low = quantileOfSorted(results, (1 - confidence) / 2);
  const high = quantileOfSorted(results, (1 + confidence) / 2);
  return low === null || high === null ? null : { low, high };
}

function resampledMean(values: Numbers, rng: Rng): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[rng.below(values.length)] as number;
  return total / values.length;
}
