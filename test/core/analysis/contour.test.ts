import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contourOf, type ContourRun } from '../../../core/analysis/contour';
import { convexHull, isInHull, type Point } from '../../../core/analysis/convex-hull';
import { DEFAULT_HYPERPARAMETERS, type Hyperparameters } from '../../../core/contract/hyperparameters';

const run = (value: number, over: Partial<Hyperparameters>): ContourRun => ({
  hyperparameters: { ...DEFAULT_HYPERPARAMETERS, ...over },
  value,
});

describe('the convex hull', () => {
  const square: Point[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];

  it('is the corners, counter-clockwise', () => {
    expect(convexHull([[0.5, 0.5], ...square.toReversed(), [0.5, 0], [1, 1]])).toEqual(square);
  });

  it('has no inside where all points are on a line', () => {
    const line = convexHull([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(line).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect(isInHull(line, [1, 1])).toBe(false);
    expect(convexHull([[3, 4]])).toEqual([[3, 4]]);
  });

  it('holds every point, and any mixture of points', () => {
    const point = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 20 }), fc.nat(), fc.nat(), (points, i, j) => {
        const hull = convexHull(points);
        if (hull.length < 3) return;
        const [a = [0, 0], b = [0, 0]] = [points[i % points.length], points[j % points.length]];
        for (const each of points) expect(isInHull(hull, each)).toBe(true);
        expect(isInHull(hull, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2])).toBe(true);
        expect(isInHull(hull, [31, a[1]])).toBe(false);
      }),
    );
  });
});

describe('a contour', () => {
  const triangle = [
    run(1, { learningRate: 0.001, hiddenUnits: 10 }),
    run(2, { learningRate: 0.1, hiddenUnits: 10 }),
    run(6, { learningRate: 0.001, hiddenUnits: 20 }),
  ];

  it('passes through the runs, on axes of their ranges', () => {
    const contour = contourOf(triangle, 'learningRate', 'hiddenUnits', 3);
    expect(contour?.x).toMatchObject({ label: 'Learning rate', scale: 'logarithmic' });
    // There and back through a logarithm.
    expect(contour?.x.values).toEqual([0.001, 0.01, 0.1].map((each) => expect.closeTo(each, 12) as number));
    expect(contour?.y.values).toEqual([10, 15, 20]);
    const corner = contour?.values ?? [];
    expect([corner[0], corner[2], corner[6]]).toEqual([1, 2, 6]);
  });

  it('weighs by the inverse square of the distance in between (by hand)', () => {
    const contour = contourOf(triangle, 'learningRate', 'hiddenUnits', 3);
    // At (½, 0): distances ½, ½ and √1.25, weights 4, 4 and 0.8.
    expect(contour?.values[1]).toBeCloseTo((4 * 1 + 4 * 2 + 0.8 * 6) / 8.8, 12);
  });

  it('marks what is beyond the runs', () => {
    const contour = contourOf(triangle, 'learningRate', 'hiddenUnits', 3);
    // The far corner of the square, and the cells beside it beyond the diagonal.
    expect([...(contour?.isInside ?? [])]).toEqual([1, 1, 1, 1, 1, 0, 1, 0, 0]);
  });

  it('averages runs at one place, and says what else varies', () => {
    const twice = [...triangle, run(3, { learningRate: 0.001, hiddenUnits: 10, batchSize: 64 })];
    const contour = contourOf(twice, 'learningRate', 'hiddenUnits', 3);
    expect(contour?.points[0]).toEqual({ x: 0.001, y: 10, value: 2, runs: 2 });
    expect(contour?.values[0]).toBe(2);
    expect(contour?.notes).toEqual(['Averaged over what else varies: Batch size (B).']);
  });

  it('leaves out runs that diverged, and says so', () => {
    const contour = contourOf([...triangle, run(NaN, { learningRate: 9 })], 'learningRate', 'hiddenUnits', 3);
    expect(contour?.x.values.at(-1)).toBeCloseTo(0.1, 12);
    expect(contour?.notes).toEqual(['1 run without a finite value left out.']);
  });

  it('knows nothing beside a line', () => {
    const line = [1, 2, 3].map((k) => run(k, { hiddenUnits: k, period: k }));
    const contour = contourOf(line, 'hiddenUnits', 'period', 3);
    expect(contour?.isInside.some((each) => each === 1)).toBe(false);
    expect(contour?.notes).toEqual(['All runs lie on one line: what is beside it is not known.']);
  });

  it('is not there for what does not vary or is no number', () => {
    expect(contourOf(triangle, 'learningRate', 'period')).toBeNull();
    expect(contourOf([...triangle, run(1, { model: 'elman' })], 'learningRate', 'model')).toBeNull();
    expect(contourOf([], 'learningRate', 'period')).toBeNull();
  });

  it('never leaves the range of the values', () => {
    const point = fc.tuple(
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: -50, max: 50 }),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 12 }), (points) => {
        const contour = contourOf(
          points.map(([hiddenUnits, period, value]) => run(value, { hiddenUnits, period })),
          'hiddenUnits',
          'period',
          7,
        );
        if (contour === null) return;
        const values = points.map(([, , value]) => value);
        for (const value of contour.values) {
          // Rounding of a weighted mean.
          expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
          expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        }
      }),
    );
  });
});
