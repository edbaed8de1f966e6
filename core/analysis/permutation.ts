/**
 * Permutation tests: how often chance alone, by exchanging labels that would mean nothing if the groups were alike, gives a
 * difference of means at least as large as the one seen, in either direction. Exact where every arrangement can be
 * counted; beyond that a seeded sample of arrangements, and the result says which and how many.
 *
 * Sources: Fisher 1935, The Design of Experiments, 21 (signs of paired differences); Pitman 1937 (two groups);
 * Phipson and Smyth 2010 (p of a sample: (b + 1) / (m + 1), because a p of 0 cannot be).
 */
import { Rng } from '../random/rng';
import { mean, sum, type Numbers } from './statistics';

export interface PermutationTest {
  /** Two-sided; null where there is nothing to permute, or a value is not finite. */
  readonly p: number | null;
  /** True where every arrangement was counted. */
  readonly isExact: boolean;
  /** How many arrangements were looked at. */
  readonly arrangements: number;
}

export interface SamplingOptions {
  readonly seed?: number;
  /** Arrangements or resamples to draw where not all are counted. */
  readonly draws?: number;
}

export const DEFAULT_DRAWS = 100_000;

/** 2^20 sign patterns are counted in a few milliseconds. */
export const MOST_EXACT_PAIRS = 20;

/** About as many: all ways to split 11 and 11 runs, or 4 and 60. */
const MOST_EXACT_SPLITS = 1_000_000;

const NOTHING: PermutationTest = { p: null, isExact: true, arrangements: 0 };

/** Arrangements between two pauses: about a millisecond. */
const SLICE = 1 << 15;

/** Whether paired differences are centred on 0: if the two of a pair are alike, each difference might as well have the other sign. */
export function signFlipTest(differences: Numbers, options: SamplingOptions = {}): PermutationTest {
  return drained(signFlipSteps(differences, options));
}

/** The same in slices of about a millisecond, for a window that has frames to draw in between. */
export function* signFlipSteps(
  differences: Numbers,
  { seed = 0, draws = DEFAULT_DRAWS }: SamplingOptions = {},
): Generator<undefined, PermutationTest> {
  const values = Float64Array.from(differences);
  if (values.length === 0 || !values.every(Number.isFinite)) return NOTHING;
  const bound = extremeFrom(values);
  if (values.length <= MOST_EXACT_PAIRS) {
    const half = values.length >> 1;
    const left = signedSums(values.subarray(0, half));
    const right = signedSums(values.subarray(half));
    let extreme = 0;
    let counted = 0;
    for (const a of left) {
      extreme += countExtreme(a, right, bound);
      counted += right.length;
      if (counted % SLICE === 0) yield;
    }
    const arrangements = left.length * right.length;
    return { p: extreme / arrangements, isExact: true, arrangements };
  }
  const rng = Rng.fromSeed(seed, 'resampling');
  const drawsInSlice = Math.max(1, Math.floor(SLICE / values.length));
  let extreme = 0;
  for (let draw = 0; draw < draws; draw++) {
    if (Math.abs(randomlySigned(values, rng)) >= bound) extreme++;
    if (draw % drawsInSlice === 0) yield;
  }
  return { p: (extreme + 1) / (draws + 1), isExact: false, arrangements: draws };
}

function countExtreme(a: number, others: Float64Array, bound: number): number {
  let extreme = 0;
  for (const b of others) if (Math.abs(a + b) >= bound) extreme++;
  return extreme;
}

function randomlySigned(values: Float64Array, rng: Rng): number {
  let total = 0;
  let signs = 0;
  for (let i = 0; i < values.length; i++) {
    if (i % 32 === 0) signs = rng.uint32();
    const value = values[i] as number;
    total += (signs & 1) === 1 ? value : -value;
    signs >>>= 1;
  }
  return total;
}

/** What a generator returns, without its pauses. */
export function drained<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Whether two groups have the same mean: if they are alike, any split of all runs into groups of these sizes might have come about. */
export function splitTest(
  first: Numbers,
  second: Numbers,
  { seed = 0, draws = DEFAULT_DRAWS }: SamplingOptions = {},
): PermutationTest {
  const all = Float64Array.from([...Array.from(first), ...Array.from(second)]);
  if (first.length === 0 || second.length === 0 || !all.every(Number.isFinite)) return NOTHING;
  // Measured from the common mean, the sum of one group alone says how far apart the two are.
  const centre = mean(all) ?? 0;
  const values = all.map((value) => value - centre);
  const size = Math.min(first.length, second.length);
  const smaller = size === first.length ? values.subarray(0, size) : values.subarray(values.length - size);
  const bound = extremeFrom(values, sum(smaller));
  const splits = binomial(values.length, size);
  if (splits <= MOST_EXACT_SPLITS) {
    return { p: countSplits(values, size, 0, 0, bound) / splits, isExact: true, arrangements: splits };
  }
  const rng = Rng.fromSeed(seed, 'resampling');
  let extreme = 0;
  for (let draw = 0; draw < draws; draw++) {
    let total = 0;
    // The first `size` steps of Fisher-Yates choose a subset; it need not be undone before the next draw.
    for (let i = 0; i < size; i++) {
      const other = i + rng.below(values.length - i);
      const chosen = values[other] as number;
      values[other] = values[i] as number;
      values[i] = chosen;
      total += chosen;
    }
    if (Math.abs(total) >= bound) extreme++;
  }
  return { p: (extreme + 1) / (draws + 1), isExact: false, arrangements: draws };
}

/**
 * What counts as at least as large as the observed sum. Sums of the same numbers in another order differ by rounding, which
 * must not decide whether a tie counts: the slack is several times its bound.
 */
function extremeFrom(values: Float64Array, observed = sum(values)): number {
  const size = values.reduce((total, value) => total + Math.abs(value), 0);
  return Math.abs(observed) - 4 * values.length * Number.EPSILON * size;
}

/** The sums of ±values, one for every pattern of signs. */
function signedSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  let known = 1;
  for (const value of values) {
    for (let i = 0; i < known; i++) {
      const before = sums[i] as number;
      sums[i] = before + value;
      sums[known + i] = before - value;
    }
    known *= 2;
  }
  return sums;
}

/** How many subsets of `size` values from `start` on, together with `total`, are at least `bound` away from 0. */
function countSplits(values: Float64Array, size: number, start: number, total: number, bound: number): number {
  if (size === 0) return Math.abs(total) >= bound ? 1 : 0;
  let count = 0;
  for (let i = start; i <= values.length - size; i++) {
    count += countSplits(values, size - 1, i + 1, total + (values[i] as number), bound);
  }
  return count;
}

function binomial(n: number, k: number): number {
  let result = 1;
  // Whole at every step: i consecutive factors over i!.
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i;
  return result;
}
