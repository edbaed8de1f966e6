import { createSubscriber } from 'svelte/reactivity';
import type { RunMetrics } from '../../core/contract/ipc';
import type { MetricName } from '../../core/contract/run';
import { curvePoints, type CurvePoints } from '../charts/curve-points';
import { MetricHistory } from './metric-history';

/**
 * The curves of one run: a history that grows, and the points last made of it.
 *
 * Charts ask for curves that don't exist yet from inside their `$derived` values, and Svelte does not track a `$state` in the
 * reaction that created it. A subscriber is tracked wherever it was made.
 */
export class RunCurve {
  readonly #history = new MetricHistory();
  readonly #made = new Map<string, { version: number; curve: CurvePoints }>();
  readonly #subscribe: () => void;
  #changed = (): void => undefined;
  #isLoaded = false;
  #problem: string | null = null;
  #version = 0;
  #pending: Float64Array[] = [];
  #damagedRecords = 0;

  constructor() {
    this.#subscribe = createSubscriber((changed) => {
      this.#changed = changed;
    });
  }

  /** False until the history on disk has been read once. */
  get isLoaded(): boolean {
    this.#subscribe();
    return this.#isLoaded;
  }

  /** Why the history could not be read, in words; null if it could. */
  get problem(): string | null {
    this.#subscribe();
    return this.#problem;
  }

  /** How many rows there are, how many of them the window holds, and how many damaged records of the log were skipped. */
  get coverage(): { readonly held: number; readonly total: number; readonly damagedRecords: number } {
    this.#subscribe();
    return { held: this.#history.length, total: this.#history.total, damagedRecords: this.#damagedRecords };
  }

  /** The history on disk was read. */
  read({ rows, total, damagedRecords }: RunMetrics): void {
    this.#takePending();
    this.#history.replaceTotal(rows, total);
    this.#damagedRecords = damagedRecords;
    this.#isLoaded = true;
    this.#problem = null;
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

  /** What a chart draws; made once for every change of the history. */
  points(metric: MetricName, logarithmic: boolean): CurvePoints {
    this.#subscribe();
    const version = this.#version;
    const key = `${metric} ${logarithmic}`;
    const known = this.#made.get(key);
    if (known?.version === version) return known.curve;
    const curve = curvePoints(this.#history.column('epoch'), this.#history.column(metric), logarithmic);
    this.#made.set(key, { version, curve });
    return curve;
  }

  last(metric: MetricName): number | null {
    this.#subscribe();
    return this.#history.last(metric);
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
