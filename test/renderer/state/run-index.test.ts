import { expect, it } from 'vitest';
import { RunIndex } from '../../../renderer/state/run-index';
import { run } from '../runs';

it('takes in new and changed runs and keeps the order of those it knows', () => {
  const [first, second, third] = [run(), run(), run()];
  const index = new RunIndex();
  index.put([first, second]);
  const changed = { ...first, loss: 1 };
  index.put([{ ...first, loss: 2 }, third, changed]);
  expect(index.all()).toEqual([changed, second, third]);
});

it('takes runs out', () => {
  const [first, second] = [run(), run()];
  const index = new RunIndex();
  index.put([first, second]);
  index.remove([first.id, 'unknown']);
  expect([index.all(), index.find(first.id), index.size]).toEqual([[second], undefined, 1]);
});

it('says what changed after a version, and that it does not know where that is too long ago', () => {
  const runs = Array.from({ length: 50 }, () => run());
  const index = new RunIndex();
  index.put(runs);
  const { version } = index;
  index.put(runs.slice(0, 2));
  index.remove([runs[1]?.id ?? '', runs[7]?.id ?? '']);
  const ids = [runs[0], runs[1], runs[7]].map((each) => each?.id);
  expect([...(index.changedSince(version) ?? [])]).toEqual(ids);
  expect(index.changedSince(index.version)?.size).toBe(0);
  for (let round = 0; round < 60; round++) index.put(runs);
  expect(index.changedSince(version)).toBe(null);
  expect(index.changedSince(index.version - 1)?.size).toBe(50);
});
