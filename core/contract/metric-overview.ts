/**
 * Metric rows of a run of any length, thinned to a bounded number. Used where a log is read and where rows arrive live, so
 * that both thin alike.
 *
 * Epochs are divided into buckets of equal width, a power of two. Of each bucket those whole rows stay that hold the lowest
 * or the highest finite value of any charted metric, and its first row; the last row of all stays too. So no spike of any
 * curve is lost, and rows thinned again are a part of the rows before.
 */
import { METRICS, type MetricName } from './run';

const WIDTH = METRICS.length;
export const EPOCH_COLUMN = METRICS.indexOf('epoch');
/** Columns whose extremes are kept: all that a chart shows. */
export const CHARTED_COLUMNS = METRICS.flatMap((name: MetricName, column) =>
  name === 'epoch' || name === 'step' || name === 'seconds' ? [] : [column],
);
/** Rows kept of a bucket at the most. */
export const OVERVIEW_SLOTS = 1 + 2 * CHARTED_COLUMNS.length;

/** Fewer rows than this are no overview. */
export const LEAST_OVERVIEW_ROWS = 100;
/** Rows that a chart of any width, and a zoom into it, can use. */
export const OVERVIEW_ROWS = 20_000;

interface Bucket {
  /** OVERVIEW_SLOTS rows: the first, and then of each charted column the lowest and the highest. Without a row, a slot has NaN for its epoch. */
  readonly rows: Float64Array;
  /** OVERVIEW_SLOTS values: what a row has to be below to take the slot. Negative values for a highest. */
  readonly bounds: Float64Array;
}

export class MetricOverview {
  readonly #most: number;
  /** All rows, while they are few enough; null once they are not. */
  #exact: Float64Array | null = new Float64Array(64 * WIDTH);
  #total = 0;
  #width = 1;
  #buckets = new Map<number, Bucket>();
  #last: Float64Array = new Float64Array(WIDTH).fill(NaN);

  /** @param most rows that {@link rows} returns at the most; at least {@link LEAST_OVERVIEW_ROWS} */
  constructor(most: number) {
    this.#most = most;
  }

  /** Rows that were added. */
  get total(): number {
    return this.#total;
  }

  /** @param rows flattened, whole rows in any order; a row without an epoch is left out */
  add(rows: Float64Array): void {
    if (this.#exact && this.#keepAll(this.#exact, rows)) return;
    for (let start = 0; start + WIDTH <= rows.length; start += WIDTH) {
      if (!Number.isFinite(rows[start + EPOCH_COLUMN])) continue;
      if (this.#exact) this.#keep(this.#exact, rows, start);
      else this.#place(rows, start);
      this.#total++;
    }
  }

  /** Flattened, sorted by epoch, each epoch once. */
  rows(): Float64Array<ArrayBuffer> {
    if (this.#exact) {
      const rows = this.#exact.slice(0, this.#total * WIDTH);
      if (ascends(rows)) return rows;
    }
    const kept: Float64Array[] = [];
    if (this.#exact) collect(this.#exact.subarray(0, this.#total * WIDTH), kept);
    for (const { rows } of this.#buckets.values()) collect(rows, kept);
    collect(this.#last, kept);
    kept.sort((a, b) => epochOf(a) - epochOf(b));
    const distinct = kept.filter((row, index) => index === 0 || epochOf(row) !== epochOf(kept[index - 1]));
    const flat = new Float64Array(distinct.length * WIDTH);
    distinct.forEach((row, index) => flat.set(row, index * WIDTH));
    return flat;
  }

  /** The common case at the speed of a copy: room for all, and epochs that ascend. @returns false where it is another case */
  #keepAll(exact: Float64Array, rows: Float64Array): boolean {
    const count = Math.floor(rows.length / WIDTH);
    if (this.#total + count > this.#most) return false;
    let last = this.#total === 0 ? -Infinity : value(exact, (this.#total - 1) * WIDTH + EPOCH_COLUMN);
    for (let row = 0; row < count; row++) {
      const epoch = value(rows, row * WIDTH + EPOCH_COLUMN);
      if (!(epoch > last && epoch < Infinity)) return false;
      last = epoch;
    }
    const room = this.#roomFor(exact, count);
    room.set(rows.subarray(0, count * WIDTH), this.#total * WIDTH);
    this.#total += count;
    return true;
  }

  #roomFor(exact: Float64Array, more: number): Float64Array {
    const needed = (this.#total + more) * WIDTH;
    if (needed <= exact.length) return exact;
    const room = new Float64Array(Math.max(needed, 2 * exact.length));
    room.set(exact);
    this.#exact = room;
    return room;
  }

  #keep(exact: Float64Array, rows: Float64Array, start: number): void {
    if (this.#total === this.#most) {
      this.#exact = null;
      for (let at = 0; at < this.#total * WIDTH; at += WIDTH) this.#place(exact, at);
      this.#place(rows, start);
      return;
    }
    this.#roomFor(exact, 1).set(rows.subarray(start, start + WIDTH), this.#total * WIDTH);
  }

  #place(rows: Float64Array, start: number): void {
    const epoch = value(rows, start + EPOCH_COLUMN);
    const key = Math.floor(epoch / this.#width);
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = {
        rows: new Float64Array(OVERVIEW_SLOTS * WIDTH).fill(NaN),
        bounds: new Float64Array(OVERVIEW_SLOTS).fill(Infinity),
      };
      this.#buckets.set(key, bucket);
    }
    // Not `>`: the first row of all meets NaN.
    if (!(epoch < value(this.#last, EPOCH_COLUMN))) copyRow(rows, start, this.#last, 0);
    offer(bucket, 0, epoch, rows, start);
    for (let each = 0; each < CHARTED_COLUMNS.length; each++) {
      const measured = value(rows, start + (CHARTED_COLUMNS[each] ?? 0));
      if (!Number.isFinite(measured)) continue;
      offer(bucket, 1 + 2 * each, measured, rows, start);
      offer(bucket, 2 + 2 * each, -measured, rows, start);
    }
    while (this.#buckets.size * OVERVIEW_SLOTS >= this.#most) this.#widen();
  }

  /** Half as many buckets, each twice as wide, of the rows that are left. */
  #widen(): void {
    const before = this.#buckets;
    this.#width *= 2;
    this.#buckets = new Map();
    for (const { rows } of before.values()) {
      for (let start = 0; start < rows.length; start += WIDTH) {
        if (!Number.isNaN(rows[start + EPOCH_COLUMN])) this.#place(rows, start);
      }
    }
  }
}

function ascends(rows: Float64Array): boolean {
  let last = -Infinity;
  for (let at = EPOCH_COLUMN; at < rows.length; at += WIDTH) {
    const epoch = value(rows, at);
    if (!(epoch > last)) return false;
    last = epoch;
  }
  return true;
}

function offer({ rows, bounds }: Bucket, slot: number, measured: number, from: Float64Array, start: number): void {
  if (!(measured < value(bounds, slot))) return;
  bounds[slot] = measured;
  copyRow(from, start, rows, slot * WIDTH);
}

function copyRow(from: Float64Array, start: number, to: Float64Array, at: number): void {
  for (let column = 0; column < WIDTH; column++) to[at + column] = value(from, start + column);
}

function collect(rows: Float64Array, into: Float64Array[]): void {
  for (let start = 0; start < rows.length; start += WIDTH) {
    if (!Number.isNaN(rows[start + EPOCH_COLUMN])) into.push(rows.subarray(start, start + WIDTH));
  }
}

function epochOf(row: Float64Array | undefined): number {
  return row?.[EPOCH_COLUMN] ?? NaN;
}

function value(numbers: Float64Array, at: number): number {
  return numbers[at] as number;
}
