/** Metric logs gone through in pieces, without keeping their rows in memory. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { METRICS } from '../../core/contract/run';
import type { Checkpoint } from './checkpoint-bytes';
import { explained, isThere } from './file-errors';
import {
  encodeHeader,
  type LogRecord,
  type LogTakers,
  MAX_RECORD_BYTES,
  MetricsScanner,
  type ScannedLog,
} from './metrics-records';

const CHUNK_BYTES = 1_048_576;

/**
 * @param end     in bytes; Infinity for all there is
 * @param columns see {@link MetricsScanner}
 * @returns places are counted from `start`
 */
export function scanFile(
  file: number,
  start: number,
  end: number,
  takers: LogTakers = {},
  columns: readonly string[] | null = null,
): ScannedLog {
  const scanner = new MetricsScanner(takers, columns);
  for (let position = start; ;) {
    // A new buffer each time: the scanner keeps a view of what is not yet a whole record.
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const count = readSync(file, chunk, 0, Math.min(CHUNK_BYTES, end - position), position);
    if (count === 0) return scanner.finish();
    scanner.push(chunk.subarray(0, count));
    position += count;
  }
}

/** @param columns for a log whose header is damaged: see {@link MetricsScanner} */
export function scanLog(
  path: string,
  record: (record: LogRecord) => void,
  columns: readonly string[] | null = null,
): ScannedLog {
  const file = openSync(path, 'r');
  try {
    return scanFile(file, 0, Infinity, { record }, columns);
  } finally {
    closeSync(file);
  }
}

/**
 * The last record before a place, if one ends exactly there, by its checksum. Looks at little of the file.
 *
 * @param headerBytes where the first record begins
 */
export function recordEndingAt(
  file: number,
  headerBytes: number,
  end: number,
  columns: readonly string[],
): LogRecord | null {
  if (!Number.isSafeInteger(end) || end <= headerBytes || fstatSync(file).size < end) return null;
  // Two of the longest records: the first may have begun before this place and is then skipped.
  const start = Math.max(headerBytes, end - 2 * MAX_RECORD_BYTES);
  let last = null as LogRecord | null;
  const record = (found: LogRecord): void => {
    last = { ...found, start: start + found.start, end: start + found.end };
  };
  scanFile(file, start, end, { record }, columns);
  return last?.end === end ? last : null;
}

export interface KeptLog {
  readonly bytes: number;
  /** Flattened rows that belong to the checkpoint, too, but are in a record with others that don't. */
  readonly rows: Float64Array;
}

/**
 * How much of a log belongs to a checkpoint: its rows will not come again, those after it will. A log that damage was
 * taken out of is shorter than when the checkpoint was written, and a checkpoint of a past epoch was written when the log was
 * longer already: that is why rows are looked at, too. All of them only where the one at the checkpoint's place says so.
 */
export function keptLog(path: string, { logBytes, session }: Checkpoint): KeptLog {
  const { epoch } = session.training;
  const whole = { bytes: logBytes, rows: new Float64Array(0) };
  return explained(path, () => {
    if (!isThere(path)) return whole;
    const file = openSync(path, 'r');
    try {
      const last = recordEndingAt(file, encodeHeader(METRICS).length, logBytes, METRICS);
      if (last && lastEpochOf(last) <= epoch) return whole;
      let kept: KeptLog | null = null as KeptLog | null;
      const record = (found: LogRecord): void => {
        if (kept || found.start >= logBytes || lastEpochOf(found) <= epoch) return;
        kept = { bytes: found.start, rows: rowsUpTo(epoch, found.numbers) };
      };
      scanFile(file, 0, Infinity, { record });
      return kept ?? whole;
    } finally {
      closeSync(file);
    }
  });
}

/** @param rows flattened, in the order of their epochs */
export function rowsUpTo(epoch: number, rows: Float64Array): Float64Array {
  let end = 0;
  while (end < rows.length && (rows[end] ?? Infinity) <= epoch) end += METRICS.length;
  return rows.subarray(0, end);
}

function lastEpochOf({ numbers }: LogRecord): number {
  return numbers[numbers.length - METRICS.length] ?? Infinity;
}
