import type { DataPredictions, PredictedOutput } from '../../core/contract/predictions';
import type { ChartPalette } from './chart-palette';
import { curvePoints, standAlone, type Point } from './curve-points';
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
  const curve = (values: Float64Array) => {
    const { points } = curvePoints(rows, values, false);
    return { points, isLoose: areLoose(points) };
  };
  const last = firstShown + predicted.length - 1;
  const hasTarget = targets > 0;
  return {
    xLabel: labels ? '' : 'Row',
    yLabel: unit === '' ? name : `${name} (${unit})`,
    logarithmic: false,
    ...(labels ? { xText: (row: number) => labels[row - firstShown] ?? '' } : {}),
    ...(fedBackFrom === null
      ? {}
      : { bands: [{ from: fedBackFrom, to: last, label: 'Forecast', background: palette.testBand }] }),
    curves: [
      ...(hasTarget ? [{ label: 'Target', colour: palette.text, dash: [], ...curve(target), isFaint: true }] : []),
      { label: 'Predicted', colour, dash: [], ...curve(predicted), isBroad: hasTarget },
      ...(hasTarget && showsBaseline
        ? [{ label: 'persistence', colour: palette.muted, dash: [2, 3], ...curve(baseline), isFaint: true }]
        : []),
    ],
  };
}

/** Whether each prediction stands alone, as where a network answers at the end of each sequence. */
function areLoose(points: readonly Point[]): boolean {
  const alone = standAlone(points);
  return alone.includes(true) && points.every(({ y }, i) => Number.isNaN(y) || alone[i]);
}
