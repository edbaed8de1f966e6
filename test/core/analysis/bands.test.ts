import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bands, type BandOptions, type Curve } from '../../../core/analysis/bands';

const byDeviation: BandOptions = { centre: 'mean', spread: { kind: 'deviation' } };

describe('bands', () => {
  it('have the centre and the spread of the runs measured at each x, by hand', () => {
    const found = bands(
      [
        { x: [0, 1, 2], y: [1, 4, 9] },
        { x: [0, 1], y: [3, 4] },
      ],
      byDeviation,
    );
    // Of 1 and 3: mean 2, deviation √2.
    expect(found).toEqual({
      x: Float64Array.of(0, 1, 2),
      n: Uint32Array.of(2, 2, 1),
      interpolated: new Uint32Array(3),
      centre: Float64Array.of(2, 4, 9),
      low: Float64Array.of(2 - Math.SQRT2, 4, NaN),
      high: Float64Array.of(2 + Math.SQRT2, 4, NaN),
    });
  });

  it('never make up what was not measured, unless asked: then between neighbours only', () => {
    const curves: Curve[] = [
      { x: [0, 2, 4, 5], y: [0, 20, NaN, 50] },
      { x: [1, 3, 4.5, 6], y: [1, 1, 1, 1] },
    ];
    const measured = bands(curves, byDeviation);
    expect([...measured.x]).toEqual([0, 1, 2, 3, 4.5, 5, 6]);
    expect([...measured.n]).toEqual([1, 1, 1, 1, 1, 1, 1]);
    const filled = bands(curves, { ...byDeviation, interpolate: true });
    // At 3 and 4.5 the first curve has a gap on one side; 0 and 6 lie outside of one curve.
    expect([...filled.n]).toEqual([1, 2, 2, 1, 1, 2, 1]);
    expect([...filled.interpolated]).toEqual([0, 1, 1, 0, 0, 1, 0]);
    expect(filled.centre[1]).toBe((10 + 1) / 2);
  });

  it('take the later value where an x comes twice, in whatever order x comes', () => {
    const resumed = { x: [0, 1, 2, 1, 2], y: [5, 6, 7, 60, 70] };
    expect([...bands([resumed], byDeviation).centre]).toEqual([5, 60, 70]);
  });

  it('know medians, quantiles, ranges, errors and intervals', () => {
    const curves = [1, 2, 3, 4].map((y) => ({ x: [0], y: [y] }));
    const of = (options: BandOptions) => {
      const { centre, low, high } = bands(curves, options);
      return [centre[0], low[0], high[0]];
    };
    expect(of({ centre: 'median', spread: { kind: 'quantiles', low: 0.25, high: 0.75 } })).toEqual([2.5, 1.75, 3.25]);
    expect(of({ centre: 'median', spread: { kind: 'range' } })).toEqual([2.5, 1, 4]);
    // SciPy 1.17.1: stats.sem and stats.t.interval of [1, 2, 3, 4]
    const [, low = NaN, high = NaN] = of({ centre: 'mean', spread: { kind: 'standard-error' } });
    expect(low).toBeCloseTo(2.5 - 0.6454972243679028, 14);
    expect(high).toBeCloseTo(2.5 + 0.6454972243679028, 14);
    const [, from = NaN, to = NaN] = of({ centre: 'mean', spread: { kind: 'interval', confidence: 0.95 } });
    expect(from).toBeCloseTo(0.4457397432394794, 13);
    expect(to).toBeCloseTo(4.554260256760521, 13);
  });

  it('are empty for no curves and for curves without values', () => {
    expect([bands([], byDeviation).x.length, bands([{ x: [1, NaN], y: [NaN, 2] }], byDeviation).x.length]).toEqual([
      0, 0,
    ]);
  });

  it('count every measured value once, and never more runs than there are', () => {
    const curve = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.double({ noDefaultInfinity: true })), { maxLength: 20 })
      .map((points) => ({ x: points.map(([x]) => x), y: points.map(([, y]) => y) }));
    fc.assert(
      fc.property(fc.array(curve, { maxLength: 6 }), (curves) => {
        const found = bands(curves, byDeviation);
        const expected = curves.reduce((total, { x, y }) => {
          const last = new Map(x.map((at, index) => [at, y[index] ?? NaN]));
          return total + [...last.values()].filter((value) => !Number.isNaN(value)).length;
        }, 0);
        expect(found.n.reduce((total, n) => total + n, 0)).toBe(expected);
        expect(found.n.every((n) => n <= curves.length)).toBe(true);
        expect([...found.x]).toEqual([...found.x].toSorted((a, b) => a - b));
      }),
    );
  });

  it('do not depend on the order of the runs where they draw quantiles', () => {
    const y = fc.array(fc.double(), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(y, { maxLength: 5 }), (rows) => {
        const options: BandOptions = { centre: 'median', spread: { kind: 'range' } };
        const curves = rows.map((row) => ({ x: [0, 1, 2], y: row }));
        expect(bands(curves.toReversed(), options)).toEqual(bands(curves, options));
      }),
    );
  });
});
