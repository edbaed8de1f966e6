/** A chart that Chart.js has drawn, as marks: every point of it, where Chart.js has put it. */
import type { Chart, Scale } from 'chart.js';
import type { BandsOptions } from '../bands-plugin';
import type { ChartPalette } from '../chart-palette';
import type { Mark } from '../curves/scene';
import { DOT_MARGIN } from '../curves/scene-canvas';

/** What of a chart is needed; tests have one without a window. */
export type DrawnChart = Pick<Chart, 'chartArea' | 'scales' | 'data' | 'options'>;

interface Place {
  readonly x: number;
  readonly y: number;
}

interface DrawnDataset {
  readonly data: readonly Place[];
  /** All of it, where only a part is drawn on the screen. */
  readonly every?: readonly Place[];
  readonly borderColor?: string;
  readonly borderWidth?: number;
  readonly borderDash?: readonly number[];
  /** One a point where some stand alone in a line: as dots, they are part of it. */
  readonly pointRadius?: number | readonly number[];
  readonly pointBackgroundColor?: readonly string[];
  readonly stepped?: boolean;
  readonly showLine?: boolean;
}

const SIZE = 11;

/** @returns what lies under the data, beside it and within it; the last is to be clipped to the chart's area */
export function chartMarks(chart: DrawnChart, palette: ChartPalette): { around: Mark[]; within: Mark[] } {
  const { x, y } = chart.scales;
  if (!x || !y) return { around: [], within: [] };
  const datasets = chart.data.datasets as unknown as readonly DrawnDataset[];
  const drawn = datasets.toReversed().flatMap((dataset) => datasetMarks(dataset, x, y));
  return { around: [...bandMarks(chart, x, palette), ...axisMarks(chart, x, y, palette)], within: drawn };
}

function bandMarks({ options, chartArea }: DrawnChart, x: Scale, { muted }: ChartPalette): Mark[] {
  const { bands = [] } = ((options.plugins ?? {}) as { bands?: Partial<BandsOptions> }).bands ?? {};
  return bands.flatMap(({ from, to, label, background }): Mark[] => {
    const left = Math.max(chartArea.left, x.getPixelForValue(from));
    const width = Math.min(chartArea.right, x.getPixelForValue(to)) - left;
    const box = { x: left, y: chartArea.top, width: Math.max(0, width), height: chartArea.height };
    return [
      { kind: 'box', box, colour: background, opacity: 1 },
      { ...text(label, muted), x: left + 2, y: chartArea.top - 9, align: 'start' },
    ];
  });
}

function axisMarks({ chartArea }: DrawnChart, x: Scale, y: Scale, palette: ChartPalette): Mark[] {
  const { left, right, top, bottom } = chartArea;
  const marks: Mark[] = [];
  x.ticks.forEach(({ label }, index) => {
    const at = x.getPixelForTick(index);
    marks.push(line([at, top, at, bottom], palette.grid));
    marks.push({ ...text(labelText(label), palette.muted), x: at, y: bottom + 14, align: 'middle' });
  });
  y.ticks.forEach(({ label }, index) => {
    const at = y.getPixelForTick(index);
    marks.push(line([left, at, right, at], palette.grid));
    marks.push({ ...text(labelText(label), palette.muted), x: left - 8, y: at, align: 'end' });
  });
  marks.push({ ...text(titleOf(x), palette.muted), x: (left + right) / 2, y: x.bottom - 8, align: 'middle' });
  const upright = { x: y.left + 8, y: (top + bottom) / 2, align: 'middle', isUpright: true } as const;
  marks.push({ ...text(titleOf(y), palette.muted), ...upright });
  return marks.filter((mark) => mark.kind !== 'text' || mark.text !== '');
}

function datasetMarks(dataset: DrawnDataset, x: Scale, y: Scale): Mark[] {
  const places = (dataset.every ?? dataset.data).map((place) => ({
    x: x.getPixelForValue(place.x),
    y: y.getPixelForValue(place.y),
  }));
  // Where each point has a radius of its own, those that stand alone have one: a line mark shows them by itself.
  const radius = typeof dataset.pointRadius === 'number' ? dataset.pointRadius : 0;
  const marks: Mark[] = [];
  const { borderColor, borderWidth = 1.75, borderDash = [], pointBackgroundColor = [] } = dataset;
  if (borderColor !== undefined && dataset.showLine !== false) {
    const points = flat(dataset.stepped ? stepped(places) : places);
    marks.push({ ...line(points, borderColor), width: borderWidth, dash: borderDash });
  }
  if (radius > 0) {
    places.forEach((place, index) => {
      const colour = pointBackgroundColor[index] ?? borderColor ?? '';
      // A point alone is a dot that much broader than its line.
      marks.push({ ...line(flat([place]), colour), width: 2 * (radius - DOT_MARGIN) });
    });
  }
  return marks;
}

/** Chart.js holds the former value until the next place. */
function stepped(places: readonly Place[]): Place[] {
  return places.flatMap((place, index) => {
    const before = places[index - 1];
    return before ? [{ x: place.x, y: before.y }, place] : [place];
  });
}

const flat = (places: readonly Place[]): number[] => places.flatMap(({ x, y }) => [x, y]);

function line(points: readonly number[], colour: string): Mark & { kind: 'line' } {
  return { kind: 'line', points: Float32Array.from(points), colour, width: 1, dash: [], opacity: 1 };
}

const text = (written: string, colour: string) => ({ kind: 'text', text: written, colour, size: SIZE }) as const;

const labelText = (label: string | string[] | undefined | null): string =>
  Array.isArray(label) ? label.join(' ') : (label ?? '');

function titleOf({ options }: Scale): string {
  const { title } = options as { title?: { display?: boolean; text?: string } };
  return title?.display ? (title.text ?? '') : '';
}
