import { expect, it } from 'vitest';
import type { DataPredictions, PredictedOutput } from '../../../core/contract/predictions';
import type { ChartPalette } from '../../../renderer/charts/chart-palette';
import { dataPredictionContent } from '../../../renderer/charts/data-prediction-content';

const PALETTE: ChartPalette = {
  background: 'white',
  text: 'black',
  muted: 'grey',
  grid: 'silver',
  accent: 'blue',
  validationBand: 'yellow',
  testBand: 'lightblue',
  fontFamily: 'sans-serif',
};

function looseOf(...predicted: number[]): (boolean | undefined)[] {
  const values = Float64Array.from(predicted);
  const output: PredictedOutput = {
    ...{ name: 'level', unit: '', targets: 2, rmse: 1, skill: 0 },
    ...{ predicted: values, target: values, baseline: values },
  };
  const answer: DataPredictions = {
    ...{ rows: 5, predicted: 2, notes: [], firstShown: 1, labels: null, outputs: [output] },
    ...{ fedBackFrom: null, cannotFeedBack: null },
  };
  return dataPredictionContent(answer, output, 'green', PALETTE, true).curves.map(({ isLoose }) => isLoose);
}

it('draws dots where no prediction has a neighbour, as at the ends of sequences, and lines otherwise', () => {
  expect(looseOf(NaN, 1, NaN, 2, NaN)).toEqual([true, true, true]);
  expect(looseOf(NaN, 1, 2, NaN, 3)).toEqual([false, false, false]);
});
