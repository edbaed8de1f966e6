import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapMean } from '../../../core/analysis/bootstrap';
import { comparePairs, compareSamples } from '../../../core/analysis/paired';
import { signFlipTest, splitTest } from '../../../core/analysis/permutation';

// SciPy 1.17.1: permutation_test(permutation_type='samples', n_resamples=inf), ttest_1samp(d, 0).confidence_interval();
// the counts also from NumPy over all 2^n patterns of signs. The last is Hollander and Wolfe's depression data.
const PAIRED = [
  {
    d: [0.1, 0.2, -0.05, 0.3, 0.15],
    count: 4,
    low: -0.020698378536599504,
    high: 0.30069837853659953,
    dz: 1.0817343730007583,
  },
  { d: [1, -1, 2, -2, 3], count: 22, low: -1.9747692679290774, high: 3.1747692679290775, dz: 0.28934569330224724 },
  {
    d: [0.012, 0.031, 0.007, 0.022, 0.018, -0.004, 0.027, 0.015, 0.009, 0.02],
    count: 4,
    low: 0.008357759724879767,
    high: 0.02304224027512023,
    dz: 1.5296562088545274,
  },
  {
    d: [0.1, 0.2, 0.3, 0.1, 0.2, -0.3],
    count: 24,
    low: -0.12013147694160266,
    high: 0.3201314769416027,
    dz: 0.47673129462279623,
  },
  {
    d: [0.952, -0.147, 1.022, 0.43, 0.62, 0.59, 0.49, -0.08, 0.01],
    count: 14,
    low: 0.10377871227216856,
    high: 0.7599990655056093,
    dz: 1.0117918052161972,
  },
];

describe('paired differences', () => {
  it.each(PAIRED)('$d agree with SciPy', ({ d, count, low, high, dz }) => {
    const found = comparePairs(d);
    expect(found.test).toEqual({ p: count / 2 ** d.length, isExact: true, arrangements: 2 ** d.length });
    expect(found.interval?.low).toBeCloseTo(low, 12);
    expect(found.interval?.high).toBeCloseTo(high, 12);
    expect(found.effectSize).toBeCloseTo(dz, 12);
  });

  it('count all 2^20 patterns of 20 pairs: with one sign for all, two are as extreme', () => {
    const d = Array.from({ length: 20 }, (_, index) => 1 + index / 10);
    expect(signFlipTest(d)).toEqual({ p: 2 / 2 ** 20, isExact: true, arrangements: 2 ** 20 });
  });

  it('sample the patterns of more pairs, say so, and come close to the exact value', () => {
    const d = [3, 5, -2, 7, 1, 4, -6, 2, 8, -1, 5, 3, -4, 6, 2, 9, -3, 1, 4, -2, 5, 7, -5, 3];
    // All 2^24 patterns, counted in Python by adding up the distribution of the sum: 381,848 of 16,777,216.
    const exact = 381_848 / 16_777_216;
    const found = signFlipTest(d);
    expect(found).toMatchObject({ isExact: false, arrangements: 100_000 });
    // Four standard errors of a share of 100,000 draws.
    expect(Math.abs((found.p ?? NaN) - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 100_000));
    expect(signFlipTest(d)).toEqual(found);
    expect(signFlipTest(d, { seed: 1 }).p).not.toBe(found.p);
  });

  it('never give a p of 0, however far apart', () => {
    expect(signFlipTest(new Array(40).fill(1e6), { draws: 999 })).toEqual({
      p: 1 / 1000,
      isExact: false,
      arrangements: 999,
    });
  });

  it('do not let rounding decide a tie', () => {
    // 0.1 + 0.2 is more than 0.3: summed in another order, the same difference would not count.
    expect([signFlipTest([0.1, 0.2, 0.3]).p, signFlipTest([0.3, 0.2, 0.1]).p]).toEqual([0.25, 0.25]);
    expect(signFlipTest([0.3, -0.1, -0.2]).p).toBe(1);
  });

  it('say nothing about none, little about one, and leave out what is not finite', () => {
    const none = { meanDifference: null, interval: null, bootstrapInterval: null, effectSize: null };
    expect(comparePairs([NaN])).toEqual({ ...none, n: [0], test: { p: null, isExact: true, arrangements: 0 } });
    expect(comparePairs([2])).toEqual({
      ...none,
      n: [1],
      meanDifference: 2,
      test: { p: 1, isExact: true, arrangements: 2 },
    });
    expect(comparePairs([1, NaN, 3, Infinity])).toEqual(comparePairs([1, 3]));
    expect(comparePairs([0, 0, 0])).toMatchObject({ test: { p: 1 }, effectSize: null, interval: { low: 0, high: 0 } });
  });

  it('turn round with the groups: same p, opposite effect', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 9 }), (d) => {
        const negated = d.map((value) => 0 - value);
        expect(signFlipTest(negated)).toEqual(signFlipTest(d));
        // Of whole numbers every sum is exact: count by hand.
        let extreme = 0;
        for (let signs = 0; signs < 2 ** d.length; signs++) {
          const total = d.reduce((partial, value, i) => partial + ((signs >> i) & 1 ? value : -value), 0);
          if (Math.abs(total) >= Math.abs(d.reduce((partial, value) => partial + value, 0))) extreme++;
        }
        expect(signFlipTest(d).p).toBe(extreme / 2 ** d.length);
      }),
      { numRuns: 50 },
    );
  });
});

// All splits counted by NumPy with |difference of means|; SciPy 1.17.1 ttest_ind(b, a, equal_var=False) for the interval.
const SAMPLES = [
  {
    a: [0.0312, 0.0287, 0.0451, 0.0299, 0.0334],
    b: [0.0261, 0.0288, 0.0275, 0.0302],
    count: 15,
    splits: 126,
    difference: -0.00551,
    low: -0.013620671164279022,
    high: 0.00260067116427902,
    d: -1.0718546182726836,
  },
  {
    a: [1, 2, 3],
    b: [4, 5, 6],
    count: 2,
    splits: 20,
    difference: 3,
    low: 0.7330420644724809,
    high: 5.266957935527519,
    d: 3,
  },
  {
    a: [19.8, 20.4, 19.6, 17.8, 18.5, 18.9, 18.3, 18.9, 19.5, 22.0],
    b: [28.2, 26.6, 20.1, 23.3, 25.2, 22.1, 17.7, 27.6],
    count: 118,
    splits: 43_758,
    difference: 4.48,
    low: 1.3226708294489091,
    high: 7.637329170551099,
    d: 1.7034943995295524,
  },
];

describe('two samples', () => {
  it.each(SAMPLES)('$a and $b agree with NumPy and SciPy', ({ a, b, count, splits, difference, low, high, d }) => {
    const found = compareSamples(a, b);
    expect(found.test).toEqual({ p: count / splits, isExact: true, arrangements: splits });
    expect(found.n).toEqual([a.length, b.length]);
    expect(found.meanDifference).toBeCloseTo(difference, 13);
    expect(found.interval?.low).toBeCloseTo(low, 11);
    expect(found.interval?.high).toBeCloseTo(high, 11);
    expect(found.effectSize).toBeCloseTo(d, 12);
    expect(splitTest(b, a).p).toBe(found.test.p);
  });

  it('are sampled where there are too many splits, near the exact value', () => {
    const a = Array.from({ length: 14 }, (_, i) => (i * 7) % 15);
    const b = Array.from({ length: 14 }, (_, i) => ((i * 11) % 16) + 2);
    const found = splitTest(a, b);
    const [p = NaN, again = NaN] = [found.p ?? NaN, splitTest(a, b, { seed: 5 }).p ?? NaN];
    expect(found).toMatchObject({ isExact: false, arrangements: 100_000 });
    // Two samples of the same share: six standard errors of one is more than four of their difference.
    expect(Math.abs(p - again)).toBeLessThan(6 * Math.sqrt((p * (1 - p)) / 100_000));
  });

  it('do not depend on where zero is', () => {
    const [a, b] = [
      [1, 4, 2, 8, 5],
      [7, 9, 3, 10, 11, 6],
    ] as const;
    const shifted = (values: readonly number[]) => values.map((value) => value + 1e6);
    expect(splitTest(shifted(a), shifted(b))).toEqual(splitTest(a, b));
  });

  it('say nothing where a group is empty', () => {
    expect(compareSamples([], [1, 2])).toMatchObject({ n: [0, 2], meanDifference: null, test: { p: null } });
    expect(compareSamples([1], [2])).toMatchObject({
      meanDifference: 1,
      interval: null,
      effectSize: null,
      test: { p: 1 },
    });
    expect(compareSamples([1, 1], [2, 2])).toMatchObject({ interval: { low: 1, high: 1 }, effectSize: null });
  });
});

describe('the bootstrap', () => {
  it('comes close to the quantiles of all 4^4 samples', () => {
    // NumPy over itertools.product([1, 2, 4, 9], repeat=4): 95 % from 1.5 to 7.25. The means are quarters apart.
    const found = bootstrapMean([1, 2, 4, 9]);
    expect(Math.abs((found?.low ?? NaN) - 1.5)).toBeLessThanOrEqual(0.25);
    expect(Math.abs((found?.high ?? NaN) - 7.25)).toBeLessThanOrEqual(0.25);
  });

  it('agrees with a million resamples by SciPy', () => {
    // stats.bootstrap(method='percentile', n_resamples=999999): 0.0095 to 0.0215; means of ten lie 0.0001 apart.
    const found = bootstrapMean([0.012, 0.031, 0.007, 0.022, 0.018, -0.004, 0.027, 0.015, 0.009, 0.02]);
    // The standard error of a 2.5 % quantile of 10,000 draws is about 0.00008 here: five of them.
    expect(Math.abs((found?.low ?? NaN) - 0.0095)).toBeLessThan(0.0004);
    expect(Math.abs((found?.high ?? NaN) - 0.0215)).toBeLessThan(0.0004);
  });

  it('is the same for the same seed, and unknown for one run', () => {
    const d = [1, 2, 4, 9];
    expect(bootstrapMean(d, 0.95, { seed: 3 })).toEqual(bootstrapMean(d, 0.95, { seed: 3 }));
    expect(bootstrapMean([1])).toBeNull();
  });
});
