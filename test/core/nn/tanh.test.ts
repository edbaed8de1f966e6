import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tanh } from '../../../core/nn/tanh';

/** Distance in units of the last place of `expected`. */
function ulps(actual: number, expected: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(expected));
  view.setBigInt64(0, view.getBigInt64(0) + 1n);
  return Math.abs(actual - expected) / (view.getFloat64(0) - Math.abs(expected));
}

describe('tanh', () => {
  // mpmath with 40 digits; arguments are the doubles nearest to what is written.
  it.each([
    [1e-9, 1.0000000000000000619e-9],
    [0.0001, 0.000099999999666666672792],
    [0.01, 0.0099996666799994605475],
    [0.1, 0.099667994624955822614],
    [0.17, 0.16838104587081472009],
    [0.3, 0.29131261245159089566],
    [0.5, 0.4621171572600097585],
    [0.55, 0.5005202111902352417],
    [1, 0.76159415595576488812],
    [1.5, 0.90514825364486643824],
    [2.5, 0.98661429815143028888],
    [5, 0.99990920426259513121],
    [10, 0.99999999587769276362],
    [18, 0.9999999999999995361],
    [19.06, 0.99999999999999994432],
  ])('of %f is within 3 ulp of the true value', (x, expected) => {
    expect(ulps(tanh(x), expected)).toBeLessThanOrEqual(3);
  });

  it('stays within 4 ulp of the engine’s own, which is itself within 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 25, noNaN: true }), (x) => ulps(tanh(x), Math.tanh(x)) <= 4),
      { numRuns: 20_000 },
    );
  });

  it('is odd and never decreases', () => {
    const number = fc.double({ noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(tanh(-a)).toBe(-tanh(a));
        expect(tanh(Math.min(a, b))).toBeLessThanOrEqual(tanh(Math.max(a, b)));
      }),
    );
  });

  it('is right at zeros, infinities, NaN and subnormals', () => {
    expect([0, -0, Infinity, -Infinity, NaN, 5e-324].map(tanh)).toEqual([0, -0, 1, -1, NaN, 5e-324]);
  });
});
