/** Predictions of a series for people: figures over all of it, its last rows to look at, and what was left out. */
import type { DataPredictions } from '../contract/predictions';
import type { Series } from '../contract/series';
import { figuresOf, persistence } from './figures';
import { inputsAhead } from './known-ahead';
import type { SeriesPredictions } from './predict-series';
import { rowNames } from './row-names';
import type { TrainedModel } from './trained-model';

/** What a plot can use. */
const MOST_SHOWN = 5000;

export function describePredictions(
  { preparation }: TrainedModel,
  series: Series,
  predictions: SeriesPredictions,
): DataPredictions {
  const { rows, predicted, targets, classes: answers, fedBackFrom } = predictions;
  const length = predicted[0]?.length ?? 0;
  const first = Math.max(0, length - MOST_SHOWN);
  const names = rowNames(series);
  const shown = (column: Float64Array | null) => {
    const values = new Float64Array(length - first).fill(NaN);
    if (column) values.set(column.subarray(first, length));
    return values;
  };
  const ahead = inputsAhead(preparation, series);
  return {
    rows,
    predicted: countPredicted(predictions),
    notes: omissions(predictions, preparation.window),
    firstShown: first + 1,
    labels: names.hasLabels ? Array.from({ length: length - first }, (_, place) => names.labelOf(first + place)) : null,
    outputs: preparation.outputs.map(({ name, unit }, m) => ({
      name,
      unit,
      ...figuresOf(predictions, m, preparation.horizon),
      predicted: shown(predicted[m] ?? null),
      target: shown(targets[m] ?? null),
      baseline: shown(targets[m] ? persistence(targets[m], preparation.horizon) : null),
    })),
    ...(answers && {
      classes: {
        names: [...answers.classes],
        column: answers.column,
        accuracy: answers.accuracy,
        confusion: answers.confusion?.map((row) => [...row]) ?? null,
        unknown: answers.unknown,
      },
    }),
    fedBackFrom: fedBackFrom === null ? null : fedBackFrom + 1,
    cannotFeedBack: typeof ahead === 'string' ? ahead : null,
  };
}

export function countPredicted({ predicted }: SeriesPredictions): number {
  return (predicted[0] ?? new Float64Array(0)).reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
}

/** @returns a sentence for each reason why rows lead to no prediction */
export function omissions({ incomplete, early }: SeriesPredictions, window: number): string[] {
  const rows = (count: number) => `${count} ${count === 1 ? 'row' : 'rows'}`;
  return [
    incomplete > 0 && `${rows(incomplete)} without a value of every input: no prediction is made from them.`,
    early > 0 &&
      `${rows(early)} with fewer than ${window} rows without a gap up to them: no prediction is made from them.`,
  ].filter((note) => note !== false);
}
