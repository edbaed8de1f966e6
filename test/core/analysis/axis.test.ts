import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placePoints, shareOfAxis, sharedRange } from '../../../core/analysis/axis';
import { linearTicks, logarithmicTicks } from '../../../core/analysis/ticks';

describe('placing points', () => {
  it('puts in the strip what a logarithmic axis cannot show, by what it is', () => {
    const y = [1, 0, -0, -3, NaN, Infinity, -Infinity, 2, 5];
    const x = [1, 2, 3, 4, 5, 6, 7, 8, NaN];
    const found = placePoints(x, y, { x: 'linear', y: 'logarithmic' });
    expect(found).toEqual({
      drawable: Uint32Array.of(0, 7),
      strip: {
        zero: Uint32Array.of(1, 2),
        negative: Uint32Array.of(3),
        notANumber: Uint32Array.of(4),
        infinity: Uint32Array.of(5),
        negativeInfinity: Uint32Array.of(6),
      },
      withoutX: 1,
    });
  });

  it('shows zero and below on a linear axis, and has no place for step 0 on a logarithmic one', () => {
    const found = placePoints([0, 1, 2], [0, -1, NaN], { x: 'logarithmic', y: 'linear' });
    expect([[...found.drawable], [...found.strip.notANumber], found.withoutX]).toEqual([[1], [2], 1]);
  });

  it('loses no point', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double(), fc.double())), (points) => {
        const [x, y] = [points.map(([a]) => a), points.map(([, b]) => b)];
        const { drawable, strip, withoutX } = placePoints(x, y, { x: 'logarithmic', y: 'logarithmic' });
        const inStrip = Object.values(strip).reduce((total, indices) => total + indices.length, 0);
        expect(drawable.length + inStrip + withoutX).toBe(points.length);
      }),
    );
  });
});

describe('a shared range', () => {
  it('spans the drawable values of all curves', () => {
    const curves = [[3, NaN, -1], [Infinity, 7], [0]];
    expect([sharedRange(curves, 'linear'), sharedRange(curves, 'logarithmic')]).toEqual([
      { low: -1, high: 7 },
      { low: 3, high: 7 },
    ]);
  });

  it('gives a single value room, and says nothing about none', () => {
    expect([
      sharedRange([[4]], 'linear'),
      sharedRange([[0]], 'linear'),
      sharedRange([[4]], 'logarithmic'),
      sharedRange([[Number.MAX_VALUE]], 'logarithmic')?.high,
      sharedRange([[0, -1, NaN]], 'logarithmic'),
    ]).toEqual([{ low: 2, high: 6 }, { low: -1, high: 1 }, { low: 2, high: 8 }, Number.MAX_VALUE, null]);
  });
});

it('places values along an axis', () => {
  expect([
    shareOfAxis(5, { low: 0, high: 10 }, 'linear'),
    shareOfAxis(10, { low: 1, high: 100 }, 'logarithmic'),
    shareOfAxis(0, { low: 1, high: 100 }, 'logarithmic'),
    shareOfAxis(0, { low: -Number.MAX_VALUE, high: Number.MAX_VALUE }, 'linear'),
  ]).toEqual([0.5, expect.closeTo(0.5, 15), NaN, 0.5]);
});

describe('ticks', () => {
  it.each([
    [0, 10, 8, [0, 2, 4, 6, 8, 10]],
    [0.13, 0.42, 8, [0.15, 0.2, 0.25, 0.3, 0.35, 0.4]],
    [-1, 1, 5, [-1, -0.5, 0, 0.5, 1]],
    [1e9, 1e9 + 3, 4, [1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3]],
    [2.2e-8, 3.1e-8, 3, [2.5e-8, 3e-8]],
  ])('from %d to %d with room for %i', (low, high, most, ticks) => {
    expect(linearTicks({ low, high }, most)).toEqual(ticks);
  });

  it.each([
    // Within a decade as on a linear axis; few decades with 2 and 5; more with powers; many with some of them.
    [0.021, 0.034, 8, [0.022, 0.024, 0.026, 0.028, 0.03, 0.032, 0.034]],
    [0.01, 1, 8, [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]],
    [0.01, 10, 8, [0.01, 0.03, 0.1, 0.3, 1, 3, 10]],
    [1e-5, 1, 8, [1e-5, 1e-4, 1e-3, 0.01, 0.1, 1]],
    [1e-12, 1e3, 8, [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1, 100]],
    [1e-300, 1e300, 5, [1e-200, 1, 1e200]],
  ])('on a logarithmic axis from %d to %d with room for %i', (low, high, most, ticks) => {
    expect(logarithmicTicks({ low, high }, most).labelled).toEqual(ticks);
  });

  it('stand between labels at whole multiples of powers', () => {
    expect(logarithmicTicks({ low: 1, high: 100 }, 3)).toEqual({
      labelled: [1, 10, 100],
      unlabelled: [2, 3, 4, 5, 6, 7, 8, 9, 20, 30, 40, 50, 60, 70, 80, 90],
    });
  });

  it('lie within the range, ascend, and have room, for any range', () => {
    const positive = fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true });
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 1, max: 20 }), (a, b, most) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const { labelled, unlabelled } = logarithmicTicks({ low, high }, most);
        for (const ticks of [labelled, unlabelled, linearTicks({ low, high }, most)]) {
          expect(ticks.every((tick) => tick >= low && tick <= high)).toBe(true);
          expect(ticks).toEqual([...new Set(ticks)].toSorted((x, y) => x - y));
        }
        expect(linearTicks({ low, high }, most).length).toBeLessThanOrEqual(most);
        expect(labelled.length).toBeLessThanOrEqual(most);
        if (high / low >= 10) expect(labelled.length).toBeGreaterThan(0);
      }),
    );
  });

  it('come to an end where the range is as small as numbers get', () => {
    expect(linearTicks({ low: 0, high: Number.MIN_VALUE }, 8)).toEqual([0, Number.MIN_VALUE]);
    expect(linearTicks({ low: 1, high: 1 + Number.EPSILON }, 20)).toEqual([1, 1 + Number.EPSILON]);
  });

  it('are none on an axis that is none', () => {
    expect([
      linearTicks({ low: 1, high: 1 }),
      linearTicks({ low: NaN, high: 1 }),
      linearTicks({ low: -Infinity, high: 1 }),
      logarithmicTicks({ low: 0, high: 1 }).labelled,
      logarithmicTicks({ low: 1, high: Infinity }).labelled,
    ]).toEqual([[], [], [], [], []]);
  });
});
