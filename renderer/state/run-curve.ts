import { createSubscriber } from 'svelte/reactivity';
import type { AxisRange } from '../../core/analysis/axis';
import type { Smoothing } from '../../core/analysis/smoothing';
import type { RunMetrics } from '../../core/contract/ipc';
import type { MetricName } from '../../core/contract/run';
import { curveData, firstNotBelow, type CurveData } from '../charts/curves/curve-data';
import { MetricHistory } from './metric-history';
import type { ProgressAxis } from './progress-axes';

export interface CurveQuestion {
  readonly metric: MetricName;
  readonly along: ProgressAxis;
  /** Sequences an epoch goes through; null while unknown. */
  readonly sequences: number | null;
  readonly smoothing: Smoothing;
  /** The stretch of the x axis that is shown; null for all of it. */
  readonly range: AxisRange | null;
}

/** Rows of a stretch of epochs in full, where the history is an overview. */
interface Detail {
  readonly from: number;
  readonly to: number;
  readonly history: MetricHistory;
}

/**
 * The curves of one run: a history that grows, and the curves last made of it.
 *
 * Charts ask for curves that don't exist yet from inside their `$derived` values, and Svelte does not track a `$state` in the
 * reaction that created it. A subscriber is tracked wherever it was made.
 */
export class RunCurve {
  #history = new MetricHistory();
  /** What the history has of every row. */
  #columns: readonly MetricName[] = [];
  readonly #made = new Map<string, { version: number; curve: CurveData }>();
  readonly #subscribe: () => void;
  #changed = (): void => undefined;
  #isLoaded = false;
  #problem: string | null = null;
  #version = 0;
  #pending: Float64Array[] = [];
  #damagedRecords = 0;
  #detail: Detail | null = null;

  constructor() {
    this.#subscribe = createSubscriber((changed) => {
      this.#changed = changed;
    });
  }

  /** Why the history could not be read, in words; null if it could. */
  get problem(): string | null {
    this.#subscribe();
    return this.#problem;
  }

  /** Another number after every change of the history. */
  get version(): number {
    this.#subscribe();
    return this.#version;
  }

  /** How many rows there are, how many of them the window holds, and how many damaged records of the log were skipped. */
  get coverage(): { readonly held: number; readonly total: number; readonly damagedRecords: number } {
    this.#subscribe();
    return { held: this.#history.length, total: this.#history.total, damagedRecords: this.#damagedRecords };
  }

  /** Whether the window holds fewer rows than there are. */
  get isOverview(): boolean {
    const { held, total } = this.coverage;
    return held < total;
  }

  /** Whether the history on disk has been read with all of these, or cannot be. */
  has(metrics: readonly MetricName[]): boolean {
    this.#subscribe();
    return this.#isLoaded && (this.#problem !== null || metrics.every((name) => this.#columns.includes(name)));
  }

  /** The history on disk was read. */
  read({ columns, rows, total, damagedRecords }: RunMetrics): void {
    this.#takePending();
    if (columns.join() === this.#columns.join()) this.#history.replaceTotal(rows, total, columns);
    else {
      // Rows of other metrics would have gaps. What is newer came from the trainer, with all of them.
      const newer = this.#history.after(rows.at(-columns.length) ?? -Infinity);
      this.#history = new MetricHistory();
      this.#history.replaceTotal(rows, total, columns);
      this.#history.merge(newer);
      this.#columns = columns;
    }
    this.#damagedRecords = damagedRecords;
    this.#isLoaded = true;
    this.#problem = null;
    this.#version++;
    this.#changed();
  }

  /** A stretch of the history was read in more detail than the history holds. */
  readDetail(from: number, to: number, { columns, rows, total }: RunMetrics): void {
    const history = new MetricHistory();
    history.replaceTotal(rows, total, columns);
    this.#detail = { from, to, history };
    this.#version++;
    this.#changed();
  }

  /** @param problem why the history on disk could not be read, in words */
  failed(problem: string): void {
    this.#isLoaded = true;
    this.#problem = problem;
    this.#changed();
  }

  /** Takes in rows with the next frame: a screen shows no more, however often a trainer reports. */
  add(rows: Float64Array): void {
    if (this.#pending.length === 0) requestAnimationFrame(() => this.#flush());
    this.#pending.push(rows);
  }

  /** Made once for every change of the history. */
  data(question: CurveQuestion): CurveData {
    this.#subscribe();
    const { metric, along, sequences, smoothing } = question;
    const detail = this.#detailFor(question);
    const key = JSON.stringify([metric, along, sequences, smoothing, detail?.from, detail?.to]);
    const known = this.#made.get(key);
    if (known?.version === this.#version) return known.curve;
    const history = detail?.history ?? this.#history;
    const curve = curveData(placesAlong(history, along, sequences).slice(), history.column(metric).slice(), smoothing);
    // What was made of an older history, or for another look, is not asked for again.
    if (this.#made.size > MOST_MADE) this.#made.clear();
    this.#made.set(key, { version: this.#version, curve });
    return curve;
  }

  /** The epochs of a stretch of which the window holds an overview only; null where it holds all there is. */
  missingDetail(question: CurveQuestion): { readonly from: number; readonly to: number } | null {
    const { range } = question;
    if (range === null || this.#history.length >= this.#history.total || this.#detailFor(question)) return null;
    const xs = placesAlong(this.#history, question.along, question.sequences);
    const epochs = this.#history.column('epoch');
    // From the row before the range to the one after it.
    const from = epochs[Math.max(0, firstNotBelow(xs, range.low) - 1)];
    const to = epochs[Math.min(epochs.length - 1, firstNotBelow(xs, range.high))];
    return from === undefined || to === undefined || (from <= (epochs[0] ?? 0) && to >= (epochs.at(-1) ?? 0))
      ? null
      : { from, to };
  }

  last(metric: MetricName): number | null {
    this.#subscribe();
    return this.#history.last(metric);
  }

  #detailFor({ along, sequences, range }: CurveQuestion): Detail | null {
    const detail = this.#detail;
    if (range === null || detail === null) return null;
    const xs = placesAlong(detail.history, along, sequences);
    return (xs[0] ?? Infinity) <= range.low && (xs.at(-1) ?? -Infinity) >= range.high ? detail : null;
  }

  #flush(): void {
    this.#takePending();
    this.#version++;
    this.#changed();
  }

  #takePending(): void {
    for (const rows of this.#pending) this.#history.merge(rows);
    this.#pending = [];
  }
}

/** Looks kept of one history: several metrics, and one or two ways to smooth them. */
const MOST_MADE = 16;

function placesAlong(history: MetricHistory, along: ProgressAxis, sequences: number | null): Float64Array {
  if (along !== 'samples') return history.column(along);
  return history.column('epoch').map((epoch) => epoch * (sequences ?? NaN));
}
