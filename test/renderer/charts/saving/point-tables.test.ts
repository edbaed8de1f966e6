import { expect, it } from 'vitest';
import type { SequenceStates } from '../../../../core/contract/inside';
import type { Predictions } from '../../../../core/contract/run';
import { distributionsTable, statesTable, weightsTable } from '../../../../renderer/charts/saving/inside-tables';
import { contourTable, importanceTable, predictionsTable } from '../../../../renderer/charts/saving/point-tables';
import { pointsCsv } from '../../../../renderer/report/points-csv';

const PREDICTIONS = {
  labels: ['2001-08', '=cmd'],
  unit: 'ppm',
  target: [1, 2],
  predicted: [0.5, NaN],
  baseline: [1, 1],
  baselineName: 'Persistence',
  total: 10,
} as unknown as Predictions;

it('writes targets with their places in the whole part, and leaves what is not finite empty', () => {
  expect(pointsCsv(predictionsTable(PREDICTIONS))).toBe(
    'Place,Label,Target (ppm),Predicted (ppm),Persistence (ppm),Residual (ppm)\r\n' +
      '9,2001-08,1,0.5,1,0.5\r\n' +
      // A spreadsheet would run it.
      "10,'=cmd,2,,1,\r\n",
  );
});

it('writes classes by their names, which have no residual', () => {
  const classes = { ...PREDICTIONS, labels: null, unit: '', classes: ['cat', 'dog', 'emu'], predicted: [2, 0] };
  expect(predictionsTable(classes)).toEqual({
    headings: ['Place', 'Target', 'Predicted', 'Persistence'],
    rows: [
      [9, 'dog', 'emu', 'dog'],
      [10, 'emu', 'cat', 'dog'],
    ],
  });
});

it('writes the states of every unit at every step', () => {
  const states = {
    hiddenUnits: 2,
    first: 5,
    heldSince: Int32Array.of(4, 6),
    labels: null,
    layers: [{ name: 'in2', states: Float32Array.of(0.5, -0.5, 0.25, 1) }],
    inputs: [{ name: 'level', unit: 'm' }],
    x: Float32Array.of(3, 4),
    output: { name: 'level', unit: 'm' },
    y: Float32Array.of(7, 8),
    t: Float32Array.of(NaN, 9),
    yInUnits: Float64Array.of(70, 80),
    tInUnits: Float64Array.of(NaN, 90),
  } as unknown as SequenceStates;
  expect(pointsCsv(statesTable(states)).split('\r\n')).toEqual([
    'Step,Memory since step,in2[1],in2[2],"Input level, scaled","Output level, scaled","Target level, scaled",Output level (m),Target level (m)',
    '5,4,0.5,-0.5,3,7,,70,',
    '6,6,0.25,1,4,8,9,80,90',
    '',
  ]);
});

it('writes distributions as they were logged, and weights by row and column', () => {
  const rows = Float64Array.of(0, 1, 2, 3);
  expect(distributionsTable({ columns: ['epoch', 'w.q0'], rows, damagedRecords: 0 }).rows).toEqual([
    [0, 1],
    [2, 3],
  ]);
  const none = new Float32Array();
  const matrix = { name: 'w', shape: [1, 2], rows: 1, columns: 2, blockRows: 1, blockColumns: 1 };
  const whole = { ...matrix, mean: Float32Array.of(1, 2), lowest: none, highest: none };
  const blocks = { ...whole, blockColumns: 4, lowest: Float32Array.of(0, 1), highest: Float32Array.of(3, 5) };
  expect(weightsTable([whole, blocks]).rows).toEqual([
    ['w', 1, 1, 1, 1, 1],
    ['w', 1, 2, 2, 2, 2],
    ['w', 1, 1, 1, 0, 3],
    ['w', 1, 5, 2, 1, 5],
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
