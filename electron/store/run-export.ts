import { METRICS, type RunDocument } from '../../core/contract/run';
import type { RunExport } from '../../core/contract/run-exports';
import { writeMetricsCsv, writeMetricsJsonLines } from '../../core/formats/metrics-text';
import { writeTensorBoard } from '../../core/formats/tensorboard';
import { readMetricsLog } from './metrics-reader';
import { bundleRun } from './run-bundle';
import { metricsFileOf } from './run-folder';

/**
 * A run's metrics, or all of it, as the bytes of a file.
 *
 * @throws StudioError `not-found` where it has no metrics yet
 */
export async function encodeRunExport(folder: string, run: RunDocument, kind: RunExport): Promise<Uint8Array> {
  if (kind === 'bundle') return bundleRun(folder);
  const { rows } = await readMetricsLog(metricsFileOf(folder));
  const table = { columns: METRICS, rows };
  switch (kind) {
    case 'csv':
      return writeMetricsCsv(table);
    case 'jsonl':
      return writeMetricsJsonLines(table);
    case 'tensorboard':
      return writeTensorBoard(table, run.startedAt ?? run.createdAt);
  }
}
