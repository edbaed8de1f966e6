/** Every row of data that a network was put to, and past its end: predicted, target and persistence of each output. */
import { headingOf, type PointRows } from '../formats/point-lines';
import { persistence } from './figures';
import type { SeriesPredictions } from './predict-series';
import type { RowNames } from './row-names';
import type { TrainedModel } from './trained-model';

export function dataPredictionRows(
  { preparation }: Pick<TrainedModel, 'preparation'>,
  { predicted, targets, classes }: SeriesPredictions,
  names: RowNames,
): PointRows {
  const { outputs, horizon } = preparation;
  const columns = outputs.flatMap(({ name, unit }, m) => {
    const target = targets[m];
    const heading = (what: string) => headingOf(`${name} ${what}`, unit);
    const said = { heading: heading('predicted'), values: predicted[m] };
    if (!target) return [said];
    return [
      said,
      { heading: heading('target'), values: target },
      { heading: heading('by persistence'), values: persistence(target, horizon) },
    ];
  });
  const column = classes?.column ?? 'class';
  return {
    headings: [
      'Row',
      ...(names.hasLabels ? ['Label'] : []),
      ...(classes ? [`${column} predicted`] : []),
      ...(classes?.target ? [`${column} target`] : []),
      ...columns.map(({ heading }) => heading),
    ],
    rows: rows(),
  };

  function* rows() {
    const length = predicted[0]?.length ?? 0;
    for (let r = 0; r < length; r++) {
      yield [
        names.numberOf(r),
        ...(names.hasLabels ? [names.labelOf(r)] : []),
        ...(classes ? [classes.classes[classes.predicted[r] ?? -1] ?? ''] : []),
        ...(classes?.target ? [classes.target[r] ?? ''] : []),
        ...columns.map(({ values }) => values?.[r] ?? NaN),
      ];
    }
  }
}
