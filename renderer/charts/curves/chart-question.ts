/** What is asked of a chart of curves, from the state of the window. */
import type { AxisRange } from '../../../core/analysis/axis';
import { scaleOf } from '../../state/chart-settings.svelte';
import { progressAxis } from '../../state/progress-axes';
import type { CurveQuestion } from '../../state/run-curve';
import type { Studio } from '../../state/studio.svelte';
import type { ChartPalette } from '../chart-palette';
import type { ChartQuestion } from './build-chart';
import type { ChartSeries, RunSeries } from './chart-series';
import type { GroupBands } from './group-bands';

export interface ChartWish {
  readonly width: number;
  readonly height: number;
  readonly series: ChartSeries;
  readonly yTitle: string;
  readonly canBeLogarithmic: boolean;
  readonly range: AxisRange | null;
  readonly yRange: AxisRange | null;
  readonly palette: ChartPalette;
  readonly bands: Pick<GroupBands, 'of'>;
}

export interface AskedChart extends ChartQuestion {
  readonly curveQuestion: (series: RunSeries) => CurveQuestion;
}

export function chartQuestion(studio: Studio, wish: ChartWish): AskedChart {
  const { charts, curves, settings } = studio;
  const { along, xScale, yScale, decimation } = charts.current;
  const { smoothing, bands } = charts;
  const axis = progressAxis(along);
  const curveQuestion = ({ metric, sequences }: RunSeries): CurveQuestion => ({
    metric,
    along,
    sequences,
    smoothing,
    range: wish.range,
  });
  return {
    width: wish.width,
    height: wish.height,
    series: wish.series,
    scales: { x: xScale, y: scaleOf(wish.canBeLogarithmic, yScale) },
    zoom: { x: wish.range, y: wish.yRange },
    texts: { xTitle: axis.unit ? `${axis.label} (${axis.unit})` : axis.label, yTitle: wish.yTitle },
    shade: settings.shade,
    palette: wish.palette,
    decimation,
    dataOf: (series) => curves.curve(series.id).data(curveQuestion(series)),
    bandsOf: (group, members) => wish.bands.of(group.key, members, bands),
    curveQuestion,
  };
}
