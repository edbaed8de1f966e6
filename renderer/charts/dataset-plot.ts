import { PARTS, type DatasetPreview } from '../../core/contract/dataset';
import { withUnit } from '../format';
import type { Band } from './bands-plugin';
import type { ChartPalette } from './chart-palette';
import { curvePoints } from './curve-points';
import type { LineChartContent } from './line-chart-configuration';
import { shortName } from './short-name';

/** Points from which on a thick line becomes a wall. */
const THIN_FROM = 500;

/** The target series over its rows, with the three parts shaded. */
export function datasetPlotContent(
  { plot, boundaries }: Pick<DatasetPreview, 'plot' | 'boundaries'>,
  palette: ChartPalette,
): LineChartContent {
  const { name, unit, rows, values, labels, classes, parts } = plot;
  const labelNear = (row: number) => labels?.[positionAtOrBefore(rows, row)] ?? row.toLocaleString('en');
  const { points } = curvePoints(rows, values, false);
  const starts = [rows[0] ?? 0, boundaries.validation, boundaries.test, rows.at(-1) ?? 0];
  return {
    curves: [
      {
        label: withUnit(name, unit),
        colour: palette.accent,
        dash: [],
        points,
        isFaint: points.length > THIN_FROM,
        isStepped: classes !== undefined,
      },
    ],
    xLabel: labels ? '' : 'Time step',
    yLabel: shortName(unit === '' ? name : `${name} (${unit})`),
    logarithmic: false,
    ...(labels ? { xText: labelNear } : {}),
    ...(classes ? { yText: (place: number) => classes[place] ?? '' } : {}),
    bands: parts
      ? bandsOfPoints(rows, parts, palette)
      : PARTS.map((part, i) => ({
          from: starts[i] ?? 0,
          to: starts[i + 1] ?? 0,
          label: part,
          background: backgroundOf(i, palette),
        })),
  };
}

/** The rows of a part stand anywhere: a band for each stretch, and a legend beside the chart rather than names over them. */
function bandsOfPoints(rows: readonly number[], parts: readonly number[], palette: ChartPalette): Band[] {
  const bands: Band[] = [];
  let first = 0;
  for (let i = 1; i <= parts.length; i++) {
    if (i < parts.length && parts[i] === parts[first]) continue;
    const background = backgroundOf(parts[first] ?? -1, palette);
    bands.push({ from: rows[first] ?? 0, to: rows[Math.min(i, rows.length - 1)] ?? 0, label: '', background });
    first = i;
  }
  return bands.filter(({ background }) => background !== NO_BACKGROUND);
}

const NO_BACKGROUND = 'transparent';

function backgroundOf(part: number, { validationBand, testBand }: ChartPalette): string {
  return [NO_BACKGROUND, validationBand, testBand][part] ?? NO_BACKGROUND;
}

/** The plot holds every k-th row only. */
function positionAtOrBefore(rows: readonly number[], row: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rows[middle] ?? Infinity) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
