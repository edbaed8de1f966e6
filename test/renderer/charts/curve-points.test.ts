import { describe, expect, it } from 'vitest';
import { curvePoints, decimate, shownPoints, standAlone, type Point } from '../../../renderer/charts/curve-points';

describe('curvePoints', () => {
  it('makes a gap of what is not finite', () => {
    const { points, leftOut } = curvePoints([0, 1, 2, 3], [NaN, 0.5, Infinity, -1], false);
    expect(points).toEqual([
      { x: 0, y: NaN },
      { x: 1, y: 0.5 },
      { x: 2, y: NaN },
      { x: 3, y: -1 },
    ]);
    expect(leftOut).toBe(0);
  });

  it('leaves out and counts what a logarithmic axis cannot show', () => {
    const { points, leftOut } = curvePoints([0, 1, 2], [0, -2, 3], true);
    expect(points.map(({ y }) => y)).toEqual([NaN, NaN, 3]);
    expect(leftOut).toBe(2);
  });
});

it('has every point, of which a screen gets fewer', () => {
  const xs = Array.from({ length: 5000 }, (_, x) => x);
  const { points } = curvePoints(xs, xs.map(Math.sin), false);
  expect(points).toHaveLength(5000);
  expect(shownPoints(points).length).toBeLessThan(2000);
});

describe('decimate', () => {
  const wave = (count: number): Point[] => Array.from({ length: count }, (_, x) => ({ x, y: Math.sin(x / 50) }));

  it('leaves short curves alone', () => {
    const points = wave(20);
    expect(decimate(points, 10)).toBe(points);
  });

  it('keeps a spike, both ends and the order, in a bounded number of points', () => {
    const points = wave(100_000);
    points[54_321] = { x: 54_321, y: 99 };
    const kept = decimate(points, 100);
    expect(kept.length).toBeLessThanOrEqual(202);
    expect(kept[0]).toEqual(points[0]);
    expect(kept.at(-1)).toEqual(points.at(-1));
    expect(kept).toContainEqual({ x: 54_321, y: 99 });
    expect(kept.every((point, i) => i === 0 || point.x > (kept[i - 1]?.x ?? Infinity))).toBe(true);
  });

  it('keeps gaps that fill a stretch', () => {
    const points = wave(1000).map((point) => (point.x > 300 && point.x < 700 ? { ...point, y: NaN } : point));
    expect(decimate(points, 50).filter(({ y }) => Number.isNaN(y)).length).toBeGreaterThan(10);
  });

  it('leaves what stands alone between gaps alone', () => {
    const points = wave(10_000).map((point) => (point.x % 4 === 1 ? point : { ...point, y: NaN }));
    const kept = decimate(points, 100);
    const values = kept.filter(({ y }) => !Number.isNaN(y));
    // The lowest and the highest of each bucket.
    expect(values).toHaveLength(200);
    expect(standAlone(kept).filter((isAlone) => isAlone)).toHaveLength(200);
  });
});

describe('standAlone', () => {
  it('finds what no line leads to, at the ends too', () => {
    const points = [1, NaN, 2, 3, NaN, 4, NaN, NaN, 5].map((y, x) => ({ x, y }));
    expect(standAlone(points)).toEqual([true, false, false, false, false, true, false, false, true]);
  });
});
