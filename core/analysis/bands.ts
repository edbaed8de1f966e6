/**
 * A group of curves as one: its centre and a band around it at every x, and how many curves were measured there. A band is a
 * function of its own group's curves alone, so hiding a run never moves another group.
 */
import { deviation, mean, meanInterval, measured, median, quantile, standardError, type Interval } from './statistics';
import { studentQuantile } from './student-t';

/** One run: y at x. NaN in y is "not measured". Where an x comes twice, as after a resumption, the later one counts. */
export interface Curve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Deviation, error and interval are those of the mean, and drawn around it whatever the centre. */
export type Spread =
  | { readonly kind: 'deviation' }
  | { readonly kind: 'standard-error' }
  | { readonly kind: 'interval'; readonly confidence: number }
  | { readonly kind: 'quantiles'; readonly low: number; readonly high: number }
  | { readonly kind: 'range' };

export interface BandOptions {
  readonly centre: 'mean' | 'median';
  readonly spread: Spread;
  /** Take values between two neighbouring points of a curve from the straight line between them. Otherwise only what was measured counts. */
  readonly interpolate?: boolean;
}

export interface Bands {
  /** Every x at which a curve of the group was measured, ascending. */
  readonly x: Float64Array;
  /** Curves with a value there: fewer where runs ended earlier. */
  readonly n: Uint32Array;
  /** Of them, how many were interpolated. */
  readonly interpolated: Uint32Array;
  readonly centre: Float64Array;
  /** NaN where the band is unknown, as with a single run. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export function bands(curves: readonly Curve[], { centre, spread, interpolate = false }: BandOptions): Bands {
  const ordered = curves.map(orderedCurve);
  const x = everyX(ordered);
  const size = x.length;
  const result = {
    x,
    n: new Uint32Array(size),
    interpolated: new Uint32Array(size),
    centre: new Float64Array(size),
    low: new Float64Array(size),
    high: new Float64Array(size),
  };
  const spreadAt = spreadOf(spread);
  const positions = new Uint32Array(ordered.length);
  const values = new Float64Array(ordered.length);
  for (let i = 0; i < size; i++) {
    const at = x[i] as number;
    let n = 0;
    for (let c = 0; c < ordered.length; c++) {
      const curve = ordered[c] as OrderedCurve;
      let position = positions[c] as number;
      while ((curve.x[position] ?? Infinity) < at) position++;
      positions[c] = position;
      const isMeasured = curve.x[position] === at;
      if (!isMeasured && !interpolate) continue;
      const value = isMeasured ? (curve.y[position] as number) : between(curve, position, at);
      if (Number.isNaN(value)) continue;
      if (!isMeasured) result.interpolated[i] = (result.interpolated[i] as number) + 1;
      values[n++] = value;
    }
    const present = values.subarray(0, n);
    const band = spreadAt(present);
    result.n[i] = n;
    result.centre[i] = (centre === 'mean' ? mean(present) : median(present)) ?? NaN;
    result.low[i] = band?.low ?? NaN;
    result.high[i] = band?.high ?? NaN;
  }
  return result;
}

interface OrderedCurve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Ascending in x, each x once, without points that have no place on the axis. */
function orderedCurve(curve: Curve): OrderedCurve {
  const order: number[] = [];
  const xs = curve.x;
  let isOrdered = true;
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i] ?? NaN;
    if (!Number.isFinite(x)) continue;
    if (order.length > 0 && x <= (xs[order.at(-1) as number] as number)) isOrdered = false;
    order.push(i);
  }
  if (isOrdered) return pick(curve, order);
  order.sort((a, b) => (xs[a] as number) - (xs[b] as number) || a - b);
  return pick(
    curve,
    order.filter((index, position) => xs[index] !== xs[order[position + 1] ?? -1]),
  );
}

function pick({ x, y }: Curve, order: readonly number[]): OrderedCurve {
  return {
    x: Float64Array.from(order, (index) => x[index] ?? NaN),
    y: Float64Array.from(order, (index) => y[index] ?? NaN),
  };
}

/** Where any curve has a value, ascending, each x once. */
function everyX(curves: readonly OrderedCurve[]): Float64Array {
  const all = new Float64Array(curves.reduce((total, { x }) => total + x.length, 0));
  let length = 0;
  for (const { x, y } of curves) {
    for (let i = 0; i < x.length; i++) if (!Number.isNaN(y[i])) all[length++] = x[i] as number;
  }
  const sorted = all.subarray(0, length).sort();
  let distinct = 0;
  for (let i = 0; i < length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[distinct++] = sorted[i] as number;
  return sorted.slice(0, distinct);
}

/** On the line between the points on either side; NaN outside the curve and beside a gap. */
function between({ x, y }: OrderedCurve, next: number, at: number): number {
  const right = x[next];
  const left = x[next - 1];
  if (left === undefined || right === undefined) return NaN;
  const share = (at - left) / (right - left);
  return (y[next - 1] as number) * (1 - share) + (y[next] as number) * share;
}

function spreadOf(spread: Spread): (values: Float64Array) => Interval | null {
  switch (spread.kind) {
    case 'deviation':
      return (values) => around(mean(values), deviation(values));
    case 'standard-error':
      return (values) => around(mean(values), standardError(values));
    case 'interval': {
      const quantile = rememberingStudentQuantile();
      return (values) => meanInterval(values, spread.confidence, quantile);
    }
    case 'quantiles':
      return (values) => fromTo(quantile(values, spread.low), quantile(values, spread.high));
    case 'range':
      return (values) => {
        const sorted = measured(values).toSorted();
        return fromTo(sorted[0] ?? null, sorted.at(-1) ?? null);
      };
  }
}

function around(centre: number | null, reach: number | null): Interval | null {
  return centre === null || reach === null ? null : { low: centre - reach, high: centre + reach };
}

function fromTo(low: number | null, high: number | null): Interval | null {
  return low === null || high === null ? null : { low, high };
}

/** Thousands of x share a few numbers of runs, and the quantile is the costly part. */
function rememberingStudentQuantile(): typeof studentQuantile {
  const known = new Map<number, number>();
  return (p, degrees) => {
    const kept = known.get(degrees) ?? studentQuantile(p, degrees);
    known.set(degrees, kept);
    return kept;
  };
}
