// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- an ambient module can't be imported, and every folder's tsconfig has to find it
/// <reference path="./hyparquet.d.ts" />
/** Parquet as a table: its flat columns of numbers, booleans, dates and texts. Read by hyparquet, one row group at a time. */
import { parquetMetadata, parquetRead, type FileMetadata, type SchemaElement } from 'hyparquet/src/index.js';
import type { ColumnType } from '../../contract/import';
import { StudioError } from '../../contract/errors';
import { badFile } from '../../formats/bad-file';
import { columnNames } from './column-names';
import { unpackSnappy, type Unpackers } from './parquet-codecs';
import { checkPages } from './parquet-pages';
import { IMPORT_LIMITS, type Cell, type RowSink } from './rows';

/** Of a row group: all of it is in memory at once. */
const MOST_GROUP_CELLS = 50_000_000;

interface ParquetColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly element: SchemaElement;
}

export async function readParquetRows(bytes: Uint8Array, unpackers: Unpackers, sink: RowSink): Promise<void> {
  const metadata = readMetadata(bytes);
  const columns = flatColumns(metadata);
  sink.columns(columns.map(({ name, type }) => ({ name, type })));
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
  let first = 0;
  for (const [g, group] of metadata.row_groups.entries()) {
    const place = `Row group ${g + 1}`;
    const rows = Number(group.num_rows);
    const chunks = new Map<string, { data: ArrayLike<unknown>; start: number }[]>();
    const onChunk = ({
      columnName,
      columnData,
      rowStart,
    }: {
      columnName: string;
      columnData: ArrayLike<unknown>;
      rowStart: number;
    }) => {
      const list = chunks.get(columnName);
      if (list) list.push({ data: columnData, start: rowStart });
      else chunks.set(columnName, [{ data: columnData, start: rowStart }]);
    };
    const names = columns.map(({ name }) => name);
    const compressors = { SNAPPY: unpackSnappy, ...unpackers };
    try {
      // In here too: a damaged footer lacks what its types promise.
      checkGroup(bytes, group, columns, rows, place, unpackers);
      if (rows > 0) {
        await parquetRead({
          file,
          metadata,
          columns: names,
          rowStart: first,
          rowEnd: first + rows,
          compressors,
          geoparquet: false,
          onChunk,
        });
      }
    } catch (error) {
      if (error instanceof StudioError) throw error;
      throw badFile(place, `cannot be read (${(error as Error).message}).`);
    }
    passRows(columns, chunks, first, rows, place, sink);
    first += rows;
  }
  if (first === 0) throw badFile('File', 'it holds no rows.');
}

function readMetadata(bytes: Uint8Array): FileMetadata {
  const isMagic = (at: number) => [0x50, 0x41, 0x52, 0x31].every((byte, index) => bytes[at + index] === byte);
  if (bytes.length < 12 || !isMagic(0) || !isMagic(bytes.length - 4)) {
    throw badFile('File', 'not a Parquet file, or cut short: it does not begin and end with PAR1.');
  }
  let metadata: FileMetadata;
  try {
    metadata = parquetMetadata(bytes, { geoparquet: false });
    const total = metadata.row_groups.reduce((sum, { num_rows: rows }) => sum + BigInt(rows), 0n);
    if (metadata.row_groups.some(({ num_rows: rows }) => rows < 0n) || total !== metadata.num_rows) {
      throw new Error('the rows of its groups do not add up');
    }
  } catch (error) {
    throw badFile('Footer', `damaged (${(error as Error).message}).`);
  }
  if (metadata.num_rows > BigInt(IMPORT_LIMITS.rows)) {
    throw badFile('Footer', `${metadata.num_rows} rows; at most ${IMPORT_LIMITS.rows} are read.`);
  }
  return metadata;
}

/** Columns right under the root that are no lists; nested ones are left out. */
function flatColumns({ schema }: FileMetadata): ParquetColumn[] {
  const [root, ...elements] = schema;
  const found: SchemaElement[] = [];
  let at = 0;
  const skipChildren = (count: number, depth: number): void => {
    if (depth > 64) throw badFile('Footer', 'its columns are nested deeper than 64.');
    for (let child = 0; child < count; child++) {
      const element = elements[at++];
      if (!element) throw badFile('Footer', 'its schema ends too early.');
      skipChildren(element.num_children ?? 0, depth + 1);
    }
  };
  for (let child = 0; child < (root?.num_children ?? 0); child++) {
    const element = elements[at++];
    if (!element) throw badFile('Footer', 'its schema ends too early.');
    const children = element.num_children ?? 0;
    if (children > 0) skipChildren(children, 1);
    else if (element.repetition_type !== 'REPEATED') found.push(element);
  }
  if (found.length === 0) throw badFile('Footer', 'no column of single values; lists and structures are not read.');
  const names = columnNames(
    found.map(({ name }) => String(name)),
    'Footer',
  );
  return found.map((element, c) => {
    if (names[c] !== element.name)
      throw badFile('Footer', 'the name of a column is empty, or begins or ends with a blank.');
    return { name: element.name, type: typeOf(element), element };
  });
}

function typeOf({ type, converted_type: converted = '', logical_type: logical }: SchemaElement): ColumnType {
  if (type === 'BOOLEAN') return 'boolean';
  if (type === 'INT96' || converted === 'DATE' || converted.startsWith('TIMESTAMP')) return 'date';
  if (logical?.type === 'DATE' || logical?.type === 'TIMESTAMP') return 'date';
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL' || logical?.type === 'FLOAT16') return 'number';
  return type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY' ? 'text' : 'number';
}

function checkGroup(
  bytes: Uint8Array,
  group: FileMetadata['row_groups'][number],
  columns: readonly ParquetColumn[],
  rows: number,
  place: string,
  unpackers: Unpackers,
): void {
  if (rows * columns.length > MOST_GROUP_CELLS) {
    throw badFile(
      place,
      `${rows} rows of ${columns.length} columns; write smaller row groups (at most ${MOST_GROUP_CELLS} cells).`,
    );
  }
  for (const { name, element } of columns) {
    const where = `${place}, column "${name}"`;
    const chunks = group.columns.filter(({ meta_data: data }) => data?.path_in_schema.join('\0') === name);
    const metadata = chunks[0]?.meta_data;
    if (!metadata || chunks.length !== 1) throw badFile(where, 'it is missing, or there twice.');
    if (chunks[0]?.file_path !== undefined) throw badFile(where, 'it lies in another file.');
    if (Number(metadata.num_values) !== rows) throw badFile(where, `${metadata.num_values} values in ${rows} rows.`);
    if (rows === 0) continue;
    const isOptional = element.repetition_type !== 'REQUIRED';
    checkPages(bytes, { place: where, metadata, isOptional, isBoolean: element.type === 'BOOLEAN' }, unpackers);
  }
}

function passRows(
  columns: readonly ParquetColumn[],
  chunks: ReadonlyMap<string, readonly { data: ArrayLike<unknown>; start: number }[]>,
  first: number,
  rows: number,
  place: string,
  sink: RowSink,
): void {
  const lists = columns.map(({ name }) => {
    const list = new Array<unknown>(rows);
    let filled = 0;
    for (const { data, start } of chunks.get(name) ?? []) {
      for (let index = 0; index < data.length; index++) list[start - first + index] = data[index];
      filled += data.length;
    }
    if (filled !== rows || list.length !== rows)
      throw badFile(`${place}, column "${name}"`, `${filled} values in ${rows} rows.`);
    return list;
  });
  for (let r = 0; r < rows; r++) {
    const number = first + r + 1;
    sink.row(
      lists.map((list, c) => cellOf(list[r], `Row ${number}, column "${columns[c]?.name ?? ''}"`)),
      number,
    );
  }
}

function cellOf(value: unknown, place: string): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'bigint') {
    const double = Number(value);
    if (!Number.isSafeInteger(double)) throw badFile(place, `${value} is past what a float64 holds exactly.`);
    return double;
  }
  return value instanceof Uint8Array ? `${value.length} bytes` : 'a structure';
}
