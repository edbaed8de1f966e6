import { expect, it } from 'vitest';
import { dataPredictionRows } from '../../../core/predict/data-prediction-rows';
import type { SeriesPredictions } from '../../../core/predict/predict-series';
import type { TrainedModel } from '../../../core/predict/trained-model';

const NAMES = { numberOf: (r: number) => r + 1, hasLabels: false, labelOf: () => '' };
const PREDICTIONS: SeriesPredictions = {
  rows: 3,
  predicted: [Float64Array.of(NaN, 1.5, 2.5, 3.5), Float64Array.of(NaN, 7, 8, 9)],
  scaled: [],
  targets: [Float64Array.of(1, 2, 3), null],
  classes: null,
  incomplete: 0,
  early: 1,
  fedBackFrom: null,
};
const MODEL = {
  preparation: {
    horizon: 1,
    outputs: [
      { name: 'level', unit: 'm' },
      { name: 'flow', unit: '' },
    ],
  },
} as unknown as TrainedModel;

it('has every row of the data and past its end, those without a prediction too', () => {
  const { headings, rows } = dataPredictionRows(MODEL, PREDICTIONS, NAMES);
  expect(headings).toEqual([
    'Row',
    'level predicted (m)',
    'level target (m)',
    'level by persistence (m)',
    'flow predicted',
  ]);
  expect(Array.from(rows)).toEqual([
    [1, NaN, 1, NaN, NaN],
    [2, 1.5, 2, 1, 7],
    [3, 2.5, 3, 2, 8],
    // Persistence has a forecast where there is a target to compare it with.
    [4, 3.5, NaN, NaN, 9],
  ]);
});

it('says classes by their names, and labels where the data has them', () => {
  const classes = {
    classes: ['cat', 'dog'],
    column: 'animal',
    predicted: Int16Array.of(-1, 1, 0, 0),
    target: ['cat', '', 'dog'],
    accuracy: 0,
    confusion: null,
    unknown: 0,
  };
  const names = { ...NAMES, hasLabels: true, labelOf: (r: number) => `day ${r}` };
  const { headings, rows } = dataPredictionRows(MODEL, { ...PREDICTIONS, classes }, names);
  expect(headings.slice(0, 4)).toEqual(['Row', 'Label', 'animal predicted', 'animal target']);
  expect(Array.from(rows, (row) => row.slice(0, 4))).toEqual([
    [1, 'day 0', '', 'cat'],
    [2, 'day 1', 'dog', ''],
    [3, 'day 2', 'cat', 'dog'],
    [4, 'day 3', 'cat', ''],
  ]);
});
