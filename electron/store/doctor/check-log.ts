/** A run's metric log: every record's CRC, and whether the rows are those of the epochs in order, each once. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  truncateSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { METRICS } from '../../../core/contract/run';
import { syncFolder, writeAll } from '../durable-file';
import { scanLog } from '../log-scan';
import { encodeHeader, type ScannedLog } from '../metrics-records';
import type { Examination } from './examination';

interface Judged {
  readonly scanned: ScannedLog;
  /** Good records in their order: where each begins and ends. Neighbours are one stretch. */
  readonly stretches: [start: number, end: number][];
  /** Records left out because their rows come twice, or before rows that they should come after. */
  readonly misplaced: number;
  readonly rows: number;
  /** Of the last row that is kept; −1 where there is none. */
  readonly lastEpoch: number;
  /** Epochs between the first row and the last that have none. */
  readonly missing: number;
}

/** @param expectedEpoch of the last row that was acknowledged, as far as is known; −1 where nothing is known */
export function checkLog(examination: Examination, path: string, expectedEpoch: number): void {
  if (!existsSync(path)) {
    if (expectedEpoch >= 0 && !isExplained(path)) {
      examination.found(
        path,
        'It is missing: the curves of the run are lost.',
        'Nothing else of the run is. Train it again for its curves.',
      );
    }
    return;
  }
  const asFound = judge(path);
  const { columns, isUnbegun } = asFound.scanned;
  const headerIsDamaged = columns === null ? !isUnbegun : columns.join() !== METRICS.join();
  // Its records have checksums of their own, and may all be well.
  const judged = headerIsDamaged ? judge(path, METRICS) : asFound;
  const { scanned, misplaced, missing, lastEpoch } = judged;
  const damage = [
    headerIsDamaged ? 'its beginning is damaged' : '',
    scanned.damagedRecords > 0 ? `${amount(scanned.damagedRecords, 'stretch', 'stretches')} of it cannot be read` : '',
    misplaced > 0 ? `${amount(misplaced, 'record', 'records')} of it came twice or out of order` : '',
  ].filter(Boolean);
  const lost = missing + Math.max(0, expectedEpoch - Math.max(lastEpoch, -1));
  const lostRows = lost > 0 ? ` The rows of ${amount(lost, 'epoch', 'epochs')} are lost.` : '';
  if (damage.length > 0) {
    const problem = `The metric log is not whole: ${damage.join(', ')}.${lostRows}`;
    const remedy = 'The log as it is can be kept aside, and the rows that can be read be used.';
    examination.found(path, problem, remedy, () => rewrite(path, judged));
  } else if (scanned.tornBytes > 0) {
    const problem = `The end of the metric log cannot be read (${scanned.tornBytes} bytes): a write was cut short, or it was damaged.${lostRows}`;
    const remedy = 'The end that cannot be read can be cut off.';
    examination.found(path, problem, remedy, () => {
      // A copy first: what was cut off cannot be had again.
      const kept = copyAside(path);
      truncateSync(path, scanned.goodBytes);
      return `It was cut off. The log as it was is kept as ${basename(kept)}.`;
    });
  } else if (lost > 0 && !isExplained(path)) {
    const remedy = 'The rows that are left can be used; the log as it was found can be kept aside.';
    examination.found(path, `Rows are missing.${lostRows}`, remedy, () => {
      return `The rows that are left are used. The log as it was found is kept as ${basename(copyAside(path))}.`;
    });
  }
}

function judge(path: string, columns: readonly string[] | null = null): Judged {
  const stretches: [number, number][] = [];
  let [misplaced, rows, lastEpoch, missing] = [0, 0, -1, 0];
  const scanned = scanLog(
    path,
    ({ start, end, numbers }) => {
      const epochs = Array.from({ length: numbers.length / METRICS.length }, (_, row) => numbers[row * METRICS.length]);
      let next = lastEpoch;
      let gaps = 0;
      const isInOrder = epochs.every((epoch = NaN) => {
        const follows = epoch > next;
        gaps += epoch - next - 1;
        next = epoch;
        return follows;
      });
      if (!isInOrder) {
        misplaced++;
        return;
      }
      missing += gaps;
      rows += epochs.length;
      lastEpoch = next;
      const last = stretches.at(-1);
      if (last?.[1] === start) last[1] = end;
      else stretches.push([start, end]);
    },
    columns,
  );
  return { scanned, stretches, misplaced, rows, lastEpoch, missing };
}

/** The old log is there until the new one is whole. @returns what was done, in words */
function rewrite(path: string, { stretches, rows }: Judged): string {
  const temporary = `${path}.tmp-${'0'.repeat(16)}`;
  try {
    const from = openSync(path, 'r');
    const to = openSync(temporary, 'w');
    try {
      writeAll(to, encodeHeader(METRICS));
      for (const [start, end] of stretches) copyStretch(from, to, start, end);
      fsyncSync(to);
    } finally {
      closeSync(from);
      closeSync(to);
    }
    const kept = freeName(path);
    renameSync(path, kept);
    renameSync(temporary, path);
    syncFolder(dirname(path));
    return `${amount(rows, 'row', 'rows')} could be read and are used. The log as it was is kept as ${basename(kept)}.`;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function copyStretch(from: number, to: number, start: number, end: number): void {
  const chunk = Buffer.allocUnsafe(1_048_576);
  for (let at = start; at < end;) {
    const count = readSync(from, chunk, 0, Math.min(chunk.length, end - at), at);
    if (count === 0) throw new Error('The metric log became shorter while it was read');
    writeAll(to, chunk.subarray(0, count));
    at += count;
  }
}

function copyAside(path: string): string {
  const kept = freeName(path);
  try {
    copyFileSync(path, kept);
    syncFolder(dirname(path));
    return kept;
  } catch (error) {
    rmSync(kept, { force: true });
    throw error;
  }
}

function freeName(path: string): string {
  let number = 1;
  while (existsSync(`${path}.damaged-${number}`)) number++;
  return `${path}.damaged-${number}`;
}

/** Rows that an earlier repair could not save are lost for good; that was said then. */
function isExplained(path: string): boolean {
  return existsSync(`${path}.damaged-1`);
}

function amount(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
