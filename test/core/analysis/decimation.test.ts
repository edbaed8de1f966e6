import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scale } from '../../../core/analysis/axis';
import { countPoints, extremeIndices } from '../../../core/analysis/decimation';
import { largestTriangleIndices } from '../../../core/analysis/largest-triangle';

const from0 = (n: number) => Float64Array.from({ length: n }, (_, index) => index);
const view = (low: number, high: number, scale: Scale = 'linear') => ({ range: { low, high }, scale });
const values = fc.array(fc.oneof({ weight: 6, arbitrary: fc.double({ min: -1e9, max: 1e9 }) }, fc.constant(NaN)), {
  minLength: 2,
  maxLength: 300,
});

describe.each([
  ['extremes', extremeIndices],
  ['largest triangles', largestTriangleIndices],
])('%s', (_name, decimate) => {
  it('are some of the points, ascending, the first and the last among them', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 2, max: 40 }), (y, size) => {
        const indices = decimate(from0(y.length), y, size, view(0, y.length - 1));
        const known = y.flatMap((value, index) => (Number.isFinite(value) ? [index] : []));
        const points = [...indices].filter((index) => Number.isFinite(y[index]));
        expect([points[0], points.at(-1)]).toEqual([known[0], known.at(-1)]);
        expect([...indices]).toEqual([...new Set(indices)].toSorted((a, b) => a - b));
        expect(countPoints(y, indices)).toBe(points.length);
      }),
    );
  });

  it('mark the gaps', () => {
    const y = [1, 2, NaN, NaN, NaN, 3, 4];
    expect([...decimate(from0(7), y, 7, view(0, 6))]).toEqual([0, 1, 2, 5, 6]);
    expect([...decimate(from0(3), [NaN, Infinity, -Infinity], 5, view(0, 2))]).toEqual([0]);
  });

  it('keep one point on either side of what is shown, for the lines that leave the picture', () => {
    const y = from0(101);
    const indices = [...decimate(from0(101), y, 4, view(50, 60))];
    expect([indices[0], indices.at(-1)]).toEqual([49, 61]);
    expect(indices.length).toBeGreaterThan(3);
  });

  it('leave out what has no place on a logarithmic axis', () => {
    expect([...decimate([0, 1, 10, NaN, 100], [5, 6, 7, 8, 9], 100, view(1, 100, 'logarithmic'))]).toEqual([1, 2, 4]);
  });

  it('have nothing to say about no points', () => {
    expect(decimate([], [], 10, view(0, 1)).length).toBe(0);
  });
});

describe('extremes', () => {
  it('by hand: first, lowest, highest and last of two columns', () => {
    const y = [5, 1, 9, 6, 7, 2, 2, 8, 3, 4];
    expect([...extremeIndices(from0(10), y, 2, view(0, 10))]).toEqual([0, 1, 2, 4, 5, 7, 9]);
  });

  it('survive in every column, and at most seven indices a column are kept', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 40 }), (y, buckets) => {
        const high = y.length;
        const indices = extremeIndices(from0(y.length), y, buckets, view(0, high));
        expect(indices.length).toBeLessThanOrEqual(7 * buckets);
        const kept = new Set(Array.from(indices, (index) => y[index]));
        for (let bucket = 0; bucket < buckets; bucket++) {
          const inside = y.filter(
            (value, index) => Number.isFinite(value) && Math.floor((index / high) * buckets) === bucket,
          );
          if (inside.length === 0) continue;
          expect(kept.has(Math.min(...inside))).toBe(true);
          expect(kept.has(Math.max(...inside))).toBe(true);
        }
      }),
    );
  });

  it('never join two points that a gap of a column or more parts', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 40 }), (y, buckets) => {
        const width = y.length / buckets;
        const indices = extremeIndices(from0(y.length), y, buckets, view(0, y.length));
        for (const [position, index] of indices.entries()) {
          const next = indices[position + 1] ?? index;
          if (!Number.isFinite(y[index]) || !Number.isFinite(y[next])) continue;
          const between = y.slice(index + 1, next);
          const longest = between.reduce((run, value) => (Number.isNaN(value) ? run + 1 : 0), 0);
          if (between.every(Number.isNaN)) expect(longest).toBeLessThan(Math.max(1, width));
        }
      }),
    );
  });

  it('keep all extremes of a curve whose x turns back', () => {
    const x = [0, 1, 2, 3, 1, 2, 3, 4];
    const y = [0, 9, 1, 1, -9, 1, 1, 0];
    expect([...extremeIndices(x, y, 1, view(0, 4))]).toEqual([0, 1, 4, 7]);
  });

  it('share the columns by the logarithm where x is logarithmic', () => {
    const x = [2, 3, 4, 5, 6, 20, 30, 40, 50, 60, 200, 300, 400, 500, 600];
    const y = [5, 1, 5, 9, 5, 5, 1, 5, 9, 5, 5, 1, 5, 9, 5];
    // One column a decade: the middle of each is neither first nor last, neither lowest nor highest.
    expect([...extremeIndices(x, y, 3, view(1, 1000, 'logarithmic'))]).toEqual([
      0, 1, 3, 4, 5, 6, 8, 9, 10, 11, 13, 14,
    ]);
  });
});

describe('largest triangles', () => {
  // A plain NumPy version of the thesis's algorithm (cross products and argmax) chose these.
  it.each([
    [100, 12, (i: number) => ((i * 37) % 101) / 10 + (i * i) / 500, [0, 2, 11, 27, 33, 49, 52, 60, 71, 79, 98, 99]],
  ])('of %i points are the %i that NumPy chooses', (n, points, f, expected) => {
    const x = from0(n);
    expect([...largestTriangleIndices(x, x.map(f), points, view(0, n - 1))]).toEqual(expected);
  });

  it('are measured as the axis shows them', () => {
    const x = Float64Array.from({ length: 60 }, (_, index) => index + 1);
    const y = x.map((i) => ((i * 37) % 101) / 10 + i ** 3 / 7000);
    expect([...largestTriangleIndices(x, y, 10, view(1, 60))]).toEqual([0, 7, 10, 15, 24, 34, 40, 45, 51, 59]);
    expect([...largestTriangleIndices(x, y, 10, view(1, 60, 'logarithmic'))]).toEqual([
      0, 7, 10, 15, 24, 32, 37, 46, 57, 59,
    ]);
  });

  it('are as many as asked for where there is no gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.integer({ min: 2, max: 300 }), (n, points) => {
        const y = from0(n).map((i) => Math.sin(i));
        expect(largestTriangleIndices(from0(n), y, points, view(0, n - 1)).length).toBe(Math.min(n, points));
      }),
    );
  });
});
