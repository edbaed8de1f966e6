/**
 * The metric rows of one run that the window holds, sorted by epoch, one row an epoch, a typed array a metric. Past
 * {@link MOST_ROWS} they are thinned to an overview: what is on disk stays complete.
 */
import { OVERVIEW_ROWS } from '../../core/contract/metric-overview';
import { overviewIndices } from '../../core/contract/overview-indices';
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

  /**
   * Takes in what is on disk.
   *
   * @param total   rows that there are, of which the given ones may be an overview
   * @param columns what a row has, the epoch first
   */
  replaceTotal(rows: Float64Array, total: number, columns: readonly MetricName[] = METRICS): void {
    this.merge(rows, columns);
    const newest = rows.at(-columns.length) ?? -Infinity;
    // Rows that came from the trainer after the log was read.
    this.#total = total + this.#length - this.#placeAfter(newest);
  }

  /**
   * Takes in flattened rows. An epoch that is known already is replaced: history and live rows may overlap.
   *
   * @param columns what a row has, the epoch first; what it lacks stays NaN
   */
  merge(rows: Float64Array, columns: readonly MetricName[] = METRICS): void {
    const width = columns.length;
    const places = columns.map((name) => METRICS.indexOf(name));
    const count = Math.floor(rows.length / width);
    this.#makeRoomFor(this.#length + count);
    if (this.#comeAfter(rows, width, count)) this.#append(rows, places, count);
    else for (let row = 0; row < count; row++) this.#put(rows, row * width, places);
    if (this.#length > MOST_ROWS) this.#thin();
  }

  /** The rows of later epochs, flattened, all metrics of each. */
  after(epoch: number): Float64Array {
    const from = this.#placeAfter(epoch);
    const flat = new Float64Array((this.#length - from) * WIDTH);
    for (let row = from; row < this.#length; row++) {
      for (let column = 0; column < WIDTH; column++) {
        flat[(row - from) * WIDTH + column] = this.#columnAt(column)[row] ?? NaN;
      }
    }
    return flat;
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

  /** Whether the rows follow on all that there is, in the order of their epochs, as nearly all do. */
  #comeAfter(rows: Float64Array, width: number, count: number): boolean {
    let last = this.#length === 0 ? -Infinity : this.#epochAt(this.#length - 1);
    for (let at = 0; at < count * width; at += width) {
      const epoch = rows[at] ?? NaN;
      if (!(epoch > last && epoch < Infinity)) return false;
      last = epoch;
    }
    return true;
  }

  #append(rows: Float64Array, places: readonly number[], count: number): void {
    const width = places.length;
    this.#columns.forEach((column, place) => {
      const offset = places.indexOf(place);
      if (offset < 0) column.fill(NaN, this.#length, this.#length + count);
      else for (let row = 0; row < count; row++) column[this.#length + row] = rows[row * width + offset] ?? NaN;
    });
    this.#length += count;
    this.#total += count;
  }

  #put(rows: Float64Array, start: number, places: readonly number[]): void {
    const epoch = rows[start] ?? NaN;
    if (!Number.isFinite(epoch)) return;
    const place = this.#placeOf(epoch);
    if (place === this.#length) this.#total++;
    const isNew = place === this.#length || this.#epochAt(place) !== epoch;
    if (place === this.#length) this.#length++;
    else if (isNew) this.#openGapAt(place);
    if (isNew && places.length < WIDTH) for (const column of this.#columns) column[place] = NaN;
    for (let each = 0; each < places.length; each++) {
      this.#columnAt(places[each] ?? EPOCH)[place] = rows[start + each] ?? NaN;
    }
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
    const columns = this.#columns.map((column) => column.subarray(0, this.#length));
    const kept = overviewIndices(columns, OVERVIEW_ROWS);
    for (const column of columns) kept.forEach((from, to) => (column[to] = column[from] ?? NaN));
    this.#length = kept.length;
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
