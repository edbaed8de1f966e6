import { expect, it } from 'vitest';
import { holmAdjusted } from '../../../core/analysis/holm';

it('multiplies the smallest by how many there are, the next by one less, and never falls', () => {
  // By hand: 4 × 0.01 = 0.04; 3 × 0.02 = 0.06; 2 × 0.03 = 0.06; 1 × 0.04 = 0.04, kept at 0.06. R: p.adjust(c(0.03, 0.01, 0.04, 0.02), "holm").
  expect(holmAdjusted([0.03, 0.01, 0.04, 0.02])).toEqual([0.06, 0.04, 0.06, 0.06]);
});

it('stops at 1, and leaves out what has no p', () => {
  expect(holmAdjusted([0.5, null, 0.75])).toEqual([1, null, 1]);
  expect(holmAdjusted([null, 0.02])).toEqual([null, 0.02]);
  expect(holmAdjusted([])).toEqual([]);
});
