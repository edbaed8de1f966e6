/** A metric log gone through record by record, in pieces, without keeping its rows in memory. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { Checkpoint } from './checkpoint-bytes';
import { type LogRecord, MetricsScanner, type ScannedLog } from './metrics-records';

const CHUNK_BYTES = 1_048_576;

/** @param columns for a log whose header is damaged: see {@link MetricsScanner} */
export function scanLog(
  path: string,
  onRecord: (record: LogRecord) => void,
  columns: readonly string[] | null = null,
): ScannedLog {
  const scanner = new MetricsScanner(onRecord, columns);
  const file = openSync(path, 'r');
  try {
    for (;;) {
      // A new buffer each time: the scanner keeps a view of what is not yet a whole record.
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const count = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (count === 0) return scanner.finish();
      scanner.push(chunk.subarray(0, count));
    }
  } finally {
    closeSync(file);
  }
}

/**
 * How much of a log belongs to a checkpoint: its rows will not come again, those after it will. A log that damage was
 * taken out of is shorter than when the checkpoint was written, which is why its rows are looked at, too.
 */
export function keptLogBytes(path: string, { logBytes, session }: Checkpoint): number {
  let end = logBytes;
  if (!existsSync(path)) return end;
  scanLog(path, ({ start, numbers: [epoch = NaN] }) => {
    if (epoch > session.training.epoch) end = Math.min(end, start);
  });
  return end;
}
