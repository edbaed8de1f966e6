import { expect, it } from 'vitest';
import { memoryBlocks, stepsShown } from '../../../renderer/components/model-steps';

it('holds the initial state until the alarm first rings', () => {
  expect(memoryBlocks(7, 3)).toEqual([
    { from: 1, to: 2, isUpdate: false },
    { from: 3, to: 5, isUpdate: true },
    { from: 6, to: 7, isUpdate: true },
  ]);
});

it('updates at every step with period 1', () => {
  expect(memoryBlocks(2, 1)).toEqual([
    { from: 1, to: 1, isUpdate: true },
    { from: 2, to: 2, isUpdate: true },
  ]);
});

it('shows a sequence in which the alarm never rings', () => {
  expect(memoryBlocks(4, 9)).toEqual([{ from: 1, to: 4, isUpdate: false }]);
});

it.each([
  [24, 2, 8],
  [24, 6, 13],
  [1000, 500, 24],
  [3, 2, 3],
  [NaN, 2, 1],
])('of a window of %d steps with period %d it shows %d', (window, period, steps) => {
  expect(stepsShown(window, period)).toBe(steps);
});
