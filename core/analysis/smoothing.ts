/**
 * Smoothed curves. All work by index, not by x: a point counts as one point however far its neighbour is. What is not
 * finite (not measured, or diverged) is a gap and stays one, in its place and nowhere else: it takes no part in any other
 * point's value, and a smoothed curve has values exactly where the curve has.
 */

export type Smoothing =
  | { readonly kind: 'none' }
  /** `weight` is the share of the past that each point keeps: 0 (nothing is smoothed) to below 1. */
  | { readonly kind: 'exponential'; readonly weight: number }
  /** `window` is in points. */
  | { readonly kind: 'mean'; readonly window: number }
  | { readonly kind: 'median'; readonly window: number };

/** @returns as many values as were given */
export function smooth(values: ArrayLike<number>, smoothing: Smoothing): Float64Array {
  switch (smoothing.kind) {
    case 'none':
      return Float64Array.from(values);
    case 'exponential':
      return exponentialAverage(values, smoothing.weight);
    case 'mean':
      return movingMean(values, smoothing.window);
    case 'median':
      return movingMedian(values, smoothing.window);
  }
}

/**
 * The exponential moving average, without its bias towards where it began:
 *
 *     m[t] = β m[t-1] + (1 − β) y[t],  m[0] = 0;   shown is m[t] / (1 − β^t)
 *
 * where t counts the finite values so far. Source: Kingma and Ba 2015 (Adam), algorithm 1 and section 3.
 */
export function exponentialAverage(values: ArrayLike<number>, weight: number): Float64Array {
  if (!(weight >= 0 && weight < 1)) throw new RangeError(`The weight of the past is from 0 to below 1, not ${weight}`);
  const smoothed = new Float64Array(values.length).fill(NaN);
  let average = 0;
  // 1 − β^t, by the same recursion, so that a constant curve stays what it is.
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    average = weight * average + (1 - weight) * value;
    total = weight * total + (1 - weight);
    smoothed[i] = average / total;
  }
  return smoothed;
}

/**
 * The mean of the points up to half a window away on either side; near the ends, of those that there are. A window has a
 * middle, so an even one is taken one point wider.
 *
 * In O(n): every window is the end of one block and the beginning of the next, whose sums are kept (van Herk 1992; Gil and
 * Werman 1993, for minima). A running sum would be simpler, but one large value, once subtracted, leaves its rounding in
 * all that follows.
 */
export function movingMean(values: ArrayLike<number>, window: number): Float64Array {
  const half = halfOf(window, values.length);
  const width = 2 * half + 1;
  const n = values.length;
  // Halved often enough that no sum of a window overflows; powers of two divide without rounding.
  const scale = 2 ** -Math.ceil(Math.log2(width));
  const padded = n + 2 * half;
  const forwards = new Float64Array(padded);
  const backwards = new Float64Array(padded);
  const counts = new Uint32Array(padded + 1);
  const at = (position: number) => values[position - half] ?? NaN;
  for (let i = 0; i < padded; i++) {
    const value = at(i);
    const isKnown = Number.isFinite(value);
    forwards[i] = (i % width === 0 ? 0 : (forwards[i - 1] as number)) + (isKnown ? value * scale : 0);
    counts[i + 1] = (counts[i] as number) + Number(isKnown);
  }
  for (let i = padded - 1; i >= 0; i--) {
    const value = at(i);
    const startsAnew = i % width === width - 1 || i === padded - 1;
    backwards[i] = (startsAnew ? 0 : (backwards[i + 1] as number)) + (Number.isFinite(value) ? value * scale : 0);
  }
  const smoothed = new Float64Array(n).fill(NaN);
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(values[i])) continue;
    const last = i + width - 1;
    const total = i % width === 0 ? (forwards[last] as number) : (backwards[i] as number) + (forwards[last] as number);
    const count = (counts[last + 1] as number) - (counts[i] as number);
    smoothed[i] = total / count / scale;
  }
  return smoothed;
}

/**
 * The median of the same points (Tukey 1977): a single outlier leaves no trace. The window is kept sorted, so a step costs the
 * window's length at most, in moves of memory.
 */
export function movingMedian(values: ArrayLike<number>, window: number): Float64Array {
  const half = halfOf(window, values.length);
  const n = values.length;
  const smoothed = new Float64Array(n).fill(NaN);
  const sorted = new Float64Array(Math.min(2 * half + 1, n));
  let size = 0;
  for (let i = -half; i < n; i++) {
    const entering = values[i + half];
    const leaving = values[i - half - 1];
    if (leaving !== undefined && Number.isFinite(leaving)) {
      const position = firstNotBelow(sorted, size, leaving);
      sorted.copyWithin(position, position + 1, size);
      size--;
    }
    if (entering !== undefined && Number.isFinite(entering)) {
      const position = firstNotBelow(sorted, size, entering);
      sorted.copyWithin(position + 1, position, size);
      sorted[position] = entering;
      size++;
    }
    if (i < 0 || !Number.isFinite(values[i])) continue;
    const lower = sorted[(size - 1) >> 1] as number;
    const upper = sorted[size >> 1] as number;
    smoothed[i] = lower === upper ? lower : lower / 2 + upper / 2;
  }
  return smoothed;
}

function halfOf(window: number, length: number): number {
  if (!(window >= 1)) throw new RangeError(`A window has at least one point, not ${window}`);
  // One that reaches past both ends from everywhere is no different from one that is wider still.
  return Math.min(Math.floor(window / 2), length);
}

function firstNotBelow(sorted: Float64Array, size: number, value: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
