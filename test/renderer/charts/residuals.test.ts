import { expect, it } from 'vitest';
import { histogramOf, residualsOf } from '../../../renderer/charts/residuals';

it('are target minus prediction, with their mean, deviation, largest and correlation', () => {
  // Residuals 1, −1, 1, −1, 2: mean 0.4, squares 0.36 + 1.96 + 0.36 + 1.96 + 2.56 = 7.2.
  const residuals = residualsOf([2, 1, 2, 1, 4], [1, 2, 1, 2, 2]);
  expect(residuals.values).toEqual([1, -1, 1, -1, 2]);
  expect(residuals.mean).toBeCloseTo(0.4, 12);
  expect(residuals.deviation).toBeCloseTo(Math.sqrt(7.2 / 4), 12);
  expect(residuals.largest).toBe(2);
  // Products of neighbours: 3 × 0.6 · (−1.4), and (−1.4) · 1.6.
  expect(residuals.correlation).toBeCloseTo((-2.52 - 2.24) / 7.2, 12);
});

it('leave out what is not finite', () => {
  expect(residualsOf([1, NaN, 3], [0, 0, 0])).toMatchObject({ mean: 2, largest: 3 });
});

it('have a histogram with zero in the middle of a bin', () => {
  const histogram = histogramOf(residualsOf([-2, 0, 0.4, 1, 2], [0, 0, 0, 0, 0]), 5);
  expect(histogram).toEqual({ low: -2.5, high: 2.5, counts: [1, 0, 2, 1, 1] });
  expect(histogramOf(residualsOf([1], [1]), 5).counts).toEqual([0, 0, 1, 0, 0]);
});
