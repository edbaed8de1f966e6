import { expect, it } from 'vitest';
import type { SeriesDataset } from '../../../core/contract/dataset';
import type { Series } from '../../../core/contract/series';
import { previewDataset } from '../../../core/data/preview';
import { fieldOf, objections, withDataProblem } from '../../../renderer/state/data-problem';

const SERIES: Series = {
  columns: [
    { name: 'a', unit: '', values: Float64Array.from({ length: 40 }, (_, r) => Math.sin(r)) },
    { name: 'flat', unit: '', values: new Float64Array(40) },
    { name: 'none', unit: '', values: new Float64Array(40).fill(NaN) },
    { name: 'id', unit: '', values: Float64Array.from({ length: 40 }, (_, r) => r % 4) },
    { name: 'kind', unit: '', values: Float64Array.from({ length: 40 }, (_, r) => r % 2), categories: ['x', 'y'] },
  ],
  labels: null,
};
const BASE: SeriesDataset = {
  kind: 'series',
  source: `imported:${'0'.repeat(64)}`,
  inputs: ['a'],
  target: 'a',
  horizon: 1,
  differencing: false,
  window: 4,
  stride: 1,
  validationFraction: 0.2,
  testFraction: 0.2,
};

function problemOf(dataset: SeriesDataset): string {
  try {
    previewDataset(dataset, 'last', SERIES);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It was not refused');
}

it.each<[Partial<SeriesDataset>, string]>([
  [{ inputs: ['a', 'none'] }, 'dataset.inputs'],
  [{ target: 'flat' }, 'dataset.target'],
  [{ target: 'a', targetKind: 'class' }, 'dataset.target'],
  [{ sequenceColumn: 'id' }, 'dataset.sequenceColumn'],
  [{ window: 39 }, 'dataset.window'],
  [{ inputs: ['kind'] }, 'dataset.inputs'],
])('what the data says against %j stands at its field', (change, field) => {
  const dataset = { ...BASE, ...change };
  const problem = problemOf(dataset);
  expect(fieldOf(problem, dataset)).toBe(field);
  expect(withDataProblem(new Map(), problem, dataset).get(field)).toBe(problem);
});

it('what the schema says of a field comes first, and what has no field stays where it was', () => {
  const dataset = { ...BASE, target: 'flat' };
  const errors = new Map([['dataset.target', 'Choose a target']]);
  expect(withDataProblem(errors, problemOf(dataset), dataset)).toBe(errors);
  expect(fieldOf('Unexpected error', dataset)).toBe(null);
});

it('what is in the way of a launch is what the schema and the data say, once a field', () => {
  const flat = { ...BASE, target: 'flat' };
  const problem = problemOf(flat);
  const mended = new Map<string, string>();
  expect(objections(mended, problem, flat)).toEqual([problem]);
  expect(objections(mended, null, BASE)).toEqual([]);
  expect(objections(new Map([['dataset.target', 'Choose a target']]), problem, flat)).toEqual(['Choose a target']);
  expect(objections(new Map([['epochs', 'Too many']]), problem, flat)).toEqual(['Too many', problem]);
  // Of a synthetic task there is no field to mark.
  expect(objections(mended, 'The data is too short.', flat)).toEqual(['The data is too short.']);
});
