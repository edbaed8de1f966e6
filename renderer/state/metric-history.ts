/**
 * The metric rows of one run that the window holds, sorted by epoch, one row an epoch, a typed array a metric. Past
 * {@link MOST_ROWS} they are thinned to an overview: what is on disk stays complete.
 */
import { MetricOverview, OVERVIEW_ROWS } from '../../core/contract/metric-overview';
import { METRICS, type MetricName } from '../../core/contract/run';

const WIDTH = METRICS.length;
const EPOCH = METRICS.indexOf('epoch');

/** Thinned no more often than after so many new rows that thinning costs nothing beside taking them in. */
const MOST_ROWS = 2 * OVERVIEW_ROWS;

export class MetricHistory {
  #columns = METRICS.map(() => new Float64Array(64));
  #length = 0;
  #total = 0;

  get length(): number {
    return this.#length;
  }

  /** Rows that the run has logged, as far as is known here; more than {@link length} once they are thinned. */
  get total(): number {
    return this.#total;
  }

  /** Takes in what is on disk. @param total rows that there are, of which the given ones may be an overview */
  replaceTotal(rows: Float64Array, total: number): void {
    this.merge(rows);
    const newest = rows.at(EPOCH - WIDTH) ?? -Infinity;
    // Rows that came from the trainer after the log was read.
    this.#total = total + this.#length - this.#placeAfter(newest);
  }

  /** Takes in flattened rows. An epoch that is known already is replaced: history and live rows may overlap. */
  merge(rows: Float64Array): void {
    this.#makeRoomFor(this.#length + Math.floor(rows.length / WIDTH));
    for (let start = 0; start + WIDTH <= rows.length; start += WIDTH) this.#put(rows, start);
    if (this.#length > MOST_ROWS) this.#thin();
  }

  /** Values of one metric in epoch order; NaN where it was not measured. A view: it holds until rows are merged again. */
  column(metric: MetricName): Float64Array {
    return this.#columnAt(METRICS.indexOf(metric)).subarray(0, this.#length);
  }

  /** The newest measured value of a metric, or null. */
  last(metric: MetricName): number | null {
    const column = this.column(metric);
    for (let row = column.length - 1; row >= 0; row--) {
      const value = column[row] ?? NaN;
      if (!Number.isNaN(value)) return value;
    }
    return null;
  }

  #put(rows: Float64Array, start: number): void {
    const epoch = rows[start + EPOCH] ?? NaN;
    if (!Number.isFinite(epoch)) return;
    const place = this.#placeOf(epoch);
    if (place === this.#length) this.#total++;
    if (place === this.#length) this.#length++;
    else if (this.#epochAt(place) !== epoch) this.#openGapAt(place);
    let offset = start;
    for (const column of this.#columns) column[place] = rows[offset++] ?? NaN;
  }

  /** First row whose epoch is not below `epoch`; new rows nearly always go to the end. */
  #placeOf(epoch: number): number {
    if (this.#length === 0 || this.#epochAt(this.#length - 1) < epoch) return this.#length;
    let low = 0;
    let high = this.#length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#epochAt(middle) < epoch) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #placeAfter(epoch: number): number {
    const place = this.#placeOf(epoch);
    return place < this.#length && this.#epochAt(place) === epoch ? place + 1 : place;
  }

  #thin(): void {
    const flat = new Float64Array(this.#length * WIDTH);
    for (let row = 0; row < this.#length; row++) {
      for (let column = 0; column < WIDTH; column++) flat[row * WIDTH + column] = this.#columnAt(column)[row] ?? NaN;
    }
    const overview = new MetricOverview(OVERVIEW_ROWS);
    overview.add(flat);
    const rows = overview.rows();
    this.#length = rows.length / WIDTH;
    for (let row = 0; row < this.#length; row++) {
      for (let column = 0; column < WIDTH; column++) this.#columnAt(column)[row] = rows[row * WIDTH + column] ?? NaN;
    }
  }

  #columnAt(index: number): Float64Array {
    return this.#columns[index] ?? NONE;
  }

  #epochAt(row: number): number {
    return this.#columnAt(EPOCH)[row] ?? NaN;
  }

  /** Doubles, so that rows that come one by one are copied a few times at the most. */
  #makeRoomFor(rows: number): void {
    const held = this.#columnAt(EPOCH).length;
    if (rows <= held) return;
    const size = Math.max(rows, 2 * held);
    this.#columns = this.#columns.map((column) => {
      const larger = new Float64Array(size);
      larger.set(column);
      return larger;
    });
  }

  #openGapAt(place: number): void {
    for (const column of this.#columns) column.copyWithin(place + 1, place, this.#length);
    this.#length++;
  }
}

const NONE = new Float64Array(0);
