/** The stretches of the axes that a chart shows. */
import { isDrawable, sharedRange, type AxisRange, type Scale } from '../../../core/analysis/axis';
import { indexRange, type CurveData, type Scales } from './curve-data';
import { valueAt } from './geometry';

/** Share of an axis that stays free above and below the curves. */
const ROOM = 0.04;

/** From the first to the last place that a value was measured at; null where there is none. */
export function xRangeOf({ x, y }: CurveData, scale: Scale): AxisRange | null {
  const isPlace = (i: number) => isDrawable(x[i] ?? NaN, scale) && !Number.isNaN(y[i]);
  let first = 0;
  while (first < x.length && !isPlace(first)) first++;
  let last = x.length - 1;
  while (last > first && !isPlace(last)) last--;
  return first < x.length ? { low: x[first] ?? NaN, high: x[last] ?? NaN } : null;
}

/** Of everything that is drawn of a curve within a stretch of the x axis, the faint original included. */
export function yRangeOf({ x, y, shown }: CurveData, scales: Scales, within: AxisRange | null): AxisRange | null {
  const { from, to } = within ? indexRange(x, within) : { from: 0, to: x.length };
  const parts = shown === y ? [y] : [y, shown];
  return extent(
    parts.map((part) => part.subarray(from, to)),
    scales.y,
  );
}

/** Lowest and highest drawable value; unlike `sharedRange`, without room around a single one. */
export function extent(parts: readonly Float64Array[], scale: Scale): AxisRange | null {
  let low = Infinity;
  let high = -Infinity;
  for (const values of parts) {
    for (const value of values) {
      if (!isDrawable(value, scale)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? null : { low, high };
}

/** What all of them need; where nothing is drawn, something to put an axis on. */
export function united(ranges: readonly (AxisRange | null)[], scale: Scale): AxisRange {
  const ends = Float64Array.from(ranges.flatMap((range) => (range ? [range.low, range.high] : [])));
  return sharedRange([ends], scale) ?? (scale === 'linear' ? { low: 0, high: 1 } : { low: 1, high: 10 });
}

export function withRoom(range: AxisRange, scale: Scale): AxisRange {
  const low = valueAt(-ROOM, range, scale);
  const high = valueAt(1 + ROOM, range, scale);
  const isUsable = Number.isFinite(low) && Number.isFinite(high) && (scale === 'linear' || low > 0);
  return isUsable ? { low, high } : range;
}

/** Of a live axis, how much it may show beyond the curves, and how far it looks ahead when they reach its end. */
const MOST_SLACK = 0.35;
const AHEAD = 0.12;

/**
 * The range of an axis whose curves grow: what it was while that still fits, else some way ahead, so that the curves that
 * have ended need not be drawn again with every row of those that train.
 */
export function steadyRange(
  before: AxisRange | null,
  needed: AxisRange,
  scale: Scale,
  growsTo: 'high' | 'both',
): AxisRange {
  if (before && before.low <= needed.low && before.high >= needed.high) {
    const used = shareOf(before, needed.high, scale) - shareOf(before, needed.low, scale);
    if (used >= 1 - MOST_SLACK && (before.low === needed.low || growsTo === 'both')) return before;
  }
  const high = valueAt(1 + AHEAD, needed, scale);
  const low = growsTo === 'both' ? valueAt(-AHEAD, needed, scale) : needed.low;
  return Number.isFinite(high) && Number.isFinite(low) ? { low, high } : needed;
}

function shareOf({ low, high }: AxisRange, value: number, scale: Scale): number {
  return scale === 'linear'
    ? (value - low) / (high - low)
    : (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
}
