import { expect, it } from 'vitest';
import { distributionsTable } from '../../../../renderer/charts/saving/distributions-table';
import {
  confusionTable,
  contourTable,
  importanceTable,
  sweepProgressTable,
} from '../../../../renderer/charts/saving/point-tables';
import { pointsCsv } from '../../../../renderer/report/points-csv';

it('writes distributions as they were logged', () => {
  const rows = Float64Array.of(0, 1, 2, 3);
  expect(distributionsTable({ columns: ['epoch', 'w.q0'], rows, damagedRecords: 0 }).rows).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

it('writes a contour’s places of runs before its cells', () => {
  const axis = (label: string, values: number[]) =>
    ({ field: 'period', label, unit: '', scale: 'linear', values }) as const;
  const contour = {
    x: axis('P', [1, 2]),
    y: axis('Period', [4]),
    values: Float64Array.of(0.1, 0.2),
    isInside: Uint8Array.of(1, 0),
    points: [{ x: 1, y: 4, value: 0.1, runs: 3 }],
    notes: [],
  };
  expect(contourTable(contour, 'Loss').rows).toEqual([
    ['runs', 1, 4, 0.1, 3],
    ['interpolated', 1, 4, 0.1, 0],
    ['extrapolated', 2, 4, 0.2, 0],
  ]);
});

it('leaves a correlation that there is none of empty', () => {
  const field = {
    field: 'period',
    label: 'Period',
    share: 0.5,
    deviation: 0.1,
    pearson: null,
    spearman: null,
  } as const;
  expect(pointsCsv(importanceTable([field])).split('\r\n')[1]).toBe('Period,0.5,0.1,');
});

it('writes a confusion matrix cell by cell, without a share where a class never came', () => {
  const confusion = [
    [3, 1],
    [0, 0],
  ];
  expect(pointsCsv(confusionTable(['cat', '=dog'], confusion)).split('\r\n')).toEqual([
    'True class,Network says,Targets,Share of the true class',
    'cat,cat,3,0.75',
    "cat,'=dog,1,0.25",
    "'=dog,cat,0,",
    "'=dog,'=dog,0,",
    '',
  ]);
});

it('writes how a sweep stands, those of which there are none too', () => {
  const counts = { done: 3, training: 1, paused: 0, queued: 4, stopped: 0, failed: 0, cancelled: 0, deleted: 0 };
  const { rows } = sweepProgressTable(counts);
  expect(rows).toHaveLength(8);
  expect(rows.slice(0, 2)).toEqual([
    ['done', 3, 3 / 8],
    ['training', 1, 1 / 8],
  ]);
});
