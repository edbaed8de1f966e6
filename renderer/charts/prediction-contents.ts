import type { Predictions } from '../../core/contract/run';
import type { Band } from './bands-plugin';
import type { ChartPalette } from './chart-palette';
import { curvePoints } from './curve-points';
import type { Residuals } from './residuals';
import type { LineChartContent } from './line-chart-configuration';
import { shortName } from './short-name';

export interface PredictionContents {
  readonly values: LineChartContent;
  readonly residual: LineChartContent;
}

/** Horizontal places count the targets of the part, so that the last 5,000 of more keep their numbers. */
export function predictionContents(
  { name, unit, labels, target, predicted, baseline, baselineName, total, sequences = [] }: Predictions,
  residuals: Residuals,
  colour: string,
  palette: ChartPalette,
  showsBaseline: boolean,
): PredictionContents {
  const first = total - target.length;
  const bands = sequenceBands(sequences, first, palette);
  // A target a sequence: none of them comes after another.
  const isLoose = sequences.length > 0 && bands.length === 0;
  const ends = bands.slice(0, -1).map(({ to }) => to - first);
  const places = withGaps(
    target.map((_, i) => first + i),
    ends,
    (i) => first + i - 0.5,
  );
  const points = (values: readonly number[]) =>
    curvePoints(
      places,
      withGaps(values, ends, () => NaN),
      false,
    ).points;
  const axes = {
    xLabel: labels ? '' : 'Target',
    logarithmic: false,
    ...(bands.length > 0 ? { bands } : {}),
    ...(labels ? { xText: (place: number) => labels[place - first] ?? '' } : {}),
  };
  const withUnitOf = (text: string) => (unit === '' ? text : `${text} (${unit})`);
  const baselineCurve = {
    label: baselineName,
    colour: palette.muted,
    dash: [2, 3],
    points: points(baseline),
    isLoose,
    isFaint: true,
  };
  return {
    values: {
      ...axes,
      yLabel: withUnitOf(shortName(name)),
      curves: [
        { label: 'Target', colour: palette.text, dash: [], points: points(target), isFaint: true, isLoose },
        { label: 'Predicted', colour, dash: [], points: points(predicted), isBroad: true, isLoose },
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
          points: points(residuals.values),
          isLoose,
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

/** A band for each sequence, every other one shaded; none where each has a single target: it ends at every point. */
export function sequenceBands(sequences: readonly number[], first: number, palette: ChartPalette): Band[] {
  const starts = sequences.flatMap((sequence, i) => (sequence === sequences[i - 1] ? [] : [i]));
  if (starts.length === sequences.length) return [];
  return starts.map((start, place) => ({
    from: first + start,
    to: first + (starts[place + 1] ?? sequences.length),
    // As the tab “Inside” counts them.
    label: ((sequences[start] ?? 0) + 1).toLocaleString('en'),
    background: place % 2 === 1 ? palette.testBand : 'transparent',
  }));
}

/** The line ends where a sequence does: at each of `ends` something stands that is no value. */
function withGaps(values: readonly number[], ends: readonly number[], gapAt: (end: number) => number): number[] {
  const all: number[] = [];
  let next = 0;
  values.forEach((value, i) => {
    if (i === ends[next]) {
      all.push(gapAt(i));
      next++;
    }
    all.push(value);
  });
  return all;
}
