import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shortestDecimal } from '../../../core/formats/shortest-decimal';

it.each([
  [0.1, '0.1'],
  [1 / 3, '0.33333334'],
  [16777216, '16777216'],
  [-0, '-0'],
  [0, '0'],
  [3.4028234663852886e38, '3.4028235e+38'],
  [1.401298464324817e-45, '1e-45'],
  [1.1754943508222875e-38, '1.1754944e-38'],
])('writes the float32 of %d as %s', (value, text) => {
  expect(shortestDecimal(Math.fround(value))).toBe(text);
});

it('gives every finite float32 back to the bit', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Math.fround(Number(shortestDecimal(value)))).toBe(value);
    }),
    { numRuns: 2000 },
  );
});
