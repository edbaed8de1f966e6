/** What a run comes to that nothing happens to: computed here, in one go, with the app's own session. */
import { createHash } from 'node:crypto';
import { METRICS, type RunConfiguration } from '../../../core/contract/run';
import { prepareDataset } from '../../../core/data/prepare';
import { TrainingSession, type SessionEnd, type SessionTools } from '../../../core/train/session';
import { loadKernels } from '../../../electron/store/kernel-module';

export const TOOLS: SessionTools = {
  clock: () => 0,
  sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  loadKernels,
};

export interface Course {
  readonly end: SessionEnd;
  /** One array an epoch, without the seconds it took. */
  readonly rows: readonly (readonly number[])[];
}

export function uninterrupted(configuration: RunConfiguration): Course {
  const data = prepareDataset(configuration.dataset, configuration.readout, null);
  const session = new TrainingSession(configuration, data, TOOLS);
  const flat: number[] = [];
  while (!session.done) flat.push(...session.advance(0));
  return { end: session.finish(), rows: rowsOf(flat) };
}

/** @param flat rows as the log and the window have them; how long they took is all that may differ, and is left out */
export function rowsOf(flat: ArrayLike<number>): number[][] {
  const values = Array.from(flat);
  const seconds = METRICS.indexOf('seconds');
  return Array.from({ length: values.length / METRICS.length }, (_, row) =>
    values.slice(row * METRICS.length, (row + 1) * METRICS.length).filter((_value, column) => column !== seconds),
  );
}

/** NaN equals NaN, as in a metric that was not measured. */
export function sameRows(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): boolean {
  return a.length === b.length && a.every((row, at) => row.every((value, column) => Object.is(value, b[at]?.[column])));
}
