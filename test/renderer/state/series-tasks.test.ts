import { describe, expect, it } from 'vitest';
import { DatasetChoice, type SeriesDataset } from '../../../core/contract/dataset';
import {
  SERIES_TASKS,
  choosable,
  readoutOf,
  taskOf,
  taskWords,
  tasksFor,
  withSequenceColumn,
  withTask,
  type SeriesColumns,
} from '../../../renderer/state/series-tasks';

const column = (name: string, texts?: number) => ({ name, unit: '', missing: 0, ...(texts && { texts }) });
const COLUMNS = [column('id', 50), column('a'), column('b'), column('c'), column('kind', 3)];
const SUGGESTED: SeriesDataset = {
  kind: 'series',
  source: 'co2',
  inputs: ['a', 'b', 'c'],
  target: 'a',
  horizon: 4,
  differencing: true,
  window: 24,
  stride: 1,
  validationFraction: 0.15,
  testFraction: 0.15,
};
const turned = (dataset: SeriesDataset, task: (typeof SERIES_TASKS)[number]['value']) =>
  withTask(dataset, task, COLUMNS, SUGGESTED);

describe('the task of a series', () => {
  it('is told by what the settings say', () => {
    expect(taskOf(SUGGESTED, 'every')).toBe('forecast');
    expect(taskOf({ ...SUGGESTED, horizon: 0 }, 'last')).toBe('sequence-to-one');
    expect(taskOf({ ...SUGGESTED, horizon: 0 }, 'every')).toBe('sequence-to-sequence');
    expect(taskOf({ ...SUGGESTED, horizon: 2, targetKind: 'class' }, 'every')).toBe('classify');
  });

  it('is the one that was chosen, from whichever other, and nothing of the choice conflicts', () => {
    const others = { otherTargets: ['b'], sequenceColumn: 'id', scaling: 'standard' as const };
    for (const start of [SUGGESTED, { ...SUGGESTED, ...others }, { ...SUGGESTED, split: 'random' as const }]) {
      for (const { value: before } of SERIES_TASKS) {
        for (const { value: task } of SERIES_TASKS) {
          const dataset = turned(turned(start, before), task);
          expect(taskOf(dataset, readoutOf(task) ?? 'last')).toBe(task);
          expect(DatasetChoice.safeParse(dataset)).toMatchObject({ success: true, data: dataset });
        }
      }
    }
  });

  it('takes a target of the same row out of the inputs, and puts it back to forecast', () => {
    const same = turned(SUGGESTED, 'sequence-to-one');
    expect(same).toEqual({ ...SUGGESTED, inputs: ['b', 'c'], horizon: 0, differencing: false });
    expect(turned(same, 'forecast')).toEqual(SUGGESTED);
  });

  it('takes the texts with the fewest kinds for classes, and a number for a value again', () => {
    const classes = turned(SUGGESTED, 'classify');
    expect(classes).toMatchObject({ target: 'kind', targetKind: 'class', horizon: 0, inputs: ['a', 'b', 'c'] });
    expect(turned(classes, 'forecast')).toEqual(SUGGESTED);
    expect(Object.keys(turned(classes, 'sequence-to-one'))).not.toContain('targetKind');
  });
});

describe('a sequence column', () => {
  it('is neither input nor target, and leaves no split in time', () => {
    const grouped = withSequenceColumn({ ...SUGGESTED, otherTargets: ['b'] }, 'b', COLUMNS, SUGGESTED);
    expect(grouped).toEqual({ ...SUGGESTED, inputs: ['a', 'c'], sequenceColumn: 'b' });
    expect(withSequenceColumn(SUGGESTED, 'a', COLUMNS, SUGGESTED)).toMatchObject({ target: 'b', inputs: ['b', 'c'] });
    expect(withSequenceColumn(turned(SUGGESTED, 'classify'), 'kind', COLUMNS, SUGGESTED)).toMatchObject({
      target: 'id',
      sequenceColumn: 'kind',
    });
    const back = withSequenceColumn({ ...grouped, split: 'sequence' }, null, COLUMNS, SUGGESTED);
    expect(Object.keys(back)).not.toEqual(expect.arrayContaining(['sequenceColumn']));
    expect(back.split).toBe(undefined);
  });

  it('keeps a random split and its seed', () => {
    const random = { ...SUGGESTED, split: 'random' as const, splitSeed: 5 };
    expect(withSequenceColumn(random, 'id', COLUMNS, SUGGESTED)).toMatchObject({ split: 'random', splitSeed: 5 });
  });
});

it('offers no column that could only be refused', () => {
  const names = (dataset: SeriesDataset) =>
    Object.fromEntries(
      Object.entries(choosable(dataset, COLUMNS)).map(([what, list]) => [what, list.map(({ name }) => name)]),
    );
  expect(names({ ...SUGGESTED, sequenceColumn: 'id' })).toEqual({
    inputs: ['a', 'b', 'c'],
    targets: ['a', 'b', 'c'],
    classes: ['kind', 'a', 'b', 'c'],
  });
  expect(names({ ...SUGGESTED, horizon: 0, otherTargets: ['c'] })['inputs']).toEqual(['b']);
});

it('offers no task that the columns leave nothing to learn for', () => {
  const offered = (columns: SeriesColumns) => tasksFor(columns, 'forecast').map(({ value }) => value);
  expect(offered([column('a')])).toEqual(['forecast']);
  expect(offered([column('a'), column('kind', 3)])).toEqual(['forecast', 'classify']);
  expect(offered([column('a'), column('b')])).toEqual(SERIES_TASKS.map(({ value }) => value));
});

it('is put in words: what is told from what', () => {
  expect(taskWords({ ...SUGGESTED, otherTargets: ['b'] }, 'last')).toBe('Forecast: a, b from a, b, c');
  expect(taskWords(turned(SUGGESTED, 'classify'), 'last')).toBe('Classify sequences: kind from a, b, c');
});
