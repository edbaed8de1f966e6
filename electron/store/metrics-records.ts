/**
 * The bytes of a metric log: magic and version, then records of length (uint32), CRC-32 (uint32) and payload. The CRC
 * covers length and payload. The first payload is JSON with the names of the columns; the others are rows of float64.
 * All little-endian.
 */
import { crc32 } from '../../core/formats/crc32';
import { float64FromLittleEndian, toLittleEndian } from '../../core/formats/little-endian';

/** "AWNMETR" and the format's version. */
const MAGIC = Uint8Array.from([0x41, 0x57, 0x4e, 0x4d, 0x45, 0x54, 0x52, 1]);
const PREFIX_BYTES = 8;
const NUMBER_BYTES = 8;
/** A length past this is damage: it bounds what is read ahead, and what a search for the next record costs. */
export const MAX_PAYLOAD_BYTES = 65_536;

export function encodeHeader(columns: readonly string[]): Uint8Array {
  return Buffer.concat([MAGIC, encodeRecord(Buffer.from(JSON.stringify(columns)))]);
}

/** @param rows flattened, `columnCount` numbers each; as many records as the cap on their size asks for */
export function encodeRows(rows: Float64Array, columnCount: number): Uint8Array {
  const numbers = rowsPerRecord(columnCount) * columnCount;
  const records: Uint8Array[] = [];
  for (let start = 0; start < rows.length; start += numbers) {
    records.push(encodeRecord(toLittleEndian(rows.subarray(start, start + numbers))));
  }
  return Buffer.concat(records);
}

export interface ScannedLog {
  /** Null if the file does not begin with a whole header. */
  readonly columns: readonly string[] | null;
  /** Flattened, in the order of the file. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** Stretches of bytes between good records that are no record: each is one damaged record, or several side by side. */
  readonly damagedRecords: number;
  /** Bytes after the last good record: a write that was cut short. */
  readonly tornBytes: number;
  /** Where the last good record ends. */
  readonly goodBytes: number;
}

export interface LogRecord {
  /** Where it begins and ends in the file, in bytes. */
  readonly start: number;
  readonly end: number;
  /** Flattened rows. */
  readonly numbers: Float64Array;
}

/** Reads a log piece by piece: give it every chunk of the file in order, then ask for the result. */
export class MetricsScanner {
  #pending: Uint8Array = new Uint8Array(0);
  /** Of the first pending byte, in the file. */
  #position = 0;
  #columns: readonly string[] | null = null;
  #isForeign = false;
  #goodBytes = 0;
  #damagedRecords = 0;
  #rows = new Float64Array(1024);
  #numbers = 0;
  readonly #onRecord: ((record: LogRecord) => void) | null;

  /**
   * @param onRecord gets every good record; the rows are then not collected
   * @param columns  for a log whose header is damaged: what it says is not looked at
   */
  constructor(onRecord: ((record: LogRecord) => void) | null = null, columns: readonly string[] | null = null) {
    this.#onRecord = onRecord;
    this.#columns = columns;
  }

  push(chunk: Uint8Array): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#scan(false);
  }

  finish(): ScannedLog {
    this.#scan(true);
    return {
      columns: this.#columns,
      rows: this.#rows.slice(0, this.#numbers),
      damagedRecords: this.#damagedRecords,
      tornBytes: this.#position + this.#pending.length - this.#goodBytes,
      goodBytes: this.#goodBytes,
    };
  }

  /** @param isEnd false leaves alone what the next chunk may complete */
  #scan(isEnd: boolean): void {
    const pending = this.#pending;
    const ahead = isEnd ? 0 : PREFIX_BYTES + MAX_PAYLOAD_BYTES;
    // Nothing is looked for in a file that is no log, and nothing of it kept in memory.
    let at = this.#isForeign ? pending.length : 0;
    if (this.#columns === null && !this.#isForeign && pending.length >= MAGIC.length + ahead) {
      at = this.#scanHeader(pending);
    }
    while (this.#columns !== null && at + Math.max(ahead, PREFIX_BYTES) <= pending.length) {
      const payload = readRecord(pending, at, this.#columns.length * NUMBER_BYTES);
      if (payload === null) {
        at++;
        continue;
      }
      if (this.#position + at !== this.#goodBytes) this.#damagedRecords++;
      const start = this.#position + at;
      const numbers = float64FromLittleEndian(payload);
      at += PREFIX_BYTES + payload.length;
      this.#goodBytes = this.#position + at;
      if (this.#onRecord === null) this.#keep(numbers);
      else this.#onRecord({ start, end: this.#goodBytes, numbers });
    }
    this.#position += at;
    this.#pending = pending.subarray(at);
  }

  #scanHeader(pending: Uint8Array): number {
    const payload = MAGIC.every((byte, index) => pending[index] === byte) ? readRecord(pending, MAGIC.length, 1) : null;
    if (payload === null) {
      this.#isForeign = true;
      return pending.length;
    }
    this.#columns = JSON.parse(Buffer.from(payload).toString()) as string[];
    this.#goodBytes = MAGIC.length + PREFIX_BYTES + payload.length;
    return this.#goodBytes;
  }

  #keep(numbers: Float64Array): void {
    const needed = this.#numbers + numbers.length;
    if (needed > this.#rows.length) {
      const larger = new Float64Array(Math.max(needed, 2 * this.#rows.length));
      larger.set(this.#rows.subarray(0, this.#numbers));
      this.#rows = larger;
    }
    this.#rows.set(numbers, this.#numbers);
    this.#numbers = needed;
  }
}

function encodeRecord(payload: Uint8Array): Uint8Array {
  if (payload.length === 0 || payload.length > MAX_PAYLOAD_BYTES)
    throw new RangeError(`A record of ${payload.length} bytes`);
  const record = new Uint8Array(PREFIX_BYTES + payload.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(4, crc32(payload, crc32(record.subarray(0, 4))), true);
  record.set(payload, PREFIX_BYTES);
  return record;
}

/** @returns the payload of the record at this place, or null if there is none */
function readRecord(bytes: Uint8Array, at: number, multiple: number): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (at + PREFIX_BYTES > bytes.length) return null;
  const length = view.getUint32(at, true);
  if (length === 0 || length > MAX_PAYLOAD_BYTES || length % multiple !== 0) return null;
  const start = at + PREFIX_BYTES;
  if (start + length > bytes.length) return null;
  const payload = bytes.subarray(start, start + length);
  return crc32(payload, crc32(bytes.subarray(at, at + 4))) === view.getUint32(at + 4, true) ? payload : null;
}

function rowsPerRecord(columnCount: number): number {
  return Math.max(1, Math.floor(MAX_PAYLOAD_BYTES / (columnCount * NUMBER_BYTES)));
}
