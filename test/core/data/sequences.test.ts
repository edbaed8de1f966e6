import { describe, expect, it } from 'vitest';
import { PARTS, type Part, type SeriesDataset } from '../../../core/contract/dataset';
import type { Series } from '../../../core/contract/series';
import type { PreparedDataset } from '../../../core/data/dataset';
import { prepareDataset } from '../../../core/data/prepare';
import { previewDataset } from '../../../core/data/preview';
import type { Readout } from '../../../core/data/step-sequences';

/** Ids a, b, c, d of 4, 2, 3 and 5 rows; x runs from 0 to 1.3, y is ten times as much. */
const IDS = [0, 0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3];
const series: Series = {
  columns: [
    { name: 'id', unit: '', values: Float64Array.from(IDS), categories: ['a', 'b', 'c', 'd'] },
    { name: 'x', unit: 'm', values: Float64Array.from(IDS, (_, r) => r / 10) },
    { name: 'y', unit: 's', values: Float64Array.from(IDS, (_, r) => r) },
    { name: 'n', unit: '', values: Float64Array.from(IDS, (id) => 10 * id) },
  ],
  labels: null,
};

const choice: SeriesDataset = {
  kind: 'series',
  source: 'file:x.csv',
  inputs: ['x'],
  target: 'y',
  horizon: 0,
  differencing: false,
  scaling: 'none',
  sequenceColumn: 'id',
  // Nothing of these is asked.
  window: 999,
  stride: 999,
  validationFraction: 0.25,
  testFraction: 0.25,
};

function prepare(changed: Partial<SeriesDataset> = {}, readout: Readout = 'every', of: Series = series) {
  // Without scaling a target may not reach ±1.
  const small = {
    ...of,
    columns: of.columns.map((column) => ({ ...column, values: smaller(column.name, column.values) })),
  };
  return prepareDataset({ ...choice, ...changed }, readout, small);
}

const smaller = (name: string, values: Float64Array) => (name === 'y' ? values.map((value) => value / 100) : values);
const rounded = (values: Iterable<number>) => Array.from(values, (value) => Math.round(value * 1e4) / 1e4);

/** A sequence alone, over `steps` steps. */
function contents(data: PreparedDataset, part: Part, index: number, steps = data.window, outputs = data.targetSteps) {
  const x = new Float32Array(steps * data.inputs).fill(9);
  const t = new Float32Array(outputs * data.outputs).fill(9);
  data.parts[part].copyInto(index, x, t, 0, 1, { from: 0, steps, outputs });
  return { x: rounded(x), t: rounded(t) };
}

describe('sequences told apart by a column', () => {
  it('are whole, in the order of the file, and padded at the end where nothing is asked', () => {
    const data = prepare();
    expect(PARTS.map((part) => data.parts[part].count)).toEqual([2, 1, 1]);
    expect([data.window, data.targetSteps, data.longest]).toEqual([5, 5, { id: 'd', steps: 5 }]);
    expect([0, 1].map((index) => data.parts.training.lengthOf(index))).toEqual([4, 2]);
    expect(contents(data, 'training', 1)).toEqual({ x: [0.4, 0.5, 0, 0, 0], t: [0.04, 0.05, NaN, NaN, NaN] });
    expect(contents(data, 'test', 0)).toEqual({ x: [0.9, 1, 1.1, 1.2, 1.3], t: [0.09, 0.1, 0.11, 0.12, 0.13] });
    expect(data.preparation).toMatchObject({ window: 5, sequenceColumn: 'id' });
  });

  it('are cut into stretches that may reach past their end', () => {
    const x = new Float32Array(3).fill(9);
    const t = new Float32Array(2).fill(9);
    prepare().parts.training.copyInto(0, x, t, 0, 1, { from: 2, steps: 3, outputs: 2 });
    expect([rounded(x), rounded(t)]).toEqual([
      [0.2, 0.3, 0],
      [0.03, NaN],
    ]);
  });

  it('ask at their own last step with readout last', () => {
    const data = prepare({}, 'last');
    expect([data.targetSteps, contents(data, 'training', 1)]).toEqual([
      5,
      { x: [0.4, 0.5, 0, 0, 0], t: [NaN, 0.05, NaN, NaN, NaN] },
    ]);
    expect([data.parts.training.label(1, 1), data.parts.training.targetInUnits(1, 1, 0)]).toEqual(['b', 0.05]);
  });

  it('need no outputs but the last where all are equally long', () => {
    const equal = {
      ...series,
      columns: series.columns.map((column) => ({ ...column, values: column.values.slice() })),
    };
    equal.columns[0]?.values.set([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4]);
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const twelve = {
      ...equal,
      columns: equal.columns.map((column) => ({
        ...column,
        values: column.values.slice(0, 12),
        ...(column.name === 'id' && { categories: ids }),
      })),
    };
    const data = prepare({}, 'last', twelve);
    expect([data.window, data.targetSteps, contents(data, 'training', 1)]).toEqual([
      3,
      1,
      { x: [0.3, 0.4, 0.5], t: [0.05] },
    ]);
  });

  it('have targets within themselves: the last rows are targets only', () => {
    const data = prepare({ horizon: 1 });
    expect(contents(data, 'training', 0)).toEqual({ x: [0, 0.1, 0.2, 0], t: [0.01, 0.02, 0.03, NaN] });
    expect(contents(data, 'training', 1)).toEqual({ x: [0.4, 0, 0, 0], t: [0.05, NaN, NaN, NaN] });
    expect([data.baseline, data.parts.training.baselineInUnits(0, 2, 0)]).toEqual(['persistence', 0.02]);
    const last = prepare({ horizon: 1 }, 'last');
    expect(contents(last, 'training', 0)).toEqual({ x: [0, 0.1, 0.2, 0], t: [NaN, NaN, 0.03, NaN] });
  });

  it('have changes within themselves: the first row is what the second changed from', () => {
    const halves = {
      ...series,
      columns: series.columns.map((column) => ({ ...column, values: column.values.slice() })),
    };
    // Changes of 1, 2, 3 … hundredths of y, from row to row.
    halves.columns[2]?.values.forEach((_, r, all) => (all[r] = (r * (r + 1)) / 2));
    const data = prepare({ horizon: 1, differencing: true, sequenceColumn: 'n', validationFraction: 0.25 }, 'every', {
      ...halves,
      columns: halves.columns.map((column) => ({
        ...column,
        values: Float64Array.from([...column.values.subarray(0, 4), ...column.values.subarray(6)]),
      })),
    });
    expect(PARTS.map((part) => [data.parts[part].count, data.parts[part].lengthOf(0)])).toEqual([
      [1, 2],
      [1, 1],
      [1, 3],
    ]);
    expect(contents(data, 'training', 0)).toEqual({ x: [0.1, 0.1, 0], t: [0.02, 0.03, NaN] });
  });

  it('have no change from one of them to the next, which would stretch the scaling', () => {
    const rows = Array.from({ length: 12 }, (_, r) => r);
    const columns = [
      { name: 'id', unit: '', values: Float64Array.from(rows, (r) => Math.floor(r / 3)) },
      {
        name: 'x',
        unit: '',
        values: Float64Array.from(rows, (r) => 100 * Math.floor(r / 3) + ([0, 1, 3][r % 3] ?? 0)),
      },
      { name: 'y', unit: '', values: Float64Array.from(rows, (r) => r * r) },
    ];
    const over = { horizon: 1, differencing: true, scaling: 'range' } as const;
    const data = prepareDataset({ ...choice, ...over }, 'every', { columns, labels: null });
    // Within sequences x changes by 1 and by 2.
    expect(data.preparation.inputs[0]).toMatchObject({ offset: 1.5, factor: 1.6 });
  });

  it('are called by their ids, with the step where there are several', () => {
    const { test } = prepare().parts;
    expect([test.label(0, 2), test.stepLabel(0, 2)]).toEqual(['d, step 3', null]);
    const numbered = prepare({ sequenceColumn: 'n' }, 'last').parts.test;
    expect(numbered.label(0, 4)).toBe('30');
  });

  it('may lack targets at some steps, where there is then nothing to learn', () => {
    const gaps = { ...series, columns: series.columns.map((column) => ({ ...column, values: column.values.slice() })) };
    gaps.columns[2]?.values.fill(NaN, 0, 2);
    expect(contents(prepare({}, 'every', gaps), 'training', 0).t).toEqual([NaN, NaN, 0.02, 0.03, NaN]);
  });

  it('fit their scaling to the training part alone', () => {
    const data = prepareDataset({ ...choice, scaling: 'standard' }, 'every', series);
    // y of a and b is 0 … 5: mean 2.5, variance 35/12. Of a target three deviations come to 0.8.
    const [target] = data.preparation.outputs;
    expect([target?.offset, target?.factor]).toEqual([2.5, expect.closeTo(0.8 / 3 / Math.sqrt(35 / 12), 12)]);
    const [input] = data.preparation.inputs;
    expect([input?.offset, input?.factor]).toEqual([
      expect.closeTo(0.25, 12),
      expect.closeTo(1 / Math.sqrt(35 / 1200), 12),
    ]);
    // With horizon 0 there is nothing to persist.
    expect([data.baseline, data.parts.test.baselineInUnits(0, 0, 0)]).toEqual(['training mean', 2.5]);
  });

  it('take the mean of the targets that are asked for, not of all rows', () => {
    // The last rows of a and b: 3 and 5.
    const data = prepareDataset({ ...choice, scaling: 'range' }, 'last', series);
    expect(data.parts.test.baselineInUnits(0, 4, 0)).toBe(4);
  });
});

describe('sequences that cannot be used say which and why', () => {
  const changed = (name: string, at: number, value: number): Series => ({
    ...series,
    columns: series.columns.map((column) =>
      column.name === name ? { ...column, values: column.values.map((old, r) => (r === at ? value : old)) } : column,
    ),
  });

  it.each<[string, Series, Partial<SeriesDataset>, Readout, string]>([
    [
      'an id that comes back',
      changed('id', 9, 0),
      {},
      'every',
      'Sequence "a" of column "id" begins in row 1 and comes back in row 10, after another one.',
    ],
    ['a row without an id', changed('id', 5, NaN), {}, 'every', 'Row 6 has no value in the sequence column "id".'],
    [
      'one that is too short',
      series,
      { horizon: 2 },
      'every',
      'Sequence "b" has 2 rows, and with horizon 2 it needs 3.',
    ],
    [
      'one that is too short for changes',
      series,
      { horizon: 1, differencing: true },
      'every',
      'Sequence "b" has 2 rows, and with horizon 1 and differencing it needs 3.',
    ],
    ['a step without an input', changed('x', 7, NaN), {}, 'every', 'Sequence "c" lacks an input in row 8.'],
    [
      'no target at the end',
      changed('y', 8, NaN),
      {},
      'last',
      'Sequence "c" has no target: its last row, 9, has no value.',
    ],
    [
      'an id column that is not there',
      series,
      { sequenceColumn: 'who' },
      'every',
      'There is no column "who" in this data.',
    ],
    [
      'texts as an input',
      series,
      { inputs: ['id'], sequenceColumn: 'n' },
      'every',
      'The input column "id" holds texts',
    ],
    [
      'a part without one',
      series,
      { testFraction: 0.1 },
      'every',
      'The test part has no sequence: its share of 4 sequences rounds to none. Use more data, or raise the test fraction.',
    ],
  ])('%s', (_what, of, over, readout, message) => {
    expect(() => prepare(over, readout, of)).toThrow(message);
  });

  it('a target that outputs cannot reach without scaling', () => {
    expect(() => prepareDataset(choice, 'every', series)).toThrow(
      'The target "y" has values from 0 to 13 and is not scaled (scaling none), but what the network says lies between -1 and 1. ' +
        'Choose scaling range or standard.',
    );
  });
});

it('a preview tells the sequences, their lengths and where the parts begin', () => {
  const preview = previewDataset({ ...choice, scaling: 'range' }, 'every', series);
  expect(preview).toMatchObject({
    sequences: { training: 2, validation: 1, test: 1 },
    boundaries: { validation: 6, test: 9 },
    lengths: { shortest: 2, longest: 5, longestId: 'd' },
    outputs: 1,
    baseline: { name: 'training mean' },
  });
  // Against the mean 2.5 of the training targets: 6, 7 and 8.
  expect(preview.baseline.validationRmse).toBeCloseTo(Math.sqrt((3.5 ** 2 + 4.5 ** 2 + 5.5 ** 2) / 3), 12);
  const random = previewDataset({ ...choice, scaling: 'range', split: 'random', splitSeed: 5 }, 'last', series);
  expect([random.boundaries, new Set(random.plot.parts)]).toEqual([{ validation: 14, test: 14 }, new Set([0, 1, 2])]);
});
