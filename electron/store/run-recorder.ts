/**
 * What a training writes while it goes on: metric rows at once, checkpoints from time to time. The same for the app's
 * trainer and for the command line.
 */
import { StudioError } from '../../core/contract/errors';
import { METRICS, type RunConfiguration } from '../../core/contract/run';
import type { CheckpointPolicy } from '../../core/contract/trainer-protocol';
import type { Keeping, TrainingSession, SessionState } from '../../core/train/session';
import type { Checkpoint } from './checkpoint-bytes';
import { continuationSha256, keepCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoints';
import { openDistributionLog } from './distribution-log';
import { keptLog } from './log-scan';
import { MetricsLog } from './metrics-log';
import { metricsFileOf } from './run-folder';

/** Where nobody asks for another: ten seconds are trained again after a crash at most. */
export const USUAL_CHECKPOINTS: CheckpointPolicy = { every: 10, keepLast: true, keepBest: true, keepAlong: 0 };

export function keepingOf({ keepBest, keepAlong }: CheckpointPolicy): Keeping {
  return { best: keepBest, along: keepAlong, distributions: true };
}

/** New best weights are kept sooner, but not so often that a short epoch is spent on writing. */
const BEST_SECONDS = 2;
/** Of the time since the last checkpoint that writing one may take: a slow disk gets fewer. */
const MOST_SHARE = 0.01;

export interface RecorderOptions {
  readonly folder: string;
  readonly configuration: RunConfiguration;
  readonly dataSha256: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Seconds, from any start. */
  readonly clock: () => number;
  /** Seconds between two checkpoints are more where writing one takes long. */
  readonly policy?: CheckpointPolicy;
}

export class RunRecorder {
  readonly #options: RecorderOptions;
  readonly #log: MetricsLog;
  readonly #distributions: MetricsLog;
  #checkpointAt: number;
  #writeSeconds = 0;
  #bestEpoch: number | null = null;
  /** The best place so far, where that is not on disk yet. */
  #best: SessionState | null = null;
  #bestAt = -Infinity;
  readonly #policy: CheckpointPolicy;
  /** What the run goes on from; null where it starts from nothing. */
  readonly resumed: SessionState | null;
  /** What a person should know about how the run goes on. */
  readonly notices: readonly string[];

  private constructor(options: RecorderOptions, log: MetricsLog, resumed: SessionState | null, notices: string[]) {
    this.#options = options;
    this.#policy = options.policy ?? USUAL_CHECKPOINTS;
    this.#log = log;
    const { folder, configuration } = options;
    this.#distributions = openDistributionLog(folder, configuration.model, resumed?.training.epoch ?? null);
    this.#checkpointAt = options.clock();
    this.resumed = resumed;
    this.notices = notices;
  }

  /** @throws StudioError `disk-full`, `not-allowed` */
  static begin(options: RecorderOptions): RunRecorder {
    return new RunRecorder(options, MetricsLog.open(metricsFileOf(options.folder), METRICS, 0), null, []);
  }

  /**
   * Goes on from the newest whole checkpoint, or from the start where none was written yet. Rows that were logged after it
   * are cut off: they will come again.
   *
   * @throws StudioError `bad-configuration` where the data or the configuration is another; `store-damaged` where there are
   * checkpoints and none can be read
   */
  static resume(options: RecorderOptions): RunRecorder {
    const found = readCheckpoint(options.folder);
    if (!found) return RunRecorder.begin(options);
    const { checkpoint, notice } = found;
    if (checkpoint.configurationSha256 !== continuationSha256(options.configuration)) {
      throw new StudioError('bad-configuration', 'The checkpoint is of another configuration: the run cannot go on');
    }
    if (checkpoint.dataSha256 !== options.dataSha256) {
      throw new StudioError('bad-configuration', 'The data has changed since the run was interrupted: it cannot go on');
    }
    const notices = [notice, otherMachine(checkpoint.environment, options.environment)].filter((each) => each !== null);
    const file = metricsFileOf(options.folder);
    const kept = keptLog(file, checkpoint);
    const log = MetricsLog.open(file, METRICS, kept.bytes);
    if (kept.rows.length > 0) log.append(kept.rows);
    return new RunRecorder(options, log, checkpoint.session, notices);
  }

  /** To be called after every slice of training. On disk before on screen: rows are kept when this returns. */
  record(rows: Float64Array, session: TrainingSession): void {
    if (rows.length > 0) this.#log.append(rows);
    // One record each, by which the log is cut back.
    for (const row of session.takeDistributions()) this.#distributions.append(row);
    for (const state of session.takeAlong()) keepCheckpoint(this.#options.folder, 'along', this.#checkpointOf(state));
    this.#best = session.takeBest() ?? this.#best;
    if (session.done) return;
    const now = this.#options.clock();
    if (now - this.#bestAt >= BEST_SECONDS && this.#affords(now - this.#bestAt)) this.#keepBest();
    const since = now - this.#checkpointAt;
    const isBest = session.bestEpoch !== this.#bestEpoch;
    const due = since >= (isBest ? Math.min(this.#policy.every, BEST_SECONDS) : this.#policy.every);
    if (due && this.#affords(since)) this.checkpoint(session);
  }

  /** @throws StudioError `disk-full`, `not-allowed`; an older checkpoint is then still there */
  checkpoint(session: TrainingSession): void {
    const { folder, clock } = this.#options;
    const start = clock();
    // Rows that a checkpoint takes for granted must outlast a power cut as well as it does.
    this.#log.sync();
    this.#distributions.sync();
    writeCheckpoint(folder, this.#checkpointOf(session.capture()));
    this.#checkpointAt = clock();
    this.#writeSeconds = this.#checkpointAt - start;
    this.#bestEpoch = session.bestEpoch;
  }

  /** Keeps what is to stay of a run that has come to its end. A full disk costs the run no more than that. */
  end(session: TrainingSession): void {
    try {
      this.#keepBest();
      // A run that diverged is best gone on with from before it did.
      if (session.isComplete && this.#policy.keepLast) this.checkpoint(session);
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
    }
  }

  /** @throws StudioError if what was appended could not be made to last */
  close(): void {
    try {
      this.#log.close();
    } finally {
      this.#distributions.close();
    }
  }

  #keepBest(): void {
    if (!this.#best) return;
    keepCheckpoint(this.#options.folder, 'best', this.#checkpointOf(this.#best));
    this.#best = null;
    this.#bestAt = this.#options.clock();
  }

  #affords(seconds: number): boolean {
    return seconds * MOST_SHARE >= this.#writeSeconds;
  }

  #checkpointOf(session: SessionState): Checkpoint {
    const { configuration, dataSha256, environment } = this.#options;
    const configurationSha256 = continuationSha256(configuration);
    return { configuration, configurationSha256, dataSha256, environment, logBytes: this.#log.length, session };
  }
}

/** In words, where another machine or another program may give other bits; null where it cannot. */
function otherMachine(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): string | null {
  // Strict kernels give the same bits everywhere, and so does plain arithmetic.
  const names = now['kernel'] === 'fast' ? ['app', 'kernel', 'v8', 'architecture'] : ['app', 'kernel'];
  const changed = names.filter((name) => before[name] !== now[name]);
  if (changed.length === 0) return null;
  const changes = changed.map((name) => `${name} ${before[name]}, now ${now[name]}`).join('; ');
  return `Not bit-exact: the run was begun elsewhere (${changes}).`;
}
