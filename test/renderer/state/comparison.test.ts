import { expect, it } from 'vitest';
import { columnGroups, comparison } from '../../../renderer/state/comparison';
import { configuration, results, run } from '../runs';

const columnOf = (runs: Parameters<typeof comparison>[0], key: string) =>
  comparison(runs).find((column) => column.key === key);

it('marks the lowest error and the highest skill', () => {
  const runs = [run({ results: results(2, 0.5) }), run({ results: results(1, 0.8) }), run({ loss: 0.1 })];
  expect(columnOf(runs, 'test.rmse.final')).toMatchObject({ values: [2, 1, null], best: new Set([1]) });
  expect(columnOf(runs, 'test.skill.best')).toMatchObject({ values: [0.5, 0.8, null], best: new Set([1]) });
});

it('shows the live loss of a run that has no results yet', () => {
  expect(columnOf([run({ loss: 0.1 })], 'loss')?.values).toEqual([0.1]);
});

it('marks nothing where all values are alike, alone, or of different data', () => {
  const other = configuration().dataset;
  const weather = { ...other, source: 'seattle-weather' } as typeof other;
  for (const runs of [
    [run({ results: results(1, 1) }), run({ results: results(1, 1) })],
    [run({ results: results(1, 1) })],
    [run({ results: results(1, 1) }), run({ results: results(2, 0) }, { dataset: weather })],
  ]) {
    expect(columnOf(runs, 'test.rmse.final')?.best).toEqual(new Set());
  }
});

it('leaves out columns that nobody has a value for, and never shows what is not finite', () => {
  const columns = comparison([run({ loss: NaN, results: { ...results(Infinity, 0.5), loss: null } })]);
  expect(columns.map(({ key }) => key)).not.toEqual(expect.arrayContaining(['test.accuracy.final']));
  expect(columns.map(({ key }) => key)).not.toEqual(expect.arrayContaining(['test.rmse.final']));
});

it('puts the shared unit into the headings', () => {
  const groups = columnGroups(comparison([run({ results: results(1, 0.5) })]), 'ppm');
  expect(groups.slice(0, 4)).toEqual([
    { heading: 'Training loss', span: 1, isDivided: true },
    { heading: 'Validation RMSE (ppm)', span: 2, isDivided: true },
    { heading: 'Test RMSE (ppm)', span: 2, isDivided: true },
    { heading: 'Test skill', span: 2, isDivided: true },
  ]);
});

it('calls no number of parameters the best', () => {
  const runs = [run({ results: results(1, 0.5) }), run({ results: { ...results(2, 0.1), parameters: 9 } })];
  expect(columnOf(runs, 'parameters')).toMatchObject({ values: [50, 9], best: new Set() });
});
