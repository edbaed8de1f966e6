/** Predictions as a table for elsewhere: a line for every row that has one, under the row's number and label in the data. */
import { csvNumber, csvText } from '../formats/csv-text';
import type { Preparation } from '../contract/weights';
import type { SeriesPredictions } from './predict-series';
import type { RowNames } from './row-names';

export function predictionCsv(preparation: Preparation, predictions: SeriesPredictions, names: RowNames): string {
  const { predicted, targets, classes: answers } = predictions;
  const header = [
    'row',
    ...(names.hasLabels ? ['label'] : []),
    ...(answers ? [`${answers.column ?? 'class'} predicted`] : []),
    ...(answers?.target ? [`${answers.column ?? 'class'} target`] : []),
    ...preparation.outputs.flatMap(({ name }, m) => [`${name} predicted`, ...(targets[m] ? [`${name} target`] : [])]),
  ];
  const lines = [header.map(csvText).join(',')];
  const length = predicted[0]?.length ?? 0;
  for (let r = 0; r < length; r++) {
    if (predicted.every((column) => Number.isNaN(column[r]))) continue;
    lines.push(
      [
        String(names.numberOf(r)),
        ...(names.hasLabels ? [csvText(names.labelOf(r))] : []),
        ...(answers ? [csvText(answers.classes[answers.predicted[r] ?? -1] ?? '')] : []),
        ...(answers?.target ? [csvText(answers.target[r] ?? '')] : []),
        ...predicted.flatMap((column, m) => {
          const target = targets[m];
          return [csvNumber(column[r] ?? NaN), ...(target ? [csvNumber(target[r] ?? NaN)] : [])];
        }),
      ].join(','),
    );
  }
  return `${lines.join('\r\n')}\r\n`;
}
