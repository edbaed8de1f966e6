import { describe, expect, it } from 'vitest';
import type { SeriesDataset } from '../../../core/contract/dataset';
import type { Series } from '../../../core/contract/series';
import { previewDataset } from '../../../core/data/preview';

/** Six sequences of 4, 2, 7, 3, 5 and 9 rows; every other one is of class "saw", the others "flat". */
const LENGTHS = [4, 2, 7, 3, 5, 9];
const SERIES: Series = {
  columns: [
    { name: 'x', unit: '', values: Float64Array.from({ length: 30 }, (_, r) => Math.sin(r)) },
    {
      name: 'id',
      unit: '',
      values: Float64Array.from(LENGTHS.flatMap((rows, id) => Array(rows).fill(id) as number[])),
    },
    {
      name: 'kind',
      unit: '',
      values: Float64Array.from(LENGTHS.flatMap((rows, id) => Array(rows).fill(id % 2) as number[])),
      categories: ['saw', 'flat'],
    },
  ],
  labels: null,
};
const BY_SEQUENCE: SeriesDataset = {
  kind: 'series',
  source: `imported:${'0'.repeat(64)}`,
  inputs: ['x'],
  target: 'kind',
  targetKind: 'class',
  horizon: 0,
  differencing: false,
  sequenceColumn: 'id',
  window: 1,
  stride: 1,
  validationFraction: 0.17,
  testFraction: 0.17,
};

describe('a preview of sequences', () => {
  it('says how many there are and how long: shortest, middle and longest', () => {
    const { sequences, lengths } = previewDataset(BY_SEQUENCE, 'last', SERIES);
    expect(sequences).toEqual({ training: 4, validation: 1, test: 1 });
    // Between 4 and 5, the two in the middle.
    expect(lengths).toEqual({ shortest: 2, median: 4.5, longest: 9, longestId: '5' });
  });

  it('counts the classes of sequences, or of their steps where each has a target', () => {
    expect(previewDataset(BY_SEQUENCE, 'last', SERIES).classes).toEqual([
      { name: 'flat', training: 2, validation: 0, test: 1 },
      { name: 'saw', training: 2, validation: 1, test: 0 },
    ]);
    expect(previewDataset(BY_SEQUENCE, 'every', SERIES).classes).toEqual([
      { name: 'flat', training: 2 + 3, validation: 0, test: 9 },
      { name: 'saw', training: 4 + 7, validation: 5, test: 0 },
    ]);
  });

  it('counts the classes of windows as often as windows meet them', () => {
    const windows = { ...BY_SEQUENCE, window: 3, validationFraction: 0.3 };
    delete windows.sequenceColumn;
    const { classes } = previewDataset(windows, 'every', SERIES);
    // 16 rows of training are 14 windows of 3 steps; row r stands in as many as reach it.
    const inWindows = Array.from({ length: 14 }, (_, start) => [start, start + 1, start + 2]).flat();
    const flat = inWindows.filter((r) => SERIES.columns[2]?.values[r] === 1).length;
    expect(classes?.map(({ name, training }) => [name, training])).toEqual([
      ['flat', flat],
      ['saw', inWindows.length - flat],
    ]);
  });

  it('tells the part of each point where sequences are drawn at random', () => {
    const { plot, boundaries } = previewDataset({ ...BY_SEQUENCE, split: 'random', splitSeed: 3 }, 'last', SERIES);
    expect(boundaries).toEqual({ validation: 30, test: 30 });
    const partOfSequence = LENGTHS.map((_, id) => {
      const parts = new Set(plot.parts?.filter((_part, i) => SERIES.columns[1]?.values[plot.rows[i] ?? -1] === id));
      expect(parts.size).toBe(1);
      return [...parts][0] ?? -1;
    });
    expect(partOfSequence.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 1, 2]);
  });
});
