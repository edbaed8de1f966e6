/**
 * Which points of a curve to draw, when there are more than pixels. Nothing is averaged and nothing is moved: what is drawn was
 * measured. All in O(n), as indices, so that a chart can say how many of how many points it shows.
 */
import { isDrawable, shareOfAxis, type AxisRange, type Scale } from './axis';

export interface View {
  /** The stretch of the x axis that is shown. */
  readonly range: AxisRange;
  readonly scale: Scale;
}

/**
 * The first, lowest, highest and last point of every bucket, one bucket a column of pixels: lines through them cover the same
 * pixels as lines through all points. Source: Jugel, Jerzak, Hackenbroich and Markl 2014, M4.
 *
 * A gap (a y that is not finite) is marked by one index of it: where a bucket begins or ends with one, and once within a
 * bucket, where it is narrower than a pixel. Of what lies outside the range only the nearest point on either side
 * is kept, for the lines that leave the picture. Expects ascending x; where x turns back, more points are kept, never fewer.
 *
 * @param buckets columns of pixels
 */
export function extremeIndices(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  buckets: number,
  { range, scale }: View,
): Uint32Array {
  const kept = new KeptIndices(y);
  let bucket = new Bucket();
  let current = NaN;
  const finish = () => {
    if (current < 0) kept.keep([bucket.latest]);
    else if (current >= buckets) kept.keep([bucket.earliest]);
    else kept.keep(bucket.indices());
  };
  for (let i = 0; i < x.length; i++) {
    const share = shareOfAxis(x[i] ?? NaN, range, scale);
    if (Number.isNaN(share)) continue;
    // The right end belongs to the last column.
    const column = share === 1 ? buckets - 1 : Math.min(buckets, Math.max(-1, Math.floor(share * buckets)));
    if (column !== current) {
      finish();
      bucket = new Bucket();
      current = column;
    }
    bucket.take(i, y[i] ?? NaN);
  }
  finish();
  return kept.indices();
}

/** How many of the indices are points rather than marks of gaps. */
export function countPoints(y: ArrayLike<number>, indices: Uint32Array): number {
  let count = 0;
  for (const index of indices) if (Number.isFinite(y[index])) count++;
  return count;
}

const NONE = -1;

/** What stands out among the points of one column. */
class Bucket {
  earliest = NONE;
  latest = NONE;
  #first = NONE;
  #last = NONE;
  #lowest = NONE;
  #highest = NONE;
  #low = Infinity;
  #high = -Infinity;
  #gapBefore = NONE;
  #gapWithin = NONE;
  #gapAfter = NONE;

  take(index: number, y: number): void {
    if (this.earliest === NONE) this.earliest = index;
    this.latest = index;
    if (!Number.isFinite(y)) {
      if (this.#first === NONE) this.#gapBefore = this.#gapBefore === NONE ? index : this.#gapBefore;
      else if (this.#gapAfter === NONE) this.#gapAfter = index;
      return;
    }
    if (this.#first === NONE) this.#first = index;
    if (this.#gapWithin === NONE) this.#gapWithin = this.#gapAfter;
    this.#gapAfter = NONE;
    this.#last = index;
    if (y < this.#low) [this.#low, this.#lowest] = [y, index];
    if (y > this.#high) [this.#high, this.#highest] = [y, index];
  }

  /** Ascending. */
  indices(): number[] {
    const found = [
      this.#gapBefore,
      this.#first,
      this.#lowest,
      this.#highest,
      this.#gapWithin,
      this.#last,
      this.#gapAfter,
    ];
    return found.filter((index) => index !== NONE).sort((a, b) => a - b);
  }
}

/** Indices in order, each once, and one mark for a gap however many columns it spans. */
export class KeptIndices {
  readonly #kept: number[] = [];
  readonly #y: ArrayLike<number>;

  constructor(y: ArrayLike<number>) {
    this.#y = y;
  }

  keep(indices: readonly number[]): void {
    for (const index of indices) {
      const last = this.#kept.at(-1);
      if (index === NONE || index === last) continue;
      const isGap = !isDrawable(this.#y[index] ?? NaN, 'linear');
      if (isGap && last !== undefined && !isDrawable(this.#y[last] ?? NaN, 'linear')) continue;
      this.#kept.push(index);
    }
  }

  indices(): Uint32Array {
    return Uint32Array.from(this.#kept);
  }
}
