import { expect, it } from 'vitest';
import { MOST_TAGS, addTag, marksBefore, removeTag, tagCounts } from '../../../renderer/state/run-marks';
import { run } from '../runs';

const [first, second, third] = [run({ tags: ['a'] }), run({ tags: [] }), run({ tags: ['a'] })];

it('adds a tag with one request for all runs that end up with the same tags', () => {
  expect(addTag([first, second, third], 'b')).toEqual([
    { ids: [first.id, third.id], change: { tags: ['a', 'b'] } },
    { ids: [second.id], change: { tags: ['b'] } },
  ]);
});

it('leaves runs alone that have the tag, or have no room for it', () => {
  const full = run({ tags: Array.from({ length: MOST_TAGS }, (_, i) => `t${i}`) });
  expect(addTag([first, full], 'a')).toEqual([]);
});

it('takes a tag off the runs that have it', () => {
  expect(removeTag([first, second], 'a')).toEqual([{ ids: [first.id], change: { tags: [] } }]);
});

it('knows the way back from a change', () => {
  const marked = run({ tags: ['x'], notes: 'old', colour: 3 });
  const markings = [{ ids: [marked.id, first.id], change: { notes: 'new', colour: 5 } }];
  expect(marksBefore([marked, first, second], markings)).toEqual([
    { ids: [marked.id], change: { notes: 'old', colour: 3 } },
    { ids: [first.id], change: { notes: '', colour: first.colour } },
  ]);
});

it('counts tags, the most used first', () => {
  expect(tagCounts([first, third, run({ tags: ['z', 'b'] })])).toEqual([
    { tag: 'a', count: 2 },
    { tag: 'b', count: 1 },
    { tag: 'z', count: 1 },
  ]);
});
