/** Any outcome against any hyperparameter, as plain data and as Chart.js' data and options. */
import type { ChartData, ChartOptions, Scale as ChartScale, Tick, TooltipItem } from 'chart.js';
import { isDrawable, type Scale } from '../../../core/analysis/axis';
import { valueText } from '../../../core/analysis/configuration-fields';
import { coordinateOf, type VariedField } from '../../../core/analysis/varied-fields';
import { isUsed } from '../../../core/contract/hyperparameters';
import { formatNumber, formatTick, labelInUnits } from '../../format';
import type { ChartPalette } from '../chart-palette';
import { runColour, type Shade } from '../run-colours';
import type { JudgedRun, OutcomeScale } from './outcomes';
import { roomyTicks } from './scatter-ticks';
import { valueColour } from './viridis';

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly run: JudgedRun['run'];
}

export interface Scatter {
  readonly points: readonly ScatterPoint[];
  /** Runs without a place on these axes. */
  readonly left: number;
}

const x = (field: VariedField, { run }: JudgedRun): number => {
  if (!isUsed(field.field, run.configuration)) return NaN;
  return field.scale === 'category' ? coordinateOf(field, run.configuration) : Number(run.configuration[field.field]);
};

/** @param colourBy null for each run's own colour */
export function scatterOf(
  runs: readonly JudgedRun[],
  field: VariedField,
  colourBy: VariedField | null,
  scales: { readonly x: Scale; readonly y: Scale },
  shade: Shade,
): Scatter {
  const colours = colourBy ? fieldColours(runs, colourBy, shade) : null;
  const points = runs.flatMap((judged, index): ScatterPoint[] => {
    const place = x(field, judged);
    if (!isDrawable(place, scales.x) || !isDrawable(judged.value, scales.y)) return [];
    const colour = colours ? (colours[index] ?? '#888888') : runColour(judged.run.colour, shade);
    return [{ x: place, y: judged.value, colour, run: judged.run }];
  });
  // Chart.js takes data that it need not parse for sorted, and the first and last point for the ends of the axis.
  points.sort((a, b) => a.x - b.x);
  return { points, left: runs.length - points.length };
}

/** Categories by the colours of runs, numbers by the scale of values. */
function fieldColours(runs: readonly JudgedRun[], field: VariedField, shade: Shade): string[] {
  const coordinates = runs.map(({ run }) => coordinateOf(field, run.configuration));
  if (field.scale === 'category') return coordinates.map((category) => runColour(Math.max(0, category), shade));
  const [low, high] = [Math.min(...coordinates), Math.max(...coordinates)];
  return coordinates.map((each) => valueColour(high > low ? (each - low) / (high - low) : 1, shade));
}

export function scatterData({ points }: Scatter): ChartData<'scatter', ScatterPoint[]> {
  const colours = points.map(({ colour }) => colour);
  return {
    datasets: [
      {
        data: [...points],
        pointRadius: points.length > 500 ? 2 : 4,
        pointHoverRadius: 6,
        pointBackgroundColor: colours.map((colour) => colour),
        pointBorderWidth: 0,
        // The lowest and the highest lie on the edge of a logarithmic axis: as whole dots.
        clip: 8,
        parsing: false,
      },
    ],
  };
}

export function scatterOptions(
  field: VariedField,
  outcome: OutcomeScale,
  scales: { readonly x: Scale; readonly y: Scale },
  palette: ChartPalette,
  onopen: (run: JudgedRun['run']) => void,
): ChartOptions<'scatter'> {
  const font = { family: palette.fontFamily, size: 11 };
  const isCategory = field.scale === 'category';
  const axis = { border: { display: false }, grid: { color: palette.grid, tickColor: palette.grid } };
  const title = (text: string) => ({ display: true, text, color: palette.muted, font });
  const text = (value: number) =>
    isCategory ? valueText(field.field, field.categories[value] ?? '') : formatTick(value);
  // Chart.js counts from the end of the axis, which lies half-way to the first category.
  const categoryTicks = (scale: ChartScale) => (scale.ticks = field.categories.map((_, value) => ({ value })));
  const roomy = {
    afterBuildTicks: (scale: ChartScale) => (scale.ticks = roomyTicks(scale, formatTick)),
  };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    layout: { padding: { top: 4, right: 8 } },
    onClick: (_event, [element], chart) => {
      const point = element && (chart.data.datasets[0]?.data[element.index] as unknown as ScatterPoint | undefined);
      if (point) onopen(point.run);
    },
    scales: {
      x: {
        ...axis,
        type: scales.x,
        title: title(labelInUnits(field.label, field.unit)),
        ...(isCategory ? { min: -0.5, max: field.categories.length - 0.5 } : { grace: '4%' }),
        ticks: {
          color: palette.muted,
          font,
          maxRotation: 0,
          ...(scales.x === 'logarithmic'
            ? { autoSkip: false, callback: labelOf }
            : { callback: (value) => text(Number(value)) }),
        },
        ...(isCategory ? { afterBuildTicks: categoryTicks } : {}),
        ...(scales.x === 'logarithmic' ? roomy : {}),
      },
      y: {
        ...axis,
        type: scales.y,
        title: title(outcome.label),
        ticks: {
          color: palette.muted,
          font,
          ...(scales.y === 'logarithmic'
            ? { autoSkip: false, callback: labelOf }
            : { callback: (value) => formatTick(Number(value)) }),
        },
        ...(scales.y === 'logarithmic' ? roomy : {}),
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        displayColors: false,
        backgroundColor: palette.text,
        titleColor: palette.background,
        bodyColor: palette.background,
        titleFont: font,
        bodyFont: font,
        callbacks: {
          title: ([item]) => (item ? pointOf(item).run.configuration.name : ''),
          label: (item) => [
            `${field.label}: ${text(pointOf(item).x)}`,
            `${outcome.label}: ${formatNumber(pointOf(item).y)}`,
          ],
        },
      },
    },
  };
}

/** Labels that were written with the ticks. */
const labelOf = (_value: string | number, index: number, ticks: Tick[]): string => String(ticks[index]?.label ?? '');

const pointOf = ({ raw }: TooltipItem<'scatter'>): ScatterPoint => raw as ScatterPoint;
