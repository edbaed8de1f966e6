import { expect, it } from 'vitest';
import { steadyRange, united, withRoom } from '../../../../renderer/charts/curves/ranges';

it('keeps a live axis while the curves fit, looks ahead when they do not, and lets go of what is far too wide', () => {
  const first = steadyRange(null, { low: 0, high: 100 }, 'linear', 'high');
  expect(first.low).toBe(0);
  expect(first.high).toBeGreaterThan(100);
  expect(steadyRange(first, { low: 0, high: first.high - 1 }, 'linear', 'high')).toBe(first);
  expect(steadyRange(first, { low: 0, high: first.high + 1 }, 'linear', 'high').high).toBeGreaterThan(first.high + 1);
  expect(steadyRange(first, { low: 0, high: 10 }, 'linear', 'high')).not.toBe(first);
});

it('gives an axis to nothing, and room around a single value', () => {
  expect(united([null], 'linear')).toEqual({ low: 0, high: 1 });
  expect(united([{ low: 4, high: 4 }], 'logarithmic')).toEqual({ low: 2, high: 8 });
});

it('leaves the same share of a logarithmic axis free at both ends', () => {
  const { low, high } = withRoom({ low: 1, high: 100 }, 'logarithmic');
  // 4 % of two decades.
  expect(low).toBeCloseTo(10 ** -0.08, 12);
  expect(high).toBeCloseTo(10 ** 2.08, 10);
});
