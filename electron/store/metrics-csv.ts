/** Metric rows of runs as one CSV file, a row an epoch and run: written as the logs are read, whatever their length. */
import { existsSync } from 'node:fs';
import { StudioError } from '../../core/contract/errors';
import { METRICS, type MetricName } from '../../core/contract/run';
import type { ExportedRun } from '../../core/contract/trainer-protocol';
import { csvNumber, csvText } from '../../core/formats/csv-text';
import { scanMetricsLog } from './metrics-reader';
import { replaceFile } from './replace-file';

/** Where a row stands, whatever is asked for. */
const PLACES = ['epoch', 'step', 'seconds'] as const satisfies readonly MetricName[];

/**
 * @param path of the file, which is replaced once the new one is whole
 * @throws StudioError where a log cannot be read or the file not be written; the old file is then where it was
 */
export async function writeMetricsCsv(
  path: string,
  runs: readonly ExportedRun[],
  metrics: readonly MetricName[],
): Promise<{ rows: number; damagedRecords: number }> {
  const columns = [...PLACES, ...metrics.filter((metric) => !PLACES.some((place) => place === metric))];
  const offsets = columns.map((column) => METRICS.indexOf(column));
  return replaceFile(path, async (append) => {
    let rows = 0;
    let damagedRecords = 0;
    const failures: unknown[] = [];
    const header = ['run', 'id', 'seed', 'sequences_seen', ...columns];
    append(Buffer.from(`${header.join(',')}\r\n`));
    for (const run of runs) {
      // A run that has not started has no log yet.
      if (!existsSync(run.log)) continue;
      const start = `${csvText(run.name)},${run.id},${run.seed}`;
      const scanned = await scanMetricsLog(run.log, (flat) => {
        const lines: string[] = [];
        for (let row = 0; row + METRICS.length <= flat.length; row += METRICS.length) {
          const seen = csvNumber((flat[row] ?? NaN) * (run.sequences ?? NaN));
          const cells = offsets.map((offset) => csvNumber(flat[row + offset] ?? NaN));
          lines.push(`${start},${seen},${cells.join(',')}\r\n`);
        }
        rows += lines.length;
        // Thrown from here, it would be taken for trouble with reading.
        if (failures.length > 0) return;
        try {
          append(Buffer.from(lines.join('')));
        } catch (error) {
          failures.push(error);
        }
      });
      if (failures.length > 0) throw failures[0];
      if (JSON.stringify(scanned.columns) !== JSON.stringify(METRICS)) {
        throw new StudioError(
          'store-damaged',
          `${run.log} holds other metrics than this version knows: ${scanned.columns.join(', ')}.`,
        );
      }
      damagedRecords += scanned.damagedRecords;
    }
    return { rows, damagedRecords };
  });
}
