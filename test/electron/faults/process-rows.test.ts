import { expect, it } from 'vitest';
import { resumeEquality } from '../../faults/processes/resume-equality';
import { writePoints } from '../../faults/processes/write-points';
import { table } from '../../faults/table';
import { Tally } from '../../faults/tally';

/** A fast sample of the rows of `npm run test:faults` that need no app. */
it.each([
  [resumeEquality.name, resumeEquality, 0.005],
  [writePoints.name, writePoints, 0.04],
])('loses nothing: %s', async (_name, row, share) => {
  const { count, lost } = await row.run({ seed: 1, share, say: () => undefined });
  expect(count).toBeGreaterThan(0);
  expect(lost).toEqual([]);
});

it('counts what is lost beyond what it lists', () => {
  const tally = new Tally();
  for (let number = 0; number < 52; number++) tally.check(number % 2 === 0 && number < 0, () => `number ${number}`);
  const { lost } = tally.result();
  expect([lost.length, lost[0], lost.at(-1)]).toEqual([51, 'number 0', 'and 2 more']);
});

it('prints a table with its figures to the right', () => {
  const line = { row: 'kills', count: 200, lost: 0, seconds: 61.2, notes: 'both kernels' };
  expect(table([line])).toBe('row    count  lost  seconds  notes\nkills    200     0     61.2  both kernels\n');
});
