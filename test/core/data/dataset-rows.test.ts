import { expect, it } from 'vitest';
import { PARTS, type DatasetChoice } from '../../../core/contract/dataset';
import type { Series } from '../../../core/contract/series';
import { datasetRows } from '../../../core/data/dataset-rows';
import { previewDataset } from '../../../core/data/preview';
import { SMALL_CO2 } from '../../support/configurations';
import { NOISE_BLOCKS, NOISE_CHOICE, noiseOfLengths } from '../../support/sequence-data';

/** What the plot shows, as rows of the table. */
function plotted(choice: DatasetChoice, series: Series | null) {
  const { plot, boundaries } = previewDataset(choice, 'last', series);
  const partOf = (row: number) => (row < boundaries.validation ? 0 : row < boundaries.test ? 1 : 2);
  return plot.rows.map((row, i) => [
    row,
    ...(plot.labels ? [plot.labels[i]] : []),
    plot.classes ? plot.classes[plot.values[i] ?? NaN] : plot.values[i],
    PARTS[plot.parts ? (plot.parts[i] ?? -1) : partOf(row)] ?? '',
  ]);
}

it('has every point of the plot where that shows them all, with its label, unit and part', () => {
  const { headings, rows } = datasetRows(SMALL_CO2, 'last', null);
  expect(headings).toEqual(['Time step', 'Label', 'CO2 (ppm)', 'Part']);
  expect(Array.from(rows)).toEqual(plotted(SMALL_CO2, null));
});

it('has all rows of a series of which the plot shows every so many', () => {
  const choice = {
    kind: 'task',
    task: 'mackey-glass',
    size: 9000,
    delay: 1,
    dataSeed: 1,
    window: 20,
    stride: 1,
    validationFraction: 0.15,
    testFraction: 0.15,
  } as const;
  const rows = Array.from(datasetRows(choice, 'last', null).rows);
  const shown = plotted(choice, null);
  expect(shown.length).toBeLessThanOrEqual(2000);
  expect(rows).toHaveLength(9000);
  expect(shown.map(([row]) => rows[Number(row)])).toEqual(shown);
});

it('knows the parts of blocks drawn at random, and writes classes by their names', () => {
  const series = noiseOfLengths(Array.from({ length: 30 }, (_, i) => 4 + (i % 3)));
  expect(Array.from(datasetRows(NOISE_BLOCKS, 'last', series).rows)).toEqual(plotted(NOISE_BLOCKS, series));
  const classes = { ...NOISE_CHOICE, target: 'kind', targetKind: 'class' } as const;
  const rows = Array.from(datasetRows(classes, 'last', series).rows);
  expect(rows).toEqual(plotted(classes, series));
  expect(new Set(rows.map((row) => row.at(-2)))).toEqual(new Set(['x', 'y', 'z']));
});
