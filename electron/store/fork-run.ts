/** What a new run's folder gets from the run that it was forked from: a checkpoint, and the metrics that led to it. */
import { METRICS, type CheckpointName, type RunConfiguration } from '../../core/contract/run';
import { StudioError } from '../../core/contract/errors';
import { forkState } from '../../core/train/fork';
import { continuationSha256, readNamedCheckpoint, writeCheckpoint } from './checkpoints';
import { copyDistributions } from './distribution-log';
import { rowsUpTo } from './log-scan';
import { MetricsLog } from './metrics-log';
import { readMetricsLog } from './metrics-reader';
import { metricsFileOf } from './run-folder';

export interface Fork {
  /** The folder of the run that has the checkpoint. */
  readonly from: string;
  readonly checkpoint: CheckpointName;
  /** The folder of the new run; nothing is in it yet. */
  readonly to: string;
  readonly before: RunConfiguration;
  readonly after: RunConfiguration;
}

/**
 * @returns from where the new run goes on
 * @throws StudioError `store-damaged` where the checkpoint cannot be read; `bad-configuration` where `after` does not fit it
 */
export async function forkRun({ from, checkpoint, to, before, after }: Fork): Promise<{ epoch: number; step: number }> {
  const found = readNamedCheckpoint(from, checkpoint);
  if (found.configurationSha256 !== continuationSha256(before)) {
    throw new StudioError('store-damaged', `${checkpoint} in ${from} is of another run: it cannot be forked`);
  }
  const session = forkState(found.session, before, after);
  const { epoch, step } = session.training;
  const { rows } = await readMetricsLog(metricsFileOf(from));
  await copyDistributions(from, to, after.model, epoch);
  const log = MetricsLog.open(metricsFileOf(to), METRICS, 0);
  try {
    // A checkpoint of a past epoch is written while later rows are logged already.
    log.append(rowsUpTo(epoch, rows));
    log.sync();
    const configurationSha256 = continuationSha256(after);
    writeCheckpoint(to, { ...found, configuration: after, configurationSha256, logBytes: log.length, session });
  } finally {
    log.close();
  }
  return { epoch, step };
}
