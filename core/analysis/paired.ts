/**
 * Two groups of runs compared by a metric: pair by pair where runs share a seed, else as two samples. Differences are always
 * the second group less the first.
 */
import { bootstrapDifferenceSteps, bootstrapMeanSteps } from './bootstrap';
import { drained, signFlipSteps, splitTest, type PermutationTest, type SamplingOptions } from './permutation';
import { deviation, mean, meanInterval, type Interval, type Numbers } from './statistics';
import { studentQuantile } from './student-t';

export interface ComparisonOptions extends SamplingOptions {
  readonly confidence?: number;
}

export interface GroupComparison {
  /** Pairs, or runs of the first and the second group, that have a finite value. */
  readonly n: readonly number[];
  readonly meanDifference: number | null;
  /** By Student's t; of two samples with Welch's degrees of freedom. Unknown for fewer than two values. */
  readonly interval: Interval | null;
  readonly bootstrapInterval: Interval | null;
  /**
   * The mean difference in units of the deviation: of the differences for pairs (Cohen's d_z), pooled for two samples (Cohen's
   * d_s). Source: Lakens 2013, equations 1 and 6. Unknown where nothing varies.
   */
  readonly effectSize: number | null;
  readonly test: PermutationTest;
}

/** @param differences one a pair; those that are not finite are left out, and `n` says so */
export function comparePairs(differences: Numbers, options: ComparisonOptions = {}): GroupComparison {
  return drained(comparePairsSteps(differences, options));
}

/** The same in slices of about a millisecond, for a window that has frames to draw in between. */
export function* comparePairsSteps(
  differences: Numbers,
  options: ComparisonOptions = {},
): Generator<undefined, GroupComparison> {
  const { confidence = 0.95 } = options;
  const known = finite(differences);
  const meanDifference = mean(known);
  return {
    n: [known.length],
    meanDifference,
    interval: meanInterval(known, confidence),
    bootstrapInterval: yield* bootstrapMeanSteps(known, confidence, options),
    effectSize: ratio(meanDifference, deviation(known)),
    test: yield* signFlipSteps(known, options),
  };
}

/** For runs that cannot be paired. */
export function compareSamples(first: Numbers, second: Numbers, options: ComparisonOptions = {}): GroupComparison {
  return drained(compareSamplesSteps(first, second, options));
}

/** The same with pauses; between them the exact test of at most a million splits is the longest stretch. */
export function* compareSamplesSteps(
  first: Numbers,
  second: Numbers,
  options: ComparisonOptions = {},
): Generator<undefined, GroupComparison> {
  const { confidence = 0.95 } = options;
  const [a, b] = [finite(first), finite(second)];
  const [meanA, meanB] = [mean(a), mean(b)];
  const meanDifference = meanA === null || meanB === null ? null : meanB - meanA;
  const bootstrapInterval = yield* bootstrapDifferenceSteps(a, b, confidence, options);
  yield;
  return {
    n: [a.length, b.length],
    meanDifference,
    interval: welchInterval(a, b, meanDifference, confidence),
    bootstrapInterval,
    effectSize: ratio(meanDifference, pooledDeviation(a, b)),
    test: splitTest(a, b, options),
  };
}

/** Welch 1947: the groups need not vary equally. */
function welchInterval(a: Numbers, b: Numbers, difference: number | null, confidence: number): Interval | null {
  const [deviationA, deviationB] = [deviation(a), deviation(b)];
  if (difference === null || deviationA === null || deviationB === null) return null;
  const [varianceA, varianceB] = [deviationA ** 2 / a.length, deviationB ** 2 / b.length];
  const variance = varianceA + varianceB;
  // Where nothing varies the interval is a point; with 0 / 0 degrees of freedom it would be unknown.
  if (variance === 0) return { low: difference, high: difference };
  const degrees = variance ** 2 / (varianceA ** 2 / (a.length - 1) + varianceB ** 2 / (b.length - 1));
  const reach = studentQuantile((1 + confidence) / 2, degrees) * Math.sqrt(variance);
  return Number.isFinite(reach) ? { low: difference - reach, high: difference + reach } : null;
}

function pooledDeviation(a: Numbers, b: Numbers): number | null {
  const [deviationA, deviationB] = [deviation(a), deviation(b)];
  if (deviationA === null || deviationB === null) return null;
  const squares = (a.length - 1) * deviationA ** 2 + (b.length - 1) * deviationB ** 2;
  return Math.sqrt(squares / (a.length + b.length - 2));
}

function ratio(value: number | null, unit: number | null): number | null {
  return value === null || unit === null || unit === 0 ? null : value / unit;
}

function finite(values: Numbers): Float64Array {
  return Float64Array.from(values).filter(Number.isFinite);
}
