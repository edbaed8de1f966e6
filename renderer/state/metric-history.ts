/**
 * The metric rows of one run that the window holds, sorted by epoch, one row an epoch. Past {@link MOST_ROWS} they are thinned
 * to an overview: what is on disk stays complete.
 */
import { MetricOverview, OVERVIEW_ROWS } from '../../core/contract/metric-overview';
import { METRICS, type MetricName } from '../../core/contract/run';

const WIDTH = METRICS.length;
const EPOCH = METRICS.indexOf('epoch');

/** Thinned no more often than after so many new rows that thinning costs nothing beside taking them in. */
const MOST_ROWS = 2 * OVERVIEW_ROWS;

export class MetricHistory {
  #rows = new Float64Array(64 * WIDTH);
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
    for (let start = 0; start + WIDTH <= rows.length; start += WIDTH) this.#put(rows.subarray(start, start + WIDTH));
    if (this.#length > MOST_ROWS) this.#thin();
  }

  /** Values of one metric in epoch order; NaN where it was not measured. */
  column(metric: MetricName): Float64Array {
    const offset = METRICS.indexOf(metric);
    return Float64Array.from({ length: this.#length }, (_, row) => this.#rows[row * WIDTH + offset] ?? NaN);
  }

  /** The newest measured value of a metric, or null. */
  last(metric: MetricName): number | null {
    const offset = METRICS.indexOf(metric);
    for (let row = this.#length - 1; row >= 0; row--) {
      const value = this.#rows[row * WIDTH + offset] ?? NaN;
      if (!Number.isNaN(value)) return value;
    }
    return null;
  }

  #put(row: Float64Array): void {
    const epoch = row[EPOCH] ?? NaN;
    if (!Number.isFinite(epoch)) return;
    const place = this.#placeOf(epoch);
    if (place === this.#length) this.#total++;
    if (place === this.#length || this.#epochAt(place) !== epoch) this.#openGapAt(place);
    this.#rows.set(row, place * WIDTH);
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
    const overview = new MetricOverview(OVERVIEW_ROWS);
    overview.add(this.#rows.subarray(0, this.#length * WIDTH));
    const rows = overview.rows();
    this.#rows.set(rows);
    this.#length = rows.length / WIDTH;
  }

  #epochAt(row: number): number {
    return this.#rows[row * WIDTH + EPOCH] ?? NaN;
  }

  #openGapAt(place: number): void {
    if ((this.#length + 1) * WIDTH > this.#rows.length) {
      const larger = new Float64Array(this.#rows.length * 2);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    this.#rows.copyWithin((place + 1) * WIDTH, place * WIDTH, this.#length * WIDTH);
    this.#length++;
  }
}
