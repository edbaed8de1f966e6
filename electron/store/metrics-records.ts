/**
 * The bytes of a metric log: magic and version, then records of length (uint32), CRC-32 (uint32) and payload. The CRC
 * covers length and payload. The first payload is JSON with the names of the columns; the others are rows of float64.
 * All little-endian.
 */
import { crc32 as nativeCrc32 } from 'node:zlib';
import { crc32 } from '../../core/formats/crc32';
import { float64FromLittleEndian, toLittleEndian } from '../../core/formats/little-endian';

/** "AWNMETR" and the format's version. */
const MAGIC = Uint8Array.from([0x41, 0x57, 0x4e, 0x4d, 0x45, 0x54, 0x52, 1]);
const PREFIX_BYTES = 8;
const NUMBER_BYTES = 8;
/** For fewer bytes the call of the native checksum takes longer than the checksum. */
const NATIVE_FROM_BYTES = 512;
/** A length past this is damage: it bounds what is read ahead, and what a search for the next record costs. */
const MAX_PAYLOAD_BYTES = 65_536;
export const MAX_RECORD_BYTES = PREFIX_BYTES + MAX_PAYLOAD_BYTES;

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
  /** Whether all there is is the start of a header: whoever made the log was ended before it was whole, and no row came. */
  readonly isUnbegun: boolean;
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

/** What a {@link MetricsScanner} hands on. */
export interface LogTakers {
  /** Gets the rows of the good records, several records at a time, flattened, in the order of the file. */
  readonly rows?: (rows: Float64Array<ArrayBuffer>) => void;
  /** Gets every good record. */
  readonly record?: (record: LogRecord) => void;
}

/** Reads a log piece by piece: give it every chunk of the file in order, then ask for the result. It keeps no row itself. */
export class MetricsScanner {
  readonly #takers: LogTakers;
  #pending: Uint8Array = new Uint8Array(0);
  /** Of the first pending byte, in the file. */
  #position = 0;
  #columns: readonly string[] | null = null;
  #isForeign = false;
  #goodBytes = 0;
  #damagedRecords = 0;
  readonly #payloads = new Uint8Array(MAX_PAYLOAD_BYTES);
  #gathered = 0;

  /**
   * @param takers  none where only damage is looked for
   * @param columns for a log whose header is damaged, or that is read from its middle: what its header says is not looked at
   */
  constructor(takers: LogTakers = {}, columns: readonly string[] | null = null) {
    this.#takers = takers;
    this.#columns = columns;
  }

  push(chunk: Uint8Array): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    this.#scan(false);
  }

  finish(): ScannedLog {
    // A header is looked at once it is there whole; so all of a shorter file is still pending.
    const isUnbegun = this.#columns === null && !this.#isForeign && isCutHeader(this.#pending);
    this.#scan(true);
    return {
      columns: this.#columns,
      isUnbegun,
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
    const view = viewOf(pending);
    while (this.#columns !== null && at + Math.max(ahead, PREFIX_BYTES) <= pending.length) {
      const payload = readRecord(pending, view, at, this.#columns.length * NUMBER_BYTES);
      if (payload === null) {
        at++;
        continue;
      }
      if (this.#position + at !== this.#goodBytes) this.#damagedRecords++;
      if (this.#takers.rows) this.#gather(payload);
      const start = this.#position + at;
      at += PREFIX_BYTES + payload.length;
      this.#goodBytes = this.#position + at;
      this.#takers.record?.({ start, end: this.#goodBytes, numbers: float64FromLittleEndian(payload) });
    }
    this.#position += at;
    this.#pending = pending.subarray(at);
    this.#give();
  }

  /** Many records are of one row: handed on one by one, they would cost more than everything else. */
  #gather(payload: Uint8Array): void {
    if (this.#gathered + payload.length > this.#payloads.length) this.#give();
    this.#payloads.set(payload, this.#gathered);
    this.#gathered += payload.length;
  }

  #give(): void {
    if (this.#gathered > 0) this.#takers.rows?.(float64FromLittleEndian(this.#payloads.subarray(0, this.#gathered)));
    this.#gathered = 0;
  }

  #scanHeader(pending: Uint8Array): number {
    const payload = MAGIC.every((byte, index) => pending[index] === byte)
      ? readRecord(pending, viewOf(pending), MAGIC.length, 1)
      : null;
    if (payload === null) {
      this.#isForeign = true;
      return pending.length;
    }
    this.#columns = JSON.parse(Buffer.from(payload).toString()) as string[];
    this.#goodBytes = MAGIC.length + PREFIX_BYTES + payload.length;
    return this.#goodBytes;
  }
}

function encodeRecord(payload: Uint8Array): Uint8Array {
  if (payload.length === 0 || payload.length > MAX_PAYLOAD_BYTES)
    throw new RangeError(`A record of ${payload.length} bytes`);
  const record = new Uint8Array(PREFIX_BYTES + payload.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(4, checksum(record.subarray(0, 4), payload), true);
  record.set(payload, PREFIX_BYTES);
  return record;
}

/** @returns the payload of the record at this place, or null if there is none */
function readRecord(bytes: Uint8Array, view: DataView, at: number, multiple: number): Uint8Array | null {
  if (at + PREFIX_BYTES > bytes.length) return null;
  const length = view.getUint32(at, true);
  if (length === 0 || length > MAX_PAYLOAD_BYTES || length % multiple !== 0) return null;
  const start = at + PREFIX_BYTES;
  if (start + length > bytes.length) return null;
  const payload = bytes.subarray(start, start + length);
  return checksum(bytes.subarray(at, at + 4), payload) === view.getUint32(at + 4, true) ? payload : null;
}

function isCutHeader(bytes: Uint8Array): boolean {
  if (!bytes.every((byte, index) => index >= MAGIC.length || byte === MAGIC[index])) return false;
  const start = MAGIC.length + PREFIX_BYTES;
  return bytes.length < start || bytes.length < start + viewOf(bytes).getUint32(MAGIC.length, true);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function checksum(length: Uint8Array, payload: Uint8Array): number {
  const crc = payload.length < NATIVE_FROM_BYTES ? crc32 : nativeCrc32;
  return crc(payload, crc32(length));
}

function rowsPerRecord(columnCount: number): number {
  return Math.max(1, Math.floor(MAX_PAYLOAD_BYTES / (columnCount * NUMBER_BYTES)));
}
