/** One curve as it was measured and as it is smoothed: what is drawn, counted and read off at the cursor. Never changed once made. */
import { placePoints, STRIP_KINDS, type AxisRange, type Scale, type StripKind } from '../../../core/analysis/axis';
import { smooth, type Smoothing } from '../../../core/analysis/smoothing';

export interface CurveData {
  /** Ascending, but for what is not known. */
  readonly x: Float64Array;
  /** As measured; NaN is "not measured", or not a number. */
  readonly y: Float64Array;
  /** `y` itself where nothing is smoothed. */
  readonly shown: Float64Array;
  /** Index of the first value that was measured: what is not a number after it was meant to be one. */
  readonly start: number;
}

export function curveData(x: Float64Array, y: Float64Array, smoothing: Smoothing): CurveData {
  const start = y.findIndex((value) => !Number.isNaN(value));
  return { x, y, shown: smoothing.kind === 'none' ? y : smooth(y, smoothing), start: start < 0 ? y.length : start };
}

export interface Scales {
  readonly x: Scale;
  readonly y: Scale;
}

/** What a chart has to say about a curve on its axes, beside the line. */
export interface CurvePlaces {
  /** Values that were measured (or should have been) and have a place along the axis. */
  readonly points: number;
  /** Where values stand that have no place on the y axis. */
  readonly strip: Readonly<Record<StripKind, Float64Array>>;
  /** Values that have no place along the x axis, such as step 0 where it is logarithmic. */
  readonly withoutX: number;
}

/** @param range the stretch of the x axis that is shown */
export function curvePlaces({ x, y, start }: CurveData, scales: Scales, range: AxisRange | null): CurvePlaces {
  const placed = placePoints(x, y, scales);
  const isShown = (index: number) =>
    index >= start && (range === null || ((x[index] ?? NaN) >= range.low && (x[index] ?? NaN) <= range.high));
  const positions = (indices: Uint32Array) => Float64Array.from(indices.filter(isShown), (index) => x[index] ?? NaN);
  const strip = {
    zero: positions(placed.strip.zero),
    negative: positions(placed.strip.negative),
    notANumber: positions(placed.strip.notANumber),
    infinity: positions(placed.strip.infinity),
    negativeInfinity: positions(placed.strip.negativeInfinity),
  };
  let points = 0;
  for (const index of placed.drawable) if (isShown(index)) points++;
  for (const kind of STRIP_KINDS) points += strip[kind].length;
  let withoutX = 0;
  if (placed.withoutX > 0) {
    for (let i = start; i < x.length; i++) {
      const at = x[i] ?? NaN;
      if (!Number.isNaN(y[i]) && !(Number.isFinite(at) && (scales.x === 'linear' || at > 0))) withoutX++;
    }
  }
  return { points, strip, withoutX };
}

/** The points from just before to just after a range: what the lines in it and out of it need. */
export function indexRange(
  x: ArrayLike<number>,
  { low, high }: AxisRange,
): { readonly from: number; readonly to: number } {
  const from = firstNotBelow(x, low);
  let to = firstNotBelow(x, high);
  while (to < x.length && x[to] === high) to++;
  return { from: Math.max(0, from - 1), to: Math.min(x.length, to + 1) };
}

/** @param x ascending */
export function firstNotBelow(x: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the point nearest to `at`; −1 where there is none. @param x ascending */
export function nearestIndex(x: ArrayLike<number>, at: number): number {
  const next = firstNotBelow(x, at);
  if (next === 0) return x.length > 0 ? 0 : -1;
  if (next === x.length) return next - 1;
  return at - (x[next - 1] ?? NaN) <= (x[next] ?? NaN) - at ? next - 1 : next;
}
