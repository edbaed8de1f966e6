import type { DataPredictions, PredictedOutput } from '../../core/contract/predictions';
import type { ChartPalette } from './chart-palette';
import { curvePoints } from './curve-points';
import type { LineChartContent } from './line-chart-configuration';

/** Rows along the horizontal axis, by their labels where the data has some; what is fed back has a ground of its own. */
export function dataPredictionContent(
  { firstShown, labels, fedBackFrom }: DataPredictions,
  { name, unit, targets, predicted, target, baseline }: PredictedOutput,
  colour: string,
  palette: ChartPalette,
  showsBaseline: boolean,
): LineChartContent {
  const rows = Float64Array.from(predicted, (_, place) => firstShown + place);
  const points = (values: Float64Array) => curvePoints(rows, values, false).points;
  const last = firstShown + predicted.length - 1;
  const hasTarget = targets > 0;
  // One a sequence, say: no line leads from any of them to the next.
  const isLoose = !predicted.some((value, place) => isFinite(value) && isFinite(predicted[place + 1] ?? NaN));
  return {
    xLabel: labels ? '' : 'Row',
    yLabel: unit === '' ? name : `${name} (${unit})`,
    logarithmic: false,
    ...(labels ? { xText: (row: number) => labels[row - firstShown] ?? '' } : {}),
    ...(fedBackFrom === null
      ? {}
      : { bands: [{ from: fedBackFrom, to: last, label: 'Forecast', background: palette.testBand }] }),
    curves: [
      ...(hasTarget
        ? [{ label: 'Target', colour: palette.text, dash: [], points: points(target), isFaint: true, isLoose }]
        : []),
      { label: 'Predicted', colour, dash: [], points: points(predicted), isBroad: hasTarget, isLoose },
      ...(hasTarget && showsBaseline
        ? [
            {
              label: 'persistence',
              colour: palette.muted,
              dash: [2, 3],
              points: points(baseline),
              isFaint: true,
              isLoose,
            },
          ]
        : []),
    ],
  };
}
