/** Curves of several runs by one metric, ready for a chart. */
import type { RunSummary } from '../../core/contract/run';
import { metricChoice, type ChartedMetric } from '../state/metric-choices';
import { runLabels } from '../state/run-labels';
import type { RunCurve } from '../state/run-curve';
import { runColour, runDash, type Shade } from './run-colours';
import type { LineChartContent } from './line-chart-configuration';

/** A run as far as its curve is concerned. */
export interface RunLine {
  readonly id: string;
  readonly label: string;
  /** Index of its colour. */
  readonly colour: number;
}

export function runLines(runs: readonly RunSummary[]): RunLine[] {
  const labels = runLabels(runs);
  return runs.map(({ id, colour }) => ({ id, colour, label: labels.get(id) ?? id }));
}

export interface RunCurvesQuestion {
  readonly lines: readonly RunLine[];
  readonly metric: ChartedMetric;
  readonly logarithmic: boolean;
  readonly shade: Shade;
  /** Unit of the data, for metrics that are in it. */
  readonly unit: string;
  readonly curveOf: (id: string) => RunCurve;
}

export interface RunCurvesContent {
  readonly content: LineChartContent;
  /** Values at or below zero that a logarithmic axis cannot show. */
  readonly leftOut: number;
  readonly isEmpty: boolean;
}

export function runCurvesContent({
  lines,
  metric,
  logarithmic,
  shade,
  unit,
  curveOf,
}: RunCurvesQuestion): RunCurvesContent {
  const choice = metricChoice(metric);
  const isLogarithmic = logarithmic && choice.canBeLogarithmic;
  const axisUnit = choice.unit ?? unit;
  let leftOut = 0;
  const curves = lines.map((line) => {
    const made = curveOf(line.id).points(metric, isLogarithmic);
    leftOut += made.leftOut;
    return {
      label: line.label,
      colour: runColour(line.colour, shade),
      dash: runDash(line.colour),
      points: made.points,
    };
  });
  const yLabel = axisUnit === '' ? choice.label : `${choice.label} (${axisUnit})`;
  return {
    content: { curves, xLabel: 'Epoch', xMin: 0, yLabel, logarithmic: isLogarithmic },
    leftOut,
    isEmpty: curves.every(({ points }) => points.every(({ y }) => Number.isNaN(y))),
  };
}
