import { expect, it } from 'vitest';
import { RunGrouping, groupCell, type RunGroup } from '../../../renderer/state/run-groups';
import { ALL_BUT_SEED, tableColumn, type TableColumn } from '../../../renderer/state/table-columns';
import { run } from '../runs';

function column(id: string): TableColumn {
  const found = tableColumn(id);
  if (!found) throw new Error(`There is no column ${id}`);
  return found;
}

const runs = [
  run({ loss: 1 }, { seed: 1, period: 2 }),
  run({ loss: 10 }, { seed: 1, model: 'elman' }),
  run({ loss: 3 }, { seed: 2, period: 2 }),
  run({ loss: 5 }, { seed: 1, period: 4 }),
  run({ loss: null }, { seed: 3, period: 2 }),
];
const outline = (groups: readonly RunGroup[]) => groups.map(({ label, members }) => [label, members.length]);
const allButSeed = () => new RunGrouping().group(runs, ALL_BUT_SEED, { id: 'created', desc: true });

it('puts runs together that differ in their seed alone, and names what sets the groups apart', () => {
  expect(outline(allButSeed())).toEqual([
    ['Model AlarmworkNet · Period 2', 3],
    ['Model Elman · Period –', 1],
    ['Model AlarmworkNet · Period 4', 1],
  ]);
});

it('orders groups by the mean of a measured column, and by their first run for any other', () => {
  const grouping = new RunGrouping();
  const by = (id: string, desc: boolean) =>
    grouping.group(runs, ['model', 'period'], { id, desc }).map(({ members }) => members[0]?.loss);
  expect([by('loss', false), by('loss', true), by('name', false)]).toEqual([
    [1, 5, 10],
    [10, 5, 1],
    [1, 10, 5],
  ]);
});

it('gives mean and sample deviation of what was measured, and says of how many runs', () => {
  const [first] = allButSeed();
  // 1 and 3: mean 2, deviation √2 (over n − 1); the third run has no loss.
  expect(first && groupCell(first, column('loss'))).toEqual({
    text: '2.000 ± 1.414 (n 2)',
    title: `Mean 2, standard deviation ${Math.SQRT2}, n = 2 of 3 runs: the others have no such value`,
  });
  expect(first && groupCell(first, column('testRmse')).text).toBe('–');
});

it('shows what a group shares, and how many values it has where it shares none', () => {
  const [first] = allButSeed();
  expect(['model', 'period', 'seed'].map((id) => first && groupCell(first, column(id)).text)).toEqual([
    'AlarmworkNet',
    '2',
    '3 values',
  ]);
});

it('has no spread for a single run', () => {
  const single = allButSeed()[2];
  expect(single && groupCell(single, column('loss')).text).toBe('5.000');
});

it('keeps a group’s key when others come and go', () => {
  const grouping = new RunGrouping();
  const before = grouping.group(runs, ALL_BUT_SEED, undefined);
  const after = grouping.group([run({}, { hiddenUnits: 99 }), ...runs.slice(1)], ALL_BUT_SEED, undefined);
  const keys = new Set(before.map(({ key }) => key));
  expect(after.filter(({ key }) => keys.has(key))).toHaveLength(3);
});
