/** Which points an axis can show, which go to the strip beside it, and the range that several curves share. */

export type Scale = 'linear' | 'logarithmic';

export function isDrawable(value: number, scale: Scale): boolean {
  return Number.isFinite(value) && (scale === 'linear' || value > 0);
}

/** What has no place on an axis: on a linear one only what is not finite. */
export const STRIP_KINDS = ['zero', 'negative', 'notANumber', 'infinity', 'negativeInfinity'] as const;
export type StripKind = (typeof STRIP_KINDS)[number];

export function stripKind(value: number, scale: Scale): StripKind | null {
  if (isDrawable(value, scale)) return null;
  if (Number.isNaN(value)) return 'notANumber';
  if (value === Infinity) return 'infinity';
  if (value === -Infinity) return 'negativeInfinity';
  return value === 0 ? 'zero' : 'negative';
}

export interface Placement {
  /** Indices of the points that can be drawn. */
  readonly drawable: Uint32Array;
  /** Indices of the points whose y belongs in the strip, by what they are. Their x is drawable. */
  readonly strip: Readonly<Record<StripKind, Uint32Array>>;
  /** Points without a place along the axis at all, such as step 0 where x is logarithmic. */
  readonly withoutX: number;
}

export function placePoints(x: ArrayLike<number>, y: ArrayLike<number>, scales: { x: Scale; y: Scale }): Placement {
  const drawable: number[] = [];
  const strip: Record<StripKind, number[]> = {
    zero: [],
    negative: [],
    notANumber: [],
    infinity: [],
    negativeInfinity: [],
  };
  let withoutX = 0;
  for (let i = 0; i < x.length; i++) {
    if (!isDrawable(x[i] ?? NaN, scales.x)) {
      withoutX++;
      continue;
    }
    const kind = stripKind(y[i] ?? NaN, scales.y);
    (kind === null ? drawable : strip[kind]).push(i);
  }
  return {
    drawable: Uint32Array.from(drawable),
    strip: {
      zero: Uint32Array.from(strip.zero),
      negative: Uint32Array.from(strip.negative),
      notANumber: Uint32Array.from(strip.notANumber),
      infinity: Uint32Array.from(strip.infinity),
      negativeInfinity: Uint32Array.from(strip.negativeInfinity),
    },
    withoutX,
  };
}

export interface AxisRange {
  readonly low: number;
  readonly high: number;
}

/** From the lowest to the highest drawable value of all series; null where there is none. A single value gets room on both sides. */
export function sharedRange(series: readonly ArrayLike<number>[], scale: Scale): AxisRange | null {
  let low = Infinity;
  let high = -Infinity;
  for (const values of series) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? NaN;
      if (!isDrawable(value, scale)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return null;
  return low === high ? roomAround(low, scale) : { low, high };
}

function roomAround(value: number, scale: Scale): AxisRange {
  if (scale === 'logarithmic') {
    return { low: Math.max(value / 2, Number.MIN_VALUE), high: Math.min(value * 2, Number.MAX_VALUE) };
  }
  const room = value === 0 ? 1 : Math.abs(value) / 2;
  return { low: Math.max(value - room, -Number.MAX_VALUE), high: Math.min(value + room, Number.MAX_VALUE) };
}

/** Where along an axis from `low` to `high` a value stands: 0 to 1 within it. NaN where it cannot be drawn. */
export function shareOfAxis(value: number, { low, high }: AxisRange, scale: Scale): number {
  if (!isDrawable(value, scale)) return NaN;
  if (scale === 'linear') {
    const length = high - low;
    // A range from end to end of the doubles is longer than a double.
    return length === Infinity ? (value / 2 - low / 2) / (high / 2 - low / 2) : (value - low) / length;
  }
  return (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
}
