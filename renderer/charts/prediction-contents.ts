import type { Predictions } from '../../core/contract/run';
import type { ChartPalette } from './chart-palette';
import { curvePoints } from './curve-points';
import type { Residuals } from './residuals';
import type { LineChartContent } from './line-chart-configuration';

export interface PredictionContents {
  readonly values: LineChartContent;
  readonly residual: LineChartContent;
}

/** Horizontal places count the targets of the part, so that the last 5,000 of more keep their numbers. */
export function predictionContents(
  { name, unit, labels, target, predicted, baseline, baselineName, total }: Predictions,
  residuals: Residuals,
  colour: string,
  palette: ChartPalette,
  showsBaseline: boolean,
): PredictionContents {
  const first = total - target.length;
  const places = target.map((_, i) => first + i);
  const points = (values: number[]) => curvePoints(places, values, false).points;
  const axes = {
    xLabel: labels ? '' : 'Target',
    logarithmic: false,
    ...(labels ? { xText: (place: number) => labels[place - first] ?? '' } : {}),
  };
  const withUnitOf = (text: string) => (unit === '' ? text : `${text} (${unit})`);
  const baselineCurve = {
    label: baselineName,
    colour: palette.muted,
    dash: [2, 3],
    points: points(baseline),
    isFaint: true,
  };
  return {
    values: {
      ...axes,
      yLabel: withUnitOf(name),
      curves: [
        { label: 'Target', colour: palette.text, dash: [], points: points(target), isFaint: true },
        { label: 'Predicted', colour, dash: [], points: points(predicted), isBroad: true },
        ...(showsBaseline ? [baselineCurve] : []),
      ],
    },
    residual: {
      ...axes,
      yLabel: withUnitOf('Residual'),
      curves: [
        {
          label: 'Target − predicted',
          colour,
          dash: [],
          points: points([...residuals.values]),
        },
        // Only its ends, so that it is no value at any place between them.
        {
          label: 'Zero',
          colour: palette.muted,
          dash: [2, 3],
          points: [
            { x: first, y: 0 },
            { x: total - 1, y: 0 },
          ],
          isFaint: true,
        },
      ],
    },
  };
}
