/**
 * What a training writes while it goes on: metric rows at once, checkpoints from time to time. The same for the app's
 * trainer and for the command line.
 */
import { StudioError } from '../../core/contract/errors';
import { METRICS, type RunConfiguration } from '../../core/contract/run';
import type { TrainingSession, SessionState } from '../../core/train/session';
import { continuationSha256, readCheckpoint, writeCheckpoint } from './checkpoints';
import { keptLogBytes } from './log-scan';
import { MetricsLog } from './metrics-log';
import { metricsFileOf } from './run-folder';

/** At most this much is trained again after a crash, unless another interval is asked for. */
export const CHECKPOINT_SECONDS = 10;
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
  /** Between two checkpoints; more where writing one takes long. */
  readonly checkpointSeconds?: number;
}

export class RunRecorder {
  readonly #options: RecorderOptions;
  readonly #log: MetricsLog;
  #checkpointAt: number;
  #writeSeconds = 0;
  #bestEpoch: number | null = null;
  /** What the run goes on from; null where it starts from nothing. */
  readonly resumed: SessionState | null;
  /** What a person should know about how the run goes on. */
  readonly notices: readonly string[];

  private constructor(options: RecorderOptions, log: MetricsLog, resumed: SessionState | null, notices: string[]) {
    this.#options = options;
    this.#log = log;
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
    const log = MetricsLog.open(file, METRICS, keptLogBytes(file, checkpoint));
    return new RunRecorder(options, log, checkpoint.session, notices);
  }

  /** To be called after every slice of training. On disk before on screen: rows are kept when this returns. */
  record(rows: Float64Array, session: TrainingSession): void {
    if (rows.length > 0) this.#log.append(rows);
    if (session.done) return;
    const since = this.#options.clock() - this.#checkpointAt;
    const isBest = session.bestEpoch !== this.#bestEpoch;
    const interval = this.#options.checkpointSeconds ?? CHECKPOINT_SECONDS;
    const due = since >= (isBest ? Math.min(interval, BEST_SECONDS) : interval);
    if (due && since * MOST_SHARE >= this.#writeSeconds) this.checkpoint(session);
  }

  /** @throws StudioError `disk-full`, `not-allowed`; an older checkpoint is then still there */
  checkpoint(session: TrainingSession): void {
    const { folder, configuration, dataSha256, environment, clock } = this.#options;
    const start = clock();
    // Rows that a checkpoint takes for granted must outlast a power cut as well as it does.
    this.#log.sync();
    writeCheckpoint(folder, {
      configuration,
      configurationSha256: continuationSha256(configuration),
      dataSha256,
      environment,
      logBytes: this.#log.length,
      session: session.capture(),
    });
    this.#checkpointAt = clock();
    this.#writeSeconds = this.#checkpointAt - start;
    this.#bestEpoch = session.bestEpoch;
  }

  /** @throws StudioError if what was appended could not be made to last */
  close(): void {
    this.#log.close();
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
