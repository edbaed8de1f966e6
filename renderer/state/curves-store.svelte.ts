import { reportError } from '../../core/contract/errors';
import type { MetricName, RunSummary } from '../../core/contract/run';
import type { MetricsBatch } from '../../core/contract/trainer-protocol';
import type { DesktopApi } from '../desktop-api';
import { RunCurve, type CurveQuestion } from './run-curve';
import { Turns } from './turns';
import type { RunsStore } from './runs-store.svelte';

/** Curves kept of runs that no chart shows at the moment. */
const KEPT = 60;
/** A chart that goes often comes back at once (another page, another tick): its port stays open this long. */
const GRACE_MILLISECONDS = 2000;

/** Histories asked for at a time: hundreds at once would keep every other question waiting. */
const READS_AT_A_TIME = 6;

const FRAME_MILLISECONDS = 16;

interface Followed {
  readonly curve: RunCurve;
  followers: number;
  port: MessagePort | null;
  /** Of which metrics the followers want the history. */
  wanted: Set<MetricName>;
  /** Whether a read waits for its turn: it asks for all that is wanted by then. */
  isReadWaiting: boolean;
  /** Reads that began, and the latest of those whose answer came. */
  asked: number;
  answered: number;
}

/** Curves of the runs that charts follow: history from disk, then live rows straight from each trainer. */
export class CurvesStore {
  /** In order of last use. Not reactive: each curve is. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- each curve is reactive; which ones are kept concerns no view
  readonly #followed = new Map<string, Followed>();

  readonly #reads = new Turns(READS_AT_A_TIME);
  readonly #arrived: (() => void)[] = [];

  constructor(
    private readonly api: DesktopApi,
    private readonly runs: RunsStore,
  ) {}

  /** @returns a function that stops listening */
  start(): () => void {
    const stops = [
      this.api.listenForPorts((id, port) => this.#connect(id, port)),
      this.runs.onStatus((run) => this.#onStatus(run)),
    ];
    return () => stops.forEach((stop) => stop());
  }

  curve(id: string): RunCurve {
    return this.#entry(id).curve;
  }

  /** Keeps the curves of these runs up to date, with these metrics in their histories. @returns a function that ends it */
  follow(ids: readonly string[], metrics: readonly MetricName[]): () => void {
    for (const id of ids) {
      const entry = this.#entry(id);
      const isFirst = ++entry.followers === 1;
      // What others asked for before stays wanted: they may still look at it, and an answer replaces all that there was.
      for (const metric of metrics) entry.wanted.add(metric);
      if (isFirst || !entry.curve.has(metrics)) void this.#read(id, entry);
      if (!isFirst) continue;
      if (this.runs.find(id)?.status === 'running' && !entry.port) this.#watch(id);
    }
    return () => {
      for (const id of ids) this.#entry(id).followers--;
      setTimeout(() => this.#release(), GRACE_MILLISECONDS);
    };
  }

  /** Reads the stretch of a run that a chart shows in full, where the window holds an overview of it. */
  async readDetail(id: string, question: CurveQuestion): Promise<void> {
    const { curve } = this.#entry(id);
    const missing = curve.missingDetail(question);
    if (!missing) return;
    try {
      const answer = await this.#reads.run(() => this.api.ask('runs:metrics', { id, ...missing }));
      curve.readDetail(missing.from, missing.to, answer);
    } catch (error) {
      curve.failed(reportError(error).message);
    }
  }

  #entry(id: string): Followed {
    const entry = this.#followed.get(id) ?? newEntry();
    this.#followed.delete(id);
    this.#followed.set(id, entry);
    return entry;
  }

  #onStatus({ id, status }: RunSummary): void {
    const entry = this.#followed.get(id);
    if (!entry || entry.followers === 0) return;
    if (status === 'running') this.#watch(id);
    // What the port did not bring before the trainer went is on disk now.
    else if (status !== 'queued') void this.#read(id, entry);
  }

  async #read(id: string, entry: Followed): Promise<void> {
    if (entry.isReadWaiting) return;
    entry.isReadWaiting = true;
    let asked = 0;
    try {
      const answer = await this.#reads.run(() => {
        entry.isReadWaiting = false;
        asked = ++entry.asked;
        return this.api.ask('runs:metrics', { id, metrics: [...entry.wanted] });
      });
      // A later question was for more, and may be answered first.
      if (asked < entry.answered) return;
      entry.answered = asked;
      this.#take(() => entry.curve.read(answer));
    } catch (error) {
      entry.curve.failed(reportError(error).message);
    }
  }

  /** Answers that come within a frame are taken in together: every change has all charts look at all of their curves. */
  #take(read: () => void): void {
    if (this.#arrived.length === 0) {
      setTimeout(() => this.#arrived.splice(0).forEach((each) => each()), FRAME_MILLISECONDS);
    }
    this.#arrived.push(read);
  }

  /** The port comes as a window message. A run that has ended meanwhile has none, and its history is read anyway. */
  #watch(id: string): void {
    this.api.ask('runs:watch', { id }).catch((error: unknown) => {
      this.curve(id).failed(reportError(error).message);
    });
  }

  #connect(id: string, port: MessagePort): void {
    const entry = this.#entry(id);
    entry.port?.close();
    entry.port = port;
    port.onmessage = (event: MessageEvent<MetricsBatch>) => entry.curve.add(event.data.rows);
    // What the trainer logged before it had the port is on disk once the first batch comes, and went nowhere else.
    port.addEventListener('message', () => void this.#read(id, entry), { once: true });
  }

  #release(): void {
    const idle = Array.from(this.#followed).filter(([, entry]) => entry.followers === 0);
    for (const [, entry] of idle) {
      entry.port?.close();
      entry.port = null;
    }
    for (const [id] of idle.slice(0, Math.max(0, idle.length - KEPT))) this.#followed.delete(id);
  }
}

function newEntry(): Followed {
  return {
    curve: new RunCurve(),
    followers: 0,
    port: null,
    wanted: new Set(),
    isReadWaiting: false,
    asked: 0,
    answered: 0,
  };
}
