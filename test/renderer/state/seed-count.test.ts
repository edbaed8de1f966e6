import { expect, it } from 'vitest';
import { seedCountError } from '../../../renderer/state/seed-count';

const LARGEST = 4_294_967_295;

it.each([
  [1, 1],
  [0, 100],
  [LARGEST, 1],
  [LARGEST - 99, 100],
])('takes seed %d with %d runs', (seed, count) => {
  expect(seedCountError(seed, count)).toBeNull();
});

it.each([NaN, 0, 101, 1.5])('refuses to launch %s runs', (count) => {
  expect(seedCountError(1, count)).toBe('Number of seeds must be a whole number from 1 to 100');
});

it('refuses seeds past the largest one, and says how many there are left', () => {
  expect(seedCountError(LARGEST - 1, 3)).toBe('At most 2 from this seed on: the largest is 4294967295');
});

it('leaves a seed that is wrong itself to its own field', () => {
  expect([NaN, -1, LARGEST + 1].map((seed) => seedCountError(seed, 2))).toEqual([null, null, null]);
});
