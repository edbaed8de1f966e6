/** Zooming and panning by pointer, wheel and keys, as numbers. */
import type { AxisRange } from '../../../core/analysis/axis';
import { panned, xValue, yValue, zoomed, type Geometry } from './geometry';
import type { Box } from './scene';

/** Less than this is a click that trembled. Pixels. */
const LEAST_DRAG = 5;
/** A drag that is flatter than this zooms along x alone. Pixels. */
const FLAT = 32;

export interface Drag {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

/** What a drag encloses; the whole height where it is flat. Null where it is none. */
export function draggedBox({ fromX, fromY, toX, toY }: Drag, { plot }: Geometry): Box | null {
  const inX = (x: number) => Math.min(plot.x + plot.width, Math.max(plot.x, x));
  const inY = (y: number) => Math.min(plot.y + plot.height, Math.max(plot.y, y));
  const [left, right] = [inX(Math.min(fromX, toX)), inX(Math.max(fromX, toX))];
  const [top, bottom] = [inY(Math.min(fromY, toY)), inY(Math.max(fromY, toY))];
  if (right - left < LEAST_DRAG) return null;
  if (bottom - top < FLAT) return { x: left, width: right - left, y: plot.y, height: plot.height };
  return { x: left, width: right - left, y: top, height: bottom - top };
}

export function rangesOf(box: Box, geometry: Geometry): { readonly x: AxisRange; readonly y: AxisRange | null } {
  const isWholeHeight = box.height === geometry.plot.height;
  return {
    x: { low: xValue(geometry, box.x), high: xValue(geometry, box.x + box.width) },
    y: isWholeHeight ? null : { low: yValue(geometry, box.y + box.height), high: yValue(geometry, box.y) },
  };
}

/** How much closer one step of the wheel or one press of a key goes. */
const STEP = 0.75;

export function zoomedX({ x, plot, scales }: Geometry, pixel: number, closer: boolean): AxisRange {
  const share = Math.min(1, Math.max(0, (pixel - plot.x) / plot.width));
  return usable(zoomed(x, scales.x, share, closer ? STEP : 1 / STEP), x);
}

/** @param pixels that the curves move to the right */
export function pannedX({ x, plot, scales }: Geometry, pixels: number): AxisRange {
  return usable(panned(x, scales.x, -pixels / plot.width), x);
}

/** An axis can be zoomed until doubles run out. */
function usable(range: AxisRange, before: AxisRange): AxisRange {
  const { low, high } = range;
  return Number.isFinite(low) && Number.isFinite(high) && high - low > Math.abs(high) * 1e-12 ? range : before;
}
