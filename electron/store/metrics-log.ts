/** The append-only file of a run's metric rows. Written by the run's trainer; read by whoever draws its curves. */
import { closeSync, constants, fsyncSync, ftruncateSync, openSync, readSync, renameSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import { attempt, syncFolder, writeAll } from './durable-file';
import { explained, explainReadError, explainWriteError, isMissing, isThere } from './file-errors';
import { encodeHeader, encodeRows, MetricsScanner, type ScannedLog } from './metrics-records';

const CHUNK_BYTES = 1_048_576;
const SYNC_EVERY_MS = 1000;

export interface MetricsLogContents {
  readonly columns: readonly string[];
  /** Flattened, `columns.length` numbers a row. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** Damaged stretches that were skipped. */
  readonly damagedRecords: number;
  /** Bytes after the last good record: of a write that was cut short, or is under way. */
  readonly tornBytes: number;
}

export class MetricsLog {
  readonly #path: string;
  readonly #file: number;
  readonly #columnCount: number;
  /** Bytes that were acknowledged; everything is written at this place, whatever an attempt that failed left there. */
  #length: number;
  #syncedAt = performance.now();
  #syncTimer: NodeJS.Timeout | null = null;
  /** Why the last fsync failed. What was appended before may not outlive a power cut, so the log must not go on as if. */
  #syncFailure: unknown = null;
  /** What an attempt that failed left behind the acknowledged bytes could not be cut off. */
  #isTorn = false;

  private constructor(path: string, file: number, columnCount: number, length: number) {
    this.#path = path;
    this.#file = file;
    this.#columnCount = columnCount;
    this.#length = length;
  }

  /**
   * Creates the log, or continues it after its last good record; a torn tail is cut off. A file that does not begin as a
   * log of these columns is kept as `….damaged-N`, bytes intact, and a new log begins.
   *
   * @param keep what comes after so many bytes is cut off too; the header always stays
   * @throws StudioError `disk-full`, `not-allowed`
   */
  static open(path: string, columns: readonly string[], keep = Infinity): MetricsLog {
    let file: number | null = null;
    try {
      file = openForUpdate(path);
      const header = encodeHeader(columns);
      const found = scan(file);
      if (sameColumns(found.columns, columns)) {
        const length = Math.max(header.length, Math.min(keep, found.goodBytes));
        ftruncateSync(file, length);
        const log = new MetricsLog(path, file, columns.length, length);
        // Rows that were cut off must not come back with the power, behind others.
        log.#sync();
        return log;
      }
      if (!isStartOf(file, header)) {
        closeSync(file);
        file = null;
        moveAside(path);
        file = openForUpdate(path);
      }
      writeAll(file, header, 0);
      fsyncSync(file);
      syncFolder(dirname(path));
      return new MetricsLog(path, file, columns.length, header.length);
    } catch (error) {
      const open = file;
      if (open !== null) attempt(() => closeSync(open));
      throw explainWriteError(error, path);
    }
  }

  /**
   * Once this returns, a killed process loses none of the rows, and a power cut only those of the last second.
   *
   * @param rows flattened, whole rows
   * @throws StudioError `disk-full`; none of the rows is then in the log, and append may be tried again
   */
  append(rows: Float64Array): void {
    if (rows.length % this.#columnCount !== 0) throw new RangeError(`${rows.length} numbers are not whole rows`);
    if (this.#syncFailure !== null) throw explainWriteError(this.#syncFailure, this.#path);
    const bytes = encodeRows(rows, this.#columnCount);
    explained(this.#path, () => this.#cutTornTail());
    try {
      writeAll(this.#file, bytes, this.#length);
    } catch (error) {
      this.#isTorn = true;
      attempt(() => this.#cutTornTail());
      throw explainWriteError(error, this.#path);
    }
    this.#length += bytes.length;
    this.#syncSoon();
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** Once this returns, a power cut loses nothing. @throws StudioError if what was appended could not be made to last */
  sync(): void {
    if (this.#syncTimer) clearTimeout(this.#syncTimer);
    this.#sync();
    if (this.#syncFailure !== null) throw explainWriteError(this.#syncFailure, this.#path);
  }

  /** @throws StudioError if what was appended could not be made to last */
  close(): void {
    try {
      this.sync();
    } finally {
      explained(this.#path, () => closeSync(this.#file));
    }
  }

  #cutTornTail(): void {
    if (!this.#isTorn) return;
    ftruncateSync(this.#file, this.#length);
    this.#isTorn = false;
  }

  /** At most once a second: fsync takes milliseconds on a fast disk, and far more on a slow one. */
  #syncSoon(): void {
    if (this.#syncTimer) return;
    const wait = this.#syncedAt + SYNC_EVERY_MS - performance.now();
    if (wait <= 0) {
      this.#sync();
      return;
    }
    // The next row may be minutes away.
    this.#syncTimer = setTimeout(() => this.#sync(), wait);
    this.#syncTimer.unref();
  }

  /** Never throws: it runs from a timer, where nobody could catch, and after rows that were already acknowledged. */
  #sync(): void {
    this.#syncTimer = null;
    this.#syncedAt = performance.now();
    try {
      fsyncSync(this.#file);
    } catch (error) {
      this.#syncFailure ??= error;
    }
  }
}

/**
 * Reads in chunks and lets other work in between; the log may grow meanwhile.
 *
 * @throws StudioError `not-found`; `store-damaged` if the file does not begin as a metric log
 */
export async function readMetricsLog(path: string): Promise<MetricsLogContents> {
  const scanner = new MetricsScanner();
  try {
    const file = await openFile(path);
    try {
      for (;;) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
        if (bytesRead === 0) break;
        scanner.push(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) throw new StudioError('not-found', `There is no metric log ${path}.`);
    throw explainReadError(error, path);
  }
  const { columns, rows, damagedRecords, tornBytes } = scanner.finish();
  if (columns === null)
    throw new StudioError('store-damaged', `${path} does not begin as a metric log; its curves are lost.`);
  return { columns, rows, damagedRecords, tornBytes };
}

function openForUpdate(path: string): number {
  return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644);
}

function scan(file: number): ScannedLog {
  const scanner = new MetricsScanner();
  for (let position = 0; ;) {
    // A new buffer each time: the scanner keeps a view of what is not yet a whole record.
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const count = readSync(file, chunk, 0, CHUNK_BYTES, position);
    if (count === 0) return scanner.finish();
    scanner.push(chunk.subarray(0, count));
    position += count;
  }
}

function sameColumns(found: readonly string[] | null, columns: readonly string[]): boolean {
  return found !== null && JSON.stringify(found) === JSON.stringify(columns);
}

/** True for an empty file, and for one whose creation was cut short: nothing in it was ever acknowledged. */
function isStartOf(file: number, header: Uint8Array): boolean {
  const start = Buffer.alloc(header.length + 1);
  const count = readSync(file, start, 0, start.length, 0);
  return count <= header.length && start.subarray(0, count).equals(header.subarray(0, count));
}

function moveAside(path: string): void {
  let number = 1;
  while (isThere(`${path}.damaged-${number}`)) number++;
  renameSync(path, `${path}.damaged-${number}`);
}
