/** Where values stand in a chart of curves, in pixels, and back. */
import { shareOfAxis, type AxisRange } from '../../../core/analysis/axis';
import type { Scales } from './curve-data';
import type { Box } from './scene';

/** Heights of the strips beside the plot, for values that have no place on the y axis. */
export const STRIP_HEIGHT = 14;
const STRIP_GAP = 3;
const MARGIN = { left: 66, right: 12, top: 8, bottom: 38 };

export interface Geometry {
  readonly width: number;
  readonly height: number;
  readonly plot: Box;
  /** For +∞, above the plot. */
  readonly topStrip: Box | null;
  /** For zero, negative, −∞ and what is not a number, below the plot. */
  readonly bottomStrip: Box | null;
  readonly x: AxisRange;
  readonly y: AxisRange;
  readonly scales: Scales;
}

export interface GeometryParts extends Pick<Geometry, 'width' | 'height' | 'x' | 'y' | 'scales'> {
  readonly hasTopStrip: boolean;
  readonly hasBottomStrip: boolean;
}

export function geometryOf({ width, height, x, y, scales, hasTopStrip, hasBottomStrip }: GeometryParts): Geometry {
  const room = STRIP_HEIGHT + STRIP_GAP;
  const top = MARGIN.top + (hasTopStrip ? room : 0);
  const bottom = height - MARGIN.bottom - (hasBottomStrip ? room : 0);
  const plot = {
    x: MARGIN.left,
    y: top,
    width: Math.max(1, width - MARGIN.left - MARGIN.right),
    height: Math.max(1, bottom - top),
  };
  const strip = { x: plot.x, width: plot.width, height: STRIP_HEIGHT };
  return {
    width,
    height,
    plot,
    topStrip: hasTopStrip ? { ...strip, y: MARGIN.top } : null,
    bottomStrip: hasBottomStrip ? { ...strip, y: plot.y + plot.height + STRIP_GAP } : null,
    x,
    y,
    scales,
  };
}

/** NaN where the axis has no place for the value. */
export function xPixel({ plot, x, scales }: Geometry, value: number): number {
  return plot.x + plot.width * shareOfAxis(value, x, scales.x);
}

export function yPixel({ plot, y, scales }: Geometry, value: number): number {
  return plot.y + plot.height * (1 - shareOfAxis(value, y, scales.y));
}

export function xValue({ plot, x, scales }: Geometry, pixel: number): number {
  return valueAt((pixel - plot.x) / plot.width, x, scales.x);
}

export function yValue({ plot, y, scales }: Geometry, pixel: number): number {
  return valueAt(1 - (pixel - plot.y) / plot.height, y, scales.y);
}

/** The value at a share of an axis, which may lie beyond its ends. */
export function valueAt(share: number, { low, high }: AxisRange, scale: Scales['x']): number {
  if (scale === 'linear') return low * (1 - share) + high * share;
  return Math.exp(Math.log(low) * (1 - share) + Math.log(high) * share);
}

/** The range that an axis shows once it is zoomed by `factor` (below 1 is closer) about a share of it. */
export function zoomed(range: AxisRange, scale: Scales['x'], share: number, factor: number): AxisRange {
  return {
    low: valueAt(share - share * factor, range, scale),
    high: valueAt(share + (1 - share) * factor, range, scale),
  };
}

export function panned(range: AxisRange, scale: Scales['x'], share: number): AxisRange {
  return { low: valueAt(share, range, scale), high: valueAt(1 + share, range, scale) };
}
