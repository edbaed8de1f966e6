import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentialAverage, movingMean, movingMedian, smooth, type Smoothing } from '../../../core/analysis/smoothing';

const anything = fc.array(fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0)), { maxLength: 60 });
const modest = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6 }), fc.constant(NaN)), { maxLength: 60 });
const windows = fc.integer({ min: 1, max: 80 });

const KINDS: Smoothing[] = [
  { kind: 'none' },
  { kind: 'exponential', weight: 0.9 },
  { kind: 'mean', window: 5 },
  { kind: 'median', window: 5 },
];

/** The finite values within half a window, by looking at each. */
function neighbours(values: readonly number[], index: number, window: number): number[] {
  const half = Math.floor(window / 2);
  return values.filter((value, other) => Number.isFinite(value) && Math.abs(other - index) <= half);
}

function naiveMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [lower = NaN, upper = NaN] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return lower === upper ? lower : lower / 2 + upper / 2;
}

describe.each(KINDS)('smoothing of kind $kind', (smoothing) => {
  it('has values exactly where the curve has', () => {
    fc.assert(
      fc.property(anything, (values) => {
        const smoothed = smooth(values, smoothing);
        expect(smoothed.length).toBe(values.length);
        if (smoothing.kind === 'none') return;
        expect([...smoothed].map(Number.isFinite)).toEqual(values.map(Number.isFinite));
      }),
    );
  });

  it('stays between the lowest and the highest value', () => {
    fc.assert(
      fc.property(modest, (values) => {
        const finite = values.filter(Number.isFinite);
        const [low, high] = [Math.min(...finite), Math.max(...finite)];
        // Rounding, and values so small that halving them takes away their last digits.
        const slack = 1e-14 * Math.max(Math.abs(low), Math.abs(high)) + 1e-300;
        for (const value of smooth(values, smoothing)) {
          if (Number.isNaN(value)) continue;
          expect(value).toBeGreaterThanOrEqual(low - slack);
          expect(value).toBeLessThanOrEqual(high + slack);
        }
      }),
    );
  });

  it('goes on after a gap, and leaves gaps alone', () => {
    const values = [1, NaN, 1, Infinity, 1, -Infinity, 1, 1];
    expect([...smooth(values, smoothing)]).toEqual(smoothing.kind === 'none' ? values : [1, NaN, 1, NaN, 1, NaN, 1, 1]);
  });

  it('copes with nothing, and with gaps alone', () => {
    expect([smooth([], smoothing).length, [...smooth([NaN, NaN], smoothing)]]).toEqual([0, [NaN, NaN]]);
  });
});

describe('the exponential average', () => {
  it('by hand: weight ½ of 4, 2, a gap and 8', () => {
    // 4; (4/4 + 2/2) / (3/4); (4/8 + 2/4 + 8/2) / (7/8)
    expect([...exponentialAverage([4, 2, NaN, 8], 0.5)]).toEqual([4, 2 / 0.75, NaN, 5 / 0.875]);
  });

  it('is the weighted mean that its definition says', () => {
    fc.assert(
      fc.property(modest, fc.double({ min: 0, max: 0.999, noNaN: true }), (values, weight) => {
        const smoothed = exponentialAverage(values, weight);
        const seen: number[] = [];
        for (const [i, value] of values.entries()) {
          if (!Number.isFinite(value)) continue;
          seen.push(value);
          const weights = seen.map((_, k) => weight ** (seen.length - 1 - k));
          const total = weights.reduce((partial, w) => partial + w, 0);
          const expected = seen.reduce((partial, y, k) => partial + (y * (weights[k] ?? NaN)) / total, 0);
          // At most 60 terms of up to a million, each rounded a few times.
          expect(Math.abs((smoothed[i] ?? NaN) - expected)).toBeLessThan(1e-7);
        }
      }),
    );
  });

  it('changes nothing with weight 0, and refuses 1', () => {
    expect([...exponentialAverage([3, -1, 4], 0)]).toEqual([3, -1, 4]);
    expect(() => exponentialAverage([1], 1)).toThrow('from 0 to below 1');
    expect(() => exponentialAverage([1], NaN)).toThrow(RangeError);
  });
});

describe('the moving mean', () => {
  it('by hand: three points, two at the ends, and gaps that do not count', () => {
    expect([...movingMean([1, 2, 6, NaN, 4], 3)]).toEqual([1.5, 3, 4, NaN, 4]);
  });

  it('is the mean of the neighbours, for any window', () => {
    fc.assert(
      fc.property(modest, windows, (values, window) => {
        const smoothed = movingMean(values, window);
        for (const [i, value] of values.entries()) {
          if (!Number.isFinite(value)) continue;
          const near = neighbours(values, i, window);
          const expected = near.reduce((total, y) => total + y, 0) / near.length;
          expect(Math.abs((smoothed[i] ?? NaN) - expected)).toBeLessThan(1e-7);
        }
      }),
    );
  });

  it('forgets a huge value as soon as it has passed', () => {
    const values = [1e300, ...new Array<number>(20).fill(1e-3)];
    expect([...movingMean(values, 5)].slice(3)).toEqual(new Array(18).fill(expect.closeTo(1e-3, 17)));
  });

  it('takes an even window one wider, and one larger than the curve whole', () => {
    const values = [5, 1, 4, 2];
    expect([movingMean(values, 2), movingMean(values, 1e9)]).toEqual([
      movingMean(values, 3),
      Float64Array.of(3, 3, 3, 3),
    ]);
    expect([...movingMean(values, 1)]).toEqual(values);
    expect(() => movingMean(values, 0)).toThrow('at least one point');
  });

  it('does not overflow', () => {
    expect([...movingMean([Number.MAX_VALUE, Number.MAX_VALUE, Number.MAX_VALUE], 3)]).toEqual(
      new Array(3).fill(Number.MAX_VALUE),
    );
  });
});

describe('the moving median', () => {
  it('is the median of the neighbours, for any window', () => {
    fc.assert(
      fc.property(anything, windows, (values, window) => {
        const expected = values.map((value, i) =>
          Number.isFinite(value) ? naiveMedian(neighbours(values, i, window)) : NaN,
        );
        // Adding 0 makes one of the two zeros.
        expect([...movingMedian(values, window)].map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
      }),
    );
  });

  it('shows no trace of one spike', () => {
    expect([...movingMedian([1, 1, 1e9, 1, 1], 3)]).toEqual([1, 1, 1, 1, 1]);
  });
});
