/** Puts a built chart on two canvases that lie on each other: what stays, and the curves that grow. */
import type { BuiltChart, Breathe } from './build-chart';
import { drawMark } from './scene-canvas';
import type { Box, Mark } from './scene';

export class ChartPainter {
  readonly #still: HTMLCanvasElement;
  readonly #live: HTMLCanvasElement;
  /** What the still canvas shows. */
  #painted: readonly unknown[] = [];

  constructor(still: HTMLCanvasElement, live: HTMLCanvasElement) {
    this.#still = still;
    this.#live = live;
  }

  /** @param pixelRatio device pixels a pixel */
  async paint(chart: BuiltChart, background: string, fontFamily: string, pixelRatio: number, breathe: Breathe) {
    const { geometry, frame } = chart;
    const stillRuns = chart.runs.filter(({ series }) => !series.isLive);
    const liveRuns = chart.runs.filter(({ series }) => series.isLive);
    const isLiveGroup = (members: readonly { readonly isLive: boolean }[]) => members.some(({ isLive }) => isLive);
    const stillGroups = chart.groups.filter(({ group }) => !isLiveGroup(group.members));
    const liveGroups = chart.groups.filter(({ group }) => isLiveGroup(group.members));

    const stillMarks = [...stillRuns, ...stillGroups].map(({ marks }) => marks);
    const painted = [JSON.stringify([geometry, frame, background, fontFamily, pixelRatio]), ...stillMarks];
    const isSame = painted.length === this.#painted.length && painted.every((each, i) => each === this.#painted[i]);
    if (!isSame) {
      const sheet = sheetFor(geometry.width, geometry.height, pixelRatio);
      const context = contextOf(sheet, pixelRatio);
      context.fillStyle = background;
      context.fillRect(0, 0, geometry.width, geometry.height);
      for (const mark of frame) drawMark(context, mark, fontFamily);
      await paintCurves(context, geometry.plot, stillMarks, fontFamily, breathe);
      for (const { strip } of stillRuns) for (const mark of strip) drawMark(context, mark, fontFamily);
      show(this.#still, sheet);
      this.#painted = painted;
    }
    const context = contextOf(sized(this.#live, geometry.width, geometry.height, pixelRatio), pixelRatio);
    context.clearRect(0, 0, geometry.width, geometry.height);
    const liveMarks = [...liveRuns, ...liveGroups].map(({ marks }) => marks);
    await paintCurves(context, geometry.plot, liveMarks, fontFamily, () => undefined);
    for (const { strip } of liveRuns) for (const mark of strip) drawMark(context, mark, fontFamily);
  }
}

async function paintCurves(
  context: CanvasRenderingContext2D,
  plot: Box,
  curves: readonly (readonly Mark[])[],
  fontFamily: string,
  breathe: Breathe,
) {
  for (const marks of curves) {
    context.save();
    context.beginPath();
    context.rect(plot.x, plot.y, plot.width, plot.height);
    context.clip();
    let points = 0;
    for (const mark of marks) {
      drawMark(context, mark, fontFamily);
      points += mark.kind === 'line' ? mark.points.length / 2 : 0;
    }
    context.restore();
    await breathe(points);
  }
}

function sheetFor(width: number, height: number, pixelRatio: number): HTMLCanvasElement {
  return sized(document.createElement('canvas'), width, height, pixelRatio);
}

/** Setting a canvas's size clears it, and costs even where it stays. */
function sized(canvas: HTMLCanvasElement, width: number, height: number, pixelRatio: number): HTMLCanvasElement {
  const [columns, rows] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  return canvas;
}

export function contextOf(canvas: HTMLCanvasElement, pixelRatio: number): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gave no 2d context');
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  return context;
}

function show(canvas: HTMLCanvasElement, sheet: HTMLCanvasElement) {
  if (canvas.width !== sheet.width) canvas.width = sheet.width;
  if (canvas.height !== sheet.height) canvas.height = sheet.height;
  const context = contextOf(canvas, 1);
  context.drawImage(sheet, 0, 0);
}
