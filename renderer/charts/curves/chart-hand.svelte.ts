/** What a hand does with a chart of curves: it points, drags a stretch to zoom into, pans, turns the wheel, and steps with the keys. */
import type { AxisRange } from '../../../core/analysis/axis';
import type { ChartView } from '../../state/chart-view.svelte';
import type { BuiltChart } from './build-chart';
import { nearestIndex } from './curve-data';
import { xPixel, xValue } from './geometry';
import { draggedBox, pannedX, rangesOf, zoomedX, type Drag } from './pointer';

interface Parts {
  /** Null until it was drawn. */
  readonly chart: () => BuiltChart | null;
  readonly view: () => ChartView;
  /** Under which the view keeps the zoom of this chart's y axis. */
  readonly yTitle: () => string;
  /** Tells this chart from others of the same view. */
  readonly owner: object;
}

export class ChartHand {
  readonly #parts: Parts;
  drag = $state.raw<(Drag & { readonly isPan: boolean; readonly startRange: AxisRange }) | null>(null);
  pointerY = $state(0);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  readonly down = (event: PointerEvent): void => {
    const chart = this.#parts.chart();
    if (!chart || event.button !== 0) return;
    const { x, y } = place(event);
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.drag = { fromX: x, fromY: y, toX: x, toY: y, isPan: event.shiftKey, startRange: chart.geometry.x };
  };

  readonly move = (event: PointerEvent): void => {
    const chart = this.#parts.chart();
    const view = this.#parts.view();
    if (!chart) return;
    const { x, y } = place(event);
    this.pointerY = y;
    if (this.drag) {
      this.drag = { ...this.drag, toX: x, toY: y };
      if (this.drag.isPan) view.range = pannedX({ ...chart.geometry, x: this.drag.startRange }, x - this.drag.fromX);
      else view.leave();
      return;
    }
    const { plot } = chart.geometry;
    if (x < plot.x || x > plot.x + plot.width) view.leave();
    else view.point(xValue(chart.geometry, x), this.#parts.owner);
  };

  readonly up = (): void => {
    const chart = this.#parts.chart();
    const view = this.#parts.view();
    const ended = this.drag;
    this.drag = null;
    if (!chart || !ended || ended.isPan) return;
    const box = draggedBox(ended, chart.geometry);
    if (!box) return;
    const ranges = rangesOf(box, chart.geometry);
    view.range = ranges.x;
    if (ranges.y) view.yRanges = { ...view.yRanges, [this.#parts.yTitle()]: ranges.y };
  };

  readonly cancel = (): void => {
    this.drag = null;
  };

  readonly wheel = (event: WheelEvent): void => {
    const chart = this.#parts.chart();
    const isZoom = event.ctrlKey || event.metaKey;
    if (!chart || !(isZoom || event.shiftKey)) return;
    event.preventDefault();
    // With Shift, some systems turn the wheel's movement sideways.
    const turn = event.deltaY || event.deltaX;
    const { geometry } = chart;
    this.#parts.view().range = isZoom ? zoomedX(geometry, place(event).x, turn < 0) : pannedX(geometry, -turn);
  };

  readonly key = (event: KeyboardEvent): void => {
    const chart = this.#parts.chart();
    const view = this.#parts.view();
    if (!chart || event.ctrlKey || event.metaKey || event.altKey) return;
    const { geometry } = chart;
    const middle = view.cursor ? xPixel(geometry, view.cursor.x) : geometry.plot.x + geometry.plot.width / 2;
    const isSideways = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if (event.key === '+' || event.key === '=') view.range = zoomedX(geometry, middle, true);
    else if (event.key === '-') view.range = zoomedX(geometry, middle, false);
    else if (event.key === '0') view.showAll();
    else if (event.key === 'Escape' && view.cursor) view.leave();
    else if (isSideways && event.shiftKey)
      view.range = pannedX(geometry, ((event.key === 'ArrowLeft' ? 1 : -1) * geometry.plot.width) / 8);
    else if (isSideways) this.#step(chart, event.key === 'ArrowRight');
    else return;
    event.preventDefault();
  };

  /** To the next measured place, in either direction. */
  #step(chart: BuiltChart, forwards: boolean): void {
    const xs = chart.groups[0]?.bands.x ?? chart.runs[0]?.data.x;
    if (!xs || xs.length === 0) return;
    const view = this.#parts.view();
    const { x: range } = chart.geometry;
    const from = view.cursor?.x ?? (forwards ? range.low : range.high);
    const next = nearestIndex(xs, from) + (view.cursor === null ? 0 : forwards ? 1 : -1);
    const at = xs[Math.min(xs.length - 1, Math.max(0, next))];
    if (at !== undefined) view.point(at, this.#parts.owner, true);
  }
}

function place(event: PointerEvent | WheelEvent): { x: number; y: number } {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}
