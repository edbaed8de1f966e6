/** A run from its configuration to its results, advanced a slice of time at once by whatever process it lives in. */
import { METRICS, type MetricRow, type Progress, type RunConfiguration } from '../contract/run';
import type { PreparedDataset } from '../data/dataset';
import type { Engine } from '../nn/engine';
import type { Specification } from '../nn/parameters';
import { distributionRow, isSnapshotEpoch } from './distributions';
import type { LoadKernels } from './engine';
import { finishRun, type FinishedRun } from './results';
import { Training, type TrainingOutcome, type TrainingStep } from './trainer';
import type { TrainingState } from './training-state';

/** What core cannot have of its own. */
export interface SessionTools {
  /** Seconds, from any start. */
  readonly clock: () => number;
  /** Lower-case hex digest. */
  readonly sha256: (bytes: Uint8Array) => string;
  readonly loadKernels: LoadKernels;
}

/** Which places of a run its session keeps in memory until they are taken, beside the one where it is. */
export interface Keeping {
  /** After the best epoch so far. */
  readonly best: boolean;
  /** So many places in between, evenly spread over the epochs. */
  readonly along: number;
  /** Whether snapshots of how weights and gradients are spread are taken, too. */
  readonly distributions: boolean;
}

export const KEEP_NOTHING: Keeping = { best: false, along: 0, distributions: false };

export interface SessionEnd extends FinishedRun {
  readonly status: 'completed' | 'diverged' | 'cancelled';
  readonly cause: string | null;
}

/** Where a session stood, to go on from: everything but what follows from its configuration and data. */
export interface SessionState {
  readonly training: TrainingState;
  /** Spent so far. */
  readonly seconds: number;
  /** The metrics of the last whole epoch; null before the first row. */
  readonly lastRow: MetricRow | null;
}

export class TrainingSession {
  readonly #configuration: RunConfiguration;
  readonly #data: PreparedDataset;
  readonly #tools: SessionTools;
  readonly #training: Training;
  readonly #steps: Generator<TrainingStep, TrainingOutcome>;
  readonly #startedAt: number;
  #epoch = 0;
  #step = 0;
  #lastRow: MetricRow | null = null;
  #outcome: TrainingOutcome | null = null;
  readonly #keeping: Keeping;
  #best: SessionState | null = null;
  #along: SessionState[] = [];
  #distributions: Float64Array[] = [];

  /**
   * @param from  what an earlier session of the same configuration and data was at when it was captured
   * @param begin the weights to begin with where there is no `from`; null to draw them at random
   */
  constructor(
    configuration: RunConfiguration,
    data: PreparedDataset,
    tools: SessionTools,
    from: SessionState | null = null,
    keeping = KEEP_NOTHING,
    begin: Float32Array | null = null,
  ) {
    this.#keeping = keeping;
    this.#configuration = configuration;
    this.#data = data;
    this.#tools = tools;
    this.#startedAt = tools.clock() - (from?.seconds ?? 0);
    const clock = () => this.#seconds;
    this.#training = new Training(configuration, data, clock, tools.loadKernels, from?.training, begin);
    this.#steps = this.#training.run();
    this.#lastRow = from?.lastRow ?? null;
    this.#step = from?.training.step ?? 0;
    this.#epoch = from?.training.epoch ?? 0;
  }

  /**
   * Trains for about `seconds`, at least one step.
   *
   * @returns the metric rows of the epochs that ended, flattened: `METRICS.length` numbers each
   */
  advance(seconds: number): Float64Array {
    const rows: number[] = [];
    const until = this.#seconds + seconds;
    do {
      const next = this.#steps.next();
      if (next.done) {
        this.#outcome = next.value;
        this.#step = next.value.step;
        break;
      }
      const { epoch, step, metrics } = next.value;
      this.#epoch = epoch;
      this.#step = step;
      if (metrics) {
        this.#lastRow = metrics;
        rows.push(...METRICS.map((name) => metrics[name]));
        if (epoch > 0) this.#keep(epoch);
        if (this.#keeping.distributions && isSnapshotEpoch(epoch)) this.#distributions.push(this.#distribution());
      }
    } while (this.#seconds < until);
    return Float64Array.from(rows);
  }

  /** Which kernels compute: strict ones where the fast ones that were asked for don't exist. */
  get engine(): Engine {
    return this.#training.engine;
  }

  get done(): boolean {
    return this.#outcome !== null;
  }

  /** True once it has trained all it was to train, and could go on from where it stands. */
  get isComplete(): boolean {
    return this.#outcome?.status === 'completed';
  }

  /** Losses of the last whole epoch; NaN before there is one. */
  get losses(): { readonly loss: number; readonly validationLoss: number } {
    return { loss: this.#lastRow?.loss ?? NaN, validationLoss: this.#lastRow?.validationLoss ?? NaN };
  }

  get progress(): Progress {
    const { epochs } = this.#configuration;
    const { steps } = this.#training;
    const seconds = this.#seconds;
    const stepsPerSecond = this.#step > 0 && seconds > 0 ? this.#step / seconds : null;
    return {
      epoch: this.#epoch,
      epochs,
      step: this.#step,
      steps,
      seconds,
      stepsPerSecond,
      secondsLeft: stepsPerSecond === null ? null : (steps - this.#step) / stepsPerSecond,
    };
  }

  /** To be taken after the first {@link advance}; after the end, to train for longer from there. */
  capture(): SessionState {
    return { training: this.#training.capture(), seconds: this.#seconds, lastRow: this.#lastRow };
  }

  /** @returns where it stood after the best epoch so far; null where that was taken before, or is not kept */
  takeBest(): SessionState | null {
    const best = this.#best;
    this.#best = null;
    return best;
  }

  /** @returns the places in between that it has come past since they were last taken */
  takeAlong(): SessionState[] {
    return this.#along.splice(0);
  }

  /** @returns snapshots of the distributions since they were last taken, a row each */
  takeDistributions(): Float64Array[] {
    return this.#distributions.splice(0);
  }

  get specification(): Specification {
    return this.#training.specification;
  }

  /** Epoch of the best weights so far; 0 for those before training. */
  get bestEpoch(): number | null {
    return this.#training.best?.epoch ?? null;
  }

  /** The weights as they are now, or the best so far; null where there are none yet. */
  parameters(weights: 'final' | 'best'): Float32Array | null {
    return weights === 'final' ? this.#training.parameters : (this.#training.best?.parameters ?? null);
  }

  /** Figures and weights, at the end or wherever the run was cancelled. */
  finish(): SessionEnd {
    const { status, cause } = this.#outcome ?? { status: 'cancelled' as const, cause: 'Cancelled' };
    const loss = this.#lastRow?.loss ?? NaN;
    const end = {
      epochs: this.#lastRow?.epoch ?? 0,
      steps: this.#step,
      seconds: this.#seconds,
      loss: Number.isFinite(loss) ? loss : null,
    };
    return { status, cause, ...finishRun(this.#configuration, this.#data, this.#training, end, this.#tools.sha256) };
  }

  /** Called where an epoch has just ended: only there does the session stand where that epoch's weights came from. */
  #keep(epoch: number): void {
    const { best, along } = this.#keeping;
    if (best && this.bestEpoch === epoch) this.#best = this.capture();
    const { epochs } = this.#configuration;
    if (along > 0 && epoch < epochs && epoch % Math.ceil(epochs / (along + 1)) === 0) this.#along.push(this.capture());
  }

  /** Called where an epoch has just ended: the gradient is that of its last mini-batch. */
  #distribution(): Float64Array {
    const { specification, engine } = this.#training;
    const { count } = this.#data.parts.training;
    const { batchSize } = this.#configuration;
    const gradient = this.#step > 0 ? engine.gradient : null;
    const place = { epoch: this.#epoch, step: this.#step };
    return distributionRow(specification, place, engine.parameters, gradient, count % batchSize || batchSize);
  }

  get #seconds(): number {
    return this.#tools.clock() - this.#startedAt;
  }
}
