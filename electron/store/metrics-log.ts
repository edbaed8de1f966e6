/** The append-only file of a run's metric rows. Written by the run's trainer; read by metrics-reader.ts. */
import { closeSync, constants, fsyncSync, ftruncateSync, openSync, readSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { attempt, syncFolder, writeAll } from './durable-file';
import { explained, explainWriteError, isThere } from './file-errors';
import { recordEndingAt, scanFile } from './log-scan';
import { encodeHeader, encodeRows } from './metrics-records';

const SYNC_EVERY_MS = 1000;

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
      const goodBytes = goodLength(file, columns, keep);
      if (goodBytes !== null) {
        ftruncateSync(file, goodBytes);
        const log = new MetricsLog(path, file, columns.length, goodBytes);
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

function openForUpdate(path: string): number {
  return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644);
}

/**
 * How many bytes of the file a log of this header goes on after, or null if it is no such log. Reads all of the file only
 * where it has to: ten million rows are 700 MB, and a checkpoint says how many of them count.
 */
function goodLength(file: number, columns: readonly string[], keep: number): number | null {
  const header = encodeHeader(columns);
  if (!isAt(file, header, 0)) return null;
  if (keep <= header.length) return header.length;
  if (recordEndingAt(file, header.length, keep, columns)) return keep;
  return Math.max(header.length, Math.min(keep, scanFile(file, 0, Infinity).goodBytes));
}

function isAt(file: number, bytes: Uint8Array, position: number): boolean {
  const found = Buffer.alloc(bytes.length);
  return readSync(file, found, 0, found.length, position) === bytes.length && found.equals(bytes);
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
