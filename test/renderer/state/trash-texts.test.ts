import { describe, expect, it } from 'vitest';
import { daysLeft, removalQuestion } from '../../../renderer/state/trash-texts';
import { run } from '../runs';

const DAY = 86_400_000;

it.each([
  [30 * DAY, '30 days'],
  [30 * DAY - 1, '30 days'],
  [29 * DAY, '29 days'],
  [DAY, '1 day'],
  [DAY - 1, 'less than a day'],
  [0, 'less than a day'],
  // Its time is over; it goes at the next look.
  [-DAY, 'less than a day'],
])('with %i ms left says %s', (left, text) => {
  expect(daysLeft({ removedAt: 5 + left }, 5)).toBe(text);
});

describe('the question before runs are deleted for ever', () => {
  const entry = (name: string) => {
    const summary = run({}, { name });
    return { id: summary.id, run: summary, problem: null, deletedAt: 0, removedAt: 1 };
  };

  it('names the run, or counts the runs, and says what is freed', () => {
    expect(removalQuestion([entry('CO₂')], 12_345).title).toBe('Delete “CO₂” for ever?');
    const { title, text } = removalQuestion([entry('a'), entry('b')], 12_345);
    expect(title).toBe('Delete 2 runs for ever?');
    expect(text).toMatch(/^This frees 12\.3 kB on the disk\. /);
  });

  it('names no figure where none is known, and a run that cannot be read by its id', () => {
    const unreadable = { ...entry('a'), run: null, problem: 'the file is empty' };
    const { title, text } = removalQuestion([unreadable], null);
    expect([title, text.split('.')[0]]).toEqual([
      `Delete “${unreadable.id}” for ever?`,
      'This frees its space on the disk',
    ]);
  });
});
