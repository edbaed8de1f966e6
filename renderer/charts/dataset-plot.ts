import { PARTS, type DatasetPreview } from '../../core/contract/dataset';
import { withUnit } from '../format';
import type { ChartPalette } from './chart-palette';
import { curvePoints } from './curve-points';
import type { LineChartContent } from './line-chart-configuration';

/** Points from which on a thick line becomes a wall. */
const THIN_FROM = 500;

/** The target series over its rows, with the three parts shaded. */
export function datasetPlotContent({ plot, boundaries }: DatasetPreview, palette: ChartPalette): LineChartContent {
  const { name, unit, rows, values, labels } = plot;
  const starts = [rows[0] ?? 0, boundaries.validation, boundaries.test, rows.at(-1) ?? 0];
  const backgrounds = ['transparent', palette.validationBand, palette.testBand];
  const labelNear = (row: number) => labels?.[positionAtOrBefore(rows, row)] ?? row.toLocaleString('en');
  const { points } = curvePoints(rows, values, false);
  return {
    curves: [
      { label: withUnit(name, unit), colour: palette.accent, dash: [], points, isFaint: points.length > THIN_FROM },
    ],
    xLabel: labels ? '' : 'Time step',
    yLabel: unit === '' ? name : `${name} (${unit})`,
    logarithmic: false,
    ...(labels ? { xText: labelNear } : {}),
    bands: PARTS.map((part, i) => ({
      from: starts[i] ?? 0,
      to: starts[i + 1] ?? 0,
      label: part,
      background: backgrounds[i] ?? 'transparent',
    })),
  };
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
