import { expect, it } from 'vitest';
import { indexed, withChanges, withoutRuns } from '../../../renderer/state/run-index';
import { run } from '../runs';

it('takes in new and changed runs and keeps the order of those it knows', () => {
  const [first, second, third] = [run(), run(), run()];
  const changed = { ...first, loss: 1 };
  const after = withChanges(indexed([first, second]), [{ ...first, loss: 2 }, third, changed]);
  expect(Array.from(after.values())).toEqual([changed, second, third]);
});

it('takes runs out', () => {
  const [first, second] = [run(), run()];
  expect(Array.from(withoutRuns(indexed([first, second]), [first.id, 'unknown']).values())).toEqual([second]);
});
