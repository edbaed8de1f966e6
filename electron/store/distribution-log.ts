/**
 * How weights and gradients were spread over a run: `distributions.log`, a log like that of the metrics with a snapshot a
 * record. Written by the run's trainer beside the metrics, and cut back with them.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import type { Distributions } from '../../core/contract/inside';
import type { ModelKind } from '../../core/nn/parameters';
import { columnsOf } from '../../core/train/distributions';
import { explained, isThere } from './file-errors';
import { MetricsLog } from './metrics-log';
import { readMetricsLog } from './metrics-reader';
import { encodeHeader, encodeRows } from './metrics-records';

/** Many times what any run writes: see `isSnapshotEpoch`. */
const MOST_BYTES = 16_000_000;

function distributionsFileOf(folder: string): string {
  return join(folder, 'distributions.log');
}

/**
 * Creates the log, or continues it with what comes after `epoch`: later snapshots are cut off, for they will come again.
 *
 * @param epoch null to begin anew
 * @throws StudioError `disk-full`, `not-allowed`
 */
export function openDistributionLog(folder: string, model: ModelKind, epoch: number | null): MetricsLog {
  const path = distributionsFileOf(folder);
  const columns = columnsOf(model);
  return MetricsLog.open(path, columns, epoch === null ? 0 : bytesUpTo(path, columns, epoch));
}

/**
 * Every snapshot; none for a run that has not started, or was trained before there were any.
 *
 * @throws StudioError `store-damaged` where the file is no log of this model
 */
export async function readDistributions(folder: string, model: ModelKind): Promise<Distributions> {
  const path = distributionsFileOf(folder);
  const expected = columnsOf(model);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return { columns: expected, rows: new Float64Array(0), damagedRecords: 0 };
  if (size <= MOST_BYTES) {
    const { columns, rows, damagedRecords } = await readMetricsLog(path);
    if (JSON.stringify(columns) === JSON.stringify(expected)) return { columns: expected, rows, damagedRecords };
  }
  throw new StudioError('store-damaged', `${path} does not hold the distributions of this run: they are lost.`);
}

/** What a fork has of the run it goes on from. */
export async function copyDistributions(from: string, to: string, model: ModelKind, epoch: number): Promise<void> {
  const { columns, rows } = await readDistributions(from, model);
  const log = openDistributionLog(to, model, null);
  try {
    for (let start = 0; start < rows.length && (rows[start] ?? Infinity) <= epoch; start += columns.length) {
      log.append(rows.slice(start, start + columns.length));
    }
  } finally {
    log.close();
  }
}

/** Records are of one size, and begin with their epoch: those to cut off are found from the end. */
function bytesUpTo(path: string, columns: readonly string[], epoch: number): number {
  const header = encodeHeader(columns).length;
  const recordBytes = encodeRows(new Float64Array(columns.length), columns.length).length;
  const prefixBytes = recordBytes - columns.length * Float64Array.BYTES_PER_ELEMENT;
  return explained(path, () => {
    if (!isThere(path)) return 0;
    const file = openSync(path, 'r');
    try {
      let records = Math.floor((statSync(path).size - header) / recordBytes);
      const number = Buffer.alloc(Float64Array.BYTES_PER_ELEMENT);
      for (; records > 0; records--) {
        readSync(file, number, 0, number.length, header + (records - 1) * recordBytes + prefixBytes);
        if (number.readDoubleLE() <= epoch) break;
      }
      return header + Math.max(0, records) * recordBytes;
    } finally {
      closeSync(file);
    }
  });
}
