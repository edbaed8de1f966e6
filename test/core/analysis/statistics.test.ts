import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval, quantile, summarise } from '../../../core/analysis/statistics';

// SciPy 1.17.1 and NumPy 2: stats.t.interval(0.95, n − 1, mean, stats.sem), std(ddof=1), np.quantile (linear, type 7)
const CASES = [
  {
    values: [0.0312, 0.0287, 0.0451, 0.0299, 0.0334],
    mean: 0.03366,
    median: 0.0312,
    deviation: 0.006628197341660854,
    standardError: 0.0029642199648474135,
    low: 0.025430005987869826,
    high: 0.04188999401213018,
    quantiles: [0.0287, 0.02918, 0.0299, 0.0312, 0.04042, 0.0451],
  },
  {
    values: [1, 2, 3, 4],
    mean: 2.5,
    median: 2.5,
    deviation: 1.2909944487358056,
    standardError: 0.6454972243679028,
    low: 0.4457397432394794,
    high: 4.554260256760521,
    quantiles: [1, 1.3, 1.75, 2.5, 3.7, 4],
  },
  {
    values: [-5.5, 12.25, 3, 3, 1000, -0.125, 7],
    mean: 145.66071428571428,
    median: 3,
    deviation: 376.76872267600027,
    standardError: 142.4051917125941,
    low: -202.79223698040494,
    high: 494.1136655518335,
    quantiles: [-5.5, -2.2749999999999995, 1.4375, 3, 407.35000000000036, 1000],
  },
  {
    // The spread is a billionth of the values.
    values: [1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 5],
    mean: 1000000002.75,
    median: 1000000002.5,
    deviation: 1.707825127659933,
    standardError: 0.8539125638299665,
    low: 1000000000.0324692,
    high: 1000000005.4675308,
    quantiles: [1000000001, 1000000001.3, 1000000001.75, 1000000002.5, 1000000004.4, 1000000005],
  },
];

/** Both sides round in a different order, a few units in the last place of the largest value. */
const close = (value: number | null | undefined, expected: number, size: number) => {
  expect(Math.abs((value ?? NaN) - expected)).toBeLessThanOrEqual(1e-14 * size);
};

describe('a summary', () => {
  it.each(CASES)('of $values agrees with SciPy', ({ values, quantiles, ...expected }) => {
    const found = summarise(values);
    const size = Math.max(...values.map(Math.abs));
    expect([found.n, found.missing]).toEqual([values.length, 0]);
    close(found.mean, expected.mean, size);
    close(found.median, expected.median, size);
    close(found.deviation, expected.deviation, size);
    close(found.standardError, expected.standardError, size);
    close(found.interval?.low, expected.low, size);
    close(found.interval?.high, expected.high, size);
    for (const [index, p] of [0, 0.1, 0.25, 0.5, 0.9, 1].entries()) {
      close(quantile(values, p), quantiles[index] ?? NaN, size);
    }
  });

  it('leaves out what was not measured, and says so', () => {
    expect(summarise([NaN, 1, NaN, 3])).toEqual({ ...summarise([1, 3]), missing: 2 });
  });

  it('of one value knows no spread, and of none knows nothing', () => {
    const unknown = { deviation: null, standardError: null, interval: null };
    expect(summarise([7])).toEqual({ n: 1, missing: 0, mean: 7, median: 7, minimum: 7, maximum: 7, ...unknown });
    expect(summarise([NaN])).toEqual({
      n: 0,
      missing: 1,
      mean: null,
      median: null,
      minimum: null,
      maximum: null,
      ...unknown,
    });
  });

  it('of equal values has a spread of exactly 0', () => {
    expect(summarise([0.1, 0.1, 0.1])).toMatchObject({ deviation: 0, standardError: 0 });
  });

  it('keeps a run that diverged to infinity: its median holds, its spread is unknown', () => {
    expect(summarise([1, 2, Infinity])).toMatchObject({ n: 3, mean: Infinity, median: 2, deviation: null });
    expect(summarise([-Infinity, Infinity])).toMatchObject({ mean: null, median: null, interval: null });
    expect(quantile([1, Infinity, Infinity], 0.75)).toBe(Infinity);
  });

  it('holds for the largest and the smallest doubles', () => {
    const big = summarise([Number.MAX_VALUE, Number.MAX_VALUE / 2, Number.MAX_VALUE]);
    expect(big.mean).toBeCloseTo((Number.MAX_VALUE / 6) * 5, -300);
    expect(big.deviation).toBeLessThan(Number.MAX_VALUE);
    expect(summarise([1e-200, 3e-200]).deviation).toBeCloseTo(Math.SQRT2 * 1e-200, 210);
  });

  it('counts the same values the same in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { maxLength: 30 }), (values) => {
        const forwards = summarise(values);
        const backwards = summarise(values.toReversed());
        expect([backwards.n, backwards.median, backwards.minimum, backwards.maximum]).toEqual([
          forwards.n,
          forwards.median,
          forwards.minimum,
          forwards.maximum,
        ]);
      }),
    );
  });

  it('puts mean and quantiles between the extremes', () => {
    const finite = fc.double({ noNaN: true, min: -1e300, max: 1e300 });
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 30 }), fc.double({ min: 0, max: 1 }), (values, p) => {
        const { minimum, maximum, mean } = summarise(values);
        const slack = 1e-15 * Math.max(...values.map(Math.abs));
        expect(mean).toBeGreaterThanOrEqual((minimum ?? NaN) - slack);
        expect(mean).toBeLessThanOrEqual((maximum ?? NaN) + slack);
        if (Number.isNaN(p)) return;
        expect(quantile(values, p)).toBeGreaterThanOrEqual((minimum ?? NaN) - slack);
        expect(quantile(values, p)).toBeLessThanOrEqual((maximum ?? NaN) + slack);
      }),
    );
  });

  it('widens its interval with the confidence', () => {
    const narrow = meanInterval([1, 2, 4], 0.9);
    const wide = meanInterval([1, 2, 4], 0.99);
    expect(wide?.low).toBeLessThan(narrow?.low ?? NaN);
    expect(wide?.high).toBeGreaterThan(narrow?.high ?? NaN);
  });
});
