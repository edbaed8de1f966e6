// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- an ambient module can't be imported, and every folder's tsconfig has to find it
/// <reference path="./hyparquet.d.ts" />
/**
 * Walks a column's pages before hyparquet decodes them. It believes what a page says of its own size: one changed byte
 * makes a run of two thousand million values, which no time limit inside this process could stop.
 *
 * Source: the Apache Parquet format, Encodings.md (RLE/bit-packing hybrid) and parquet.thrift (PageHeader).
 */
import { parquetHeader, type PageHeader } from 'hyparquet/src/column.js';
import type { ColumnMetadata } from 'hyparquet/src/index.js';
import { badFile } from '../../formats/bad-file';
import { crc32 } from '../../formats/crc32';
import { unpackPage, type Unpackers } from './parquet-codecs';

const MOST_PAGE_VALUES = 8_000_000;
const MOST_PAGE_BYTES = 268_435_456;

export interface PageColumn {
  readonly place: string;
  readonly metadata: ColumnMetadata;
  /** Whether a cell may have no value: its pages then begin with a bit for each. */
  readonly isOptional: boolean;
  readonly isBoolean: boolean;
}

/** @throws StudioError `bad-file` naming the column and the page */
export function checkPages(
  bytes: Uint8Array,
  { place, metadata, isOptional, isBoolean }: PageColumn,
  unpackers: Unpackers,
): void {
  const { codec } = metadata;
  const start = Number(earlierOf(metadata));
  const end = start + Number(metadata.total_compressed_size);
  if (!(start >= 4 && end <= bytes.length && start < end)) throw badFile(place, 'its pages lie outside the file.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, end);
  const reader = { view, offset: start };
  const due = Number(metadata.num_values);
  let values = 0;
  for (let number = 1; values < due; number++) {
    const where = `${place}, page ${number}`;
    if (reader.offset >= end) throw badFile(where, `it is missing: ${values} of ${due} values are there.`);
    const header = headerAt(reader, where);
    const packedSize = size(header.compressed_page_size, where, MOST_PAGE_BYTES);
    const unpackedSize = size(header.uncompressed_page_size, where, MOST_PAGE_BYTES);
    if (reader.offset + packedSize > end) throw badFile(where, 'reaches past the end of its column.');
    const packed = bytes.subarray(reader.offset, reader.offset + packedSize);
    reader.offset += packedSize;
    if (typeof header.crc === 'number' && crc32(packed) !== header.crc >>> 0) {
      throw badFile(where, 'damaged (its CRC-32 does not match).');
    }

    if (header.type === 'DICTIONARY_PAGE') {
      const entries = size(header.dictionary_page_header?.num_values, where, MOST_PAGE_VALUES);
      const page = unpackPage(packed, unpackedSize, codec, unpackers, where);
      // The shortest entries are bits.
      if (entries > page.length * 8) throw badFile(where, `${entries} entries in ${page.length} bytes.`);
    } else if (header.type === 'DATA_PAGE') {
      const count = size(header.data_page_header?.num_values, where, due - values);
      const page = unpackPage(packed, unpackedSize, codec, unpackers, where);
      let at = 0;
      if (isOptional) at = checkPrefixedRuns(page, 0, count, where);
      checkValues(page, at, header.data_page_header?.encoding, count, isBoolean, where);
      values += count;
    } else if (header.type === 'DATA_PAGE_V2') {
      const head = header.data_page_header_v2;
      const count = size(head?.num_values, where, due - values);
      const nulls = size(head?.num_nulls, where, count);
      const levels = size(head?.definition_levels_byte_length, where, packed.length);
      if (size(head?.num_rows, where, count) !== count)
        throw badFile(where, 'its rows and its values differ in number.');
      if (size(head?.repetition_levels_byte_length, where, 0) !== 0) throw badFile(where, 'lists are not read.');
      if (isOptional) checkRuns(packed, 0, levels, 1, count, where);
      const rest = packed.subarray(levels);
      const page =
        head?.is_compressed === false
          ? rest
          : unpackPage(rest, size(unpackedSize - levels, where, MOST_PAGE_BYTES), codec, unpackers, where);
      checkValues(page, 0, head?.encoding, count - nulls, isBoolean, where);
      values += count;
    } else throw badFile(where, 'of a kind that is not read.');
  }
  // hyparquet reads on to the end of the column.
  if (reader.offset !== end) throw badFile(place, `${end - reader.offset} bytes after its last page.`);
}

function earlierOf({ data_page_offset: data, dictionary_page_offset: dictionary }: ColumnMetadata): bigint {
  return dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data;
}

function headerAt(reader: { view: DataView; offset: number }, place: string): PageHeader {
  try {
    return parquetHeader(reader);
  } catch (error) {
    throw badFile(place, `its header is damaged (${(error as Error).message}).`);
  }
}

function size(value: unknown, place: string, most: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0 || value > most) {
    throw badFile(place, `it claims a size of ${String(value)}; at most ${most} can be.`);
  }
  return value;
}

/** @param most how many values there can be: those without a value take no place */
function checkValues(
  page: Uint8Array,
  at: number,
  encoding: string | undefined,
  most: number,
  isBoolean: boolean,
  place: string,
): void {
  if (most > MOST_PAGE_VALUES) throw badFile(place, `${most} values; at most ${MOST_PAGE_VALUES} a page are read.`);
  const isDictionary = encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY';
  if (isDictionary && !isBoolean) {
    const width = page[at];
    // A page of no values may have no width either.
    if (width === undefined) return;
    if (width > 32) throw badFile(place, `dictionary places of ${width} bits.`);
    if (width > 0) checkRuns(page, at + 1, page.length, width, most, place, true);
  } else if (encoding === 'RLE' && isBoolean) checkPrefixedRuns(page, at, most, place, true);
}

/** Runs with their length in bytes before them. @returns where they end */
function checkPrefixedRuns(page: Uint8Array, at: number, values: number, place: string, mayEnd = false): number {
  if (at + 4 > page.length) throw badFile(place, 'ends within its levels.');
  const length = new DataView(page.buffer, page.byteOffset, page.length).getUint32(at, true);
  if (at + 4 + length > page.length) throw badFile(place, 'its levels reach past its end.');
  checkRuns(page, at + 4, at + 4 + length, 1, values, place, mayEnd);
  return at + 4 + length;
}

/**
 * @param values how many the runs are read for; they may hold up to seven more, because bits are packed by eight
 * @param mayEnd whether there may be fewer
 */
function checkRuns(
  page: Uint8Array,
  from: number,
  to: number,
  width: number,
  values: number,
  place: string,
  mayEnd = false,
): void {
  let at = from;
  let seen = 0;
  while (seen < values) {
    if (at >= to) {
      if (mayEnd) return;
      throw badFile(place, `its runs end after ${seen} of ${values} values.`);
    }
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = page[at++];
      if (byte === undefined || at > to || shift > 28) throw badFile(place, 'a run has no length.');
      header += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    const groups = Math.floor(header / 2);
    const isPacked = header % 2 === 1;
    seen += isPacked ? groups * 8 : groups;
    at += isPacked ? groups * width : Math.ceil(width / 8);
    // hyparquet cuts a packed run where the page ends, as some writers do; one of equal values it fills in as told.
    if ((!isPacked && (at > to || seen > values)) || (groups === 0 && !isPacked)) {
      throw badFile(place, `a run of ${groups} values does not fit.`);
    }
    if (isPacked && groups * 8 > values + 64 * 8) throw badFile(place, `a run of ${groups * 8} values does not fit.`);
  }
}
