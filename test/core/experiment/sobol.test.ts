import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrambledSobolPoint, sobolWord } from '../../../core/experiment/sobol';
import { Rng } from '../../../core/random/rng';

describe('Sobol’ points', () => {
  // scipy.stats.qmc.Sobol(10, scramble=False).random(16) of SciPy 1.17.1, times 32.
  const SCIPY = [
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [16, 16, 16, 16, 16, 16, 16, 16, 16, 16],
    [24, 8, 8, 8, 24, 24, 8, 24, 24, 24],
    [8, 24, 24, 24, 8, 8, 24, 8, 8, 8],
    [12, 12, 20, 28, 12, 4, 12, 28, 28, 20],
    [28, 28, 4, 12, 28, 20, 28, 12, 12, 4],
    [20, 4, 28, 20, 20, 28, 4, 4, 4, 12],
    [4, 20, 12, 4, 4, 12, 20, 20, 20, 28],
    [6, 10, 30, 14, 18, 10, 14, 30, 30, 10],
    [22, 26, 14, 30, 2, 26, 30, 14, 14, 26],
    [30, 2, 22, 6, 10, 18, 6, 6, 6, 18],
    [14, 18, 6, 22, 26, 2, 22, 22, 22, 2],
    [10, 6, 10, 18, 30, 14, 2, 2, 2, 30],
    [26, 22, 26, 2, 14, 30, 18, 18, 18, 14],
    [18, 14, 2, 26, 6, 22, 10, 26, 26, 6],
    [2, 30, 18, 10, 22, 6, 26, 10, 10, 22],
  ];

  const point = (index: number, dimensions: number, scale: number): number[] =>
    Array.from({ length: dimensions }, (_, d) => Math.floor((sobolWord(index, d) / 2 ** 32) * scale));

  it('are those of SciPy in ten dimensions', () => {
    expect(SCIPY.map((_, index) => point(index, 10, 32))).toEqual(SCIPY);
    // Far along, where every direction number has a part.
    expect(point(777, 10, 1024)).toEqual([709, 959, 167, 281, 651, 365, 195, 781, 357, 331]);
    expect(point(1000, 10, 1024)).toEqual([225, 99, 531, 693, 287, 929, 47, 921, 513, 71]);
  });

  it('have one in each 2^m-th of every axis among the first 2^m, scrambled by any keys', () => {
    const keys = fc.array(fc.nat({ max: 2 ** 32 - 1 }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(keys, fc.integer({ min: 0, max: 8 }), (words, m) => {
        const points = Array.from({ length: 2 ** m }, (_, index) => scrambledSobolPoint(index, words));
        for (let d = 0; d < 10; d++) {
          const cells = points.map((each) => Math.floor((each[d] ?? NaN) * 2 ** m));
          expect(new Set(cells).size).toBe(2 ** m);
          expect(Math.max(...cells)).toBeLessThan(2 ** m);
        }
      }),
    );
  });

  it('are other points for other keys', () => {
    expect(scrambledSobolPoint(0, [1, 2])).not.toEqual(scrambledSobolPoint(0, [3, 4]));
    expect(scrambledSobolPoint(5, [1])).not.toEqual(scrambledSobolPoint(5, [2]));
  });

  it('fill a square, a cube and ten dimensions more evenly than random points', () => {
    const rng = Rng.fromSeed(3, 'data');
    for (const dimensions of [2, 3, 10]) {
      for (const count of [16, 50, 200]) {
        const mean = (make: () => number[][]): number => {
          const values = Array.from({ length: 10 }, () => centredDiscrepancy(make()));
          return values.reduce((sum, value) => sum + value, 0) / values.length;
        };
        const random = mean(() =>
          Array.from({ length: count }, () => Array.from({ length: dimensions }, () => rng.uniform())),
        );
        const sobol = mean(() => {
          const keys = Array.from({ length: dimensions }, () => rng.uint32());
          return Array.from({ length: count }, (_, index) => scrambledSobolPoint(index, keys));
        });
        expect(sobol).toBeLessThan(random);
      }
    }
  });

  it('measures discrepancy as SciPy does', () => {
    // scipy.stats.qmc.discrepancy([[.1,.2],[.5,.9],[.7,.3]], method='CD') is the square of ours.
    const points = [
      [0.1, 0.2],
      [0.5, 0.9],
      [0.7, 0.3],
    ];
    expect(centredDiscrepancy(points) ** 2).toBeCloseTo(0.053166666666666584, 12);
  });

  it('says that there are no more than ten dimensions', () => {
    expect(() => sobolWord(0, 10)).toThrow('10 dimensions');
  });
});

/** Hickernell (1998), equation 5.1c: an L2 discrepancy that has a closed form. */
function centredDiscrepancy(points: readonly number[][]): number {
  const n = points.length;
  const product = (factors: number[]): number => factors.reduce((all, factor) => all * factor, 1);
  const dimensions = points[0]?.length ?? 0;
  let single = 0;
  let pairs = 0;
  for (const x of points) {
    single += product(x.map((v) => 1 + Math.abs(v - 0.5) / 2 - (v - 0.5) ** 2 / 2));
    for (const y of points) {
      pairs += product(
        x.map((v, d) => {
          const w = y[d] ?? NaN;
          return 1 + Math.abs(v - 0.5) / 2 + Math.abs(w - 0.5) / 2 - Math.abs(v - w) / 2;
        }),
      );
    }
  }
  return Math.sqrt((13 / 12) ** dimensions - (2 / n) * single + pairs / n ** 2);
}
