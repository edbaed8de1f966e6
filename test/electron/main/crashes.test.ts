import { expect, it } from 'vitest';
import { Crashes } from '../../../electron/main/crashes';

it('lets a run start again three times in five minutes, each run by itself', () => {
  let minutes = 0;
  const crashes = new Crashes(() => minutes * 60_000);
  expect([1, 2, 3, 4].map(() => crashes.mayStartAgain('a'))).toEqual([true, true, true, false]);
  expect(crashes.mayStartAgain('b')).toBe(true);
  minutes = 4.9;
  expect(crashes.mayStartAgain('a')).toBe(false);
  minutes = 5;
  expect([1, 2, 3, 4].map(() => crashes.mayStartAgain('a'))).toEqual([true, true, true, false]);
});
