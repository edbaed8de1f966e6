/** What runs go on from: their own end, for longer; a checkpoint of another run; or weights in a file. */
import { StudioError } from '../../core/contract/errors';
import type { CheckpointName, RunConfiguration, RunDocument } from '../../core/contract/run';
import type { StoredSeries } from '../../core/contract/trainer-protocol';
import { hasCheckpoint } from '../store/checkpoints';
import type { RunStore } from '../store/run-store';
import { newRunDocument } from './new-run-document';
import type { WorkerClient } from './worker-client';

/**
 * The configuration of a run that completed and is to train for longer, from where it ended. One that was stopped early is
 * not stopped so again.
 *
 * @param epochs more than it has behind it
 * @throws StudioError `not-allowed` where it has not completed; `not-found` where there is no checkpoint to go on from
 */
export function longerConfiguration(
  { configuration, status, results }: RunDocument,
  folder: string,
  epochs: number,
): RunConfiguration {
  if (status !== 'completed') {
    throw new StudioError(
      'not-allowed',
      `“${configuration.name}” is ${status}: only a completed run can train for longer`,
    );
  }
  if (!hasCheckpoint(folder)) {
    throw new StudioError(
      'not-found',
      `“${configuration.name}” has no checkpoint to go on from: Settings say whether the last one is kept. Duplicate the run with more epochs instead.`,
    );
  }
  const done = results?.epochs ?? configuration.epochs;
  const patience = done < configuration.epochs ? 0 : configuration.patience;
  return { ...configuration, epochs: done + epochs, patience };
}

export interface ForkParts {
  readonly store: RunStore;
  readonly worker: Pick<WorkerClient, 'run'>;
}

export interface ForkedFrom {
  readonly parent: RunDocument;
  readonly checkpoint: CheckpointName;
}

/** Makes a run that goes on from a checkpoint of another one. @returns its document: it is in the store by then */
export function forkInStore(
  { store, worker }: ForkParts,
  { parent, checkpoint }: ForkedFrom,
  configuration: RunConfiguration,
  colour: () => number,
): Promise<RunDocument> {
  const from = store.folderOf(parent.id);
  return store.createFrom(async (to) => {
    const job = { from, checkpoint, to, before: parent.configuration, after: configuration };
    const place = await worker.run('fork', job);
    const lineage = { run: parent.id, name: parent.configuration.name, ...place };
    return newRunDocument(configuration, colour(), lineage);
  });
}

export interface WeightsToBegin {
  /** Of the file. */
  readonly path: string;
  readonly series: StoredSeries | null;
}

/** Makes a run that begins with the weights of a file, which its notes name. @returns its document: it is in the store by then */
export function beginInStore(
  { store, worker }: ForkParts,
  { path, series }: WeightsToBegin,
  configuration: RunConfiguration,
  colour: () => number,
): Promise<RunDocument> {
  return store.createFrom(async (to) => {
    const notes = await worker.run('begin-with-weights', { path, configuration, series, to });
    return { ...newRunDocument(configuration, colour()), notes };
  });
}
