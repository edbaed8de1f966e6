/**
 * The numbers of an imported data set, in a binary file of their own: what has a gigabyte cannot be one JSON document, nor
 * be held in memory while it is written.
 *
 * Layout: blocks of 65,536 rows, the last one shorter; a block holds its rows of each column in turn, as little-endian
 * float64, NaN where a row has no value. Labels, one JSON text a line, are in a second file.
 */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import type { StoredColumn, TakenImport } from '../../core/contract/trainer-protocol';
import { drifts, trainingRows } from '../../core/data/imported-summary';
import type { TakenRows } from '../../core/data/import/take';
import { float64FromLittleEndian, toLittleEndian } from '../../core/formats/little-endian';
import { syncFolder, writeAll } from './durable-file';
import { explained } from './file-errors';

export const BLOCK_ROWS = 65_536;
/** Rows from which a column's drift is judged. */
export const ROWS_JUDGED = 1_000_000;
const LABEL_BYTES = 1_048_576;

export type WrittenColumns = TakenImport['written'];

export const columnsFile = (folder: string, name: string): string => join(folder, `${name}.columns`);
export const labelsFile = (folder: string, name: string): string => join(folder, `${name}.labels`);

/** Writes a data set of any length into files `data.columns` and `data.labels` of a folder. */
export class ColumnsWriter implements TakenRows {
  readonly #folder: string;
  readonly #columns: number;
  #labels: number | null = null;
  #names: readonly string[] = [];
  #units: readonly string[] = [];
  #missing: number[] = [];
  #categories: readonly (readonly string[] | null)[] = [];
  #block: Float64Array[] = [];
  #waitingLabels: string[] = [];
  #waitingCharacters = 0;
  #rows = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#columns = explained(columnsFile(folder, 'data'), () => openSync(columnsFile(folder, 'data'), 'wx+'));
  }

  begin(names: readonly string[], hasLabels: boolean, units: readonly string[] = names.map(() => '')): void {
    this.#names = names;
    this.#units = units;
    this.#missing = names.map(() => 0);
    this.#block = names.map(() => new Float64Array(BLOCK_ROWS));
    const path = labelsFile(this.#folder, 'data');
    if (hasLabels) this.#labels = explained(path, () => openSync(path, 'wx+'));
  }

  add(values: Float64Array, label: string): void {
    const place = this.#rows % BLOCK_ROWS;
    for (const [c, list] of this.#block.entries()) {
      const value = values[c] as number;
      // A NaN may carry any payload; "no value" must not have several hashes.
      list[place] = Number.isNaN(value) ? NaN : value;
      if (Number.isNaN(value)) this.#missing[c] = (this.#missing[c] ?? 0) + 1;
    }
    if (this.#labels !== null) {
      const line = `${JSON.stringify(label)}\n`;
      this.#waitingLabels.push(line);
      this.#waitingCharacters += line.length;
      if (this.#waitingCharacters > LABEL_BYTES) this.#writeLabels();
    }
    this.#rows++;
    if (place === BLOCK_ROWS - 1) this.#writeBlock(BLOCK_ROWS);
  }

  texts(categories: readonly (readonly string[] | null)[]): void {
    this.#categories = categories;
  }

  /** @returns what was written, sure to last in its folder */
  finish(): WrittenColumns {
    const left = this.#rows % BLOCK_ROWS;
    if (left > 0) this.#writeBlock(left);
    this.#writeLabels();
    explained(this.#folder, () => {
      fsyncSync(this.#columns);
      if (this.#labels !== null) fsyncSync(this.#labels);
      syncFolder(this.#folder);
    });
    const rows = this.#rows;
    const columns = this.#names.map((name, c): StoredColumn => {
      const categories = this.#categories[c];
      const column = { name, unit: this.#units[c] ?? '', missing: this.#missing[c] ?? 0 };
      return categories ? { ...column, categories } : column;
    });
    const width = columns.length;
    const chunks = (c: number) => columnChunks(this.#columns, rows, width, c);
    const labels = this.#labels === null ? null : labelLines(this.#labels);
    const sha256 = contentSha256(
      headOf(columns, rows),
      labels,
      columns.map((_, c) => chunks(c)),
    );
    const number = columns.findIndex(({ categories }) => categories === undefined);
    const first = number < 0 ? new Float64Array(0) : joined(chunks(number), Math.min(trainingRows(rows), ROWS_JUDGED));
    return { sha256, rows, columns, hasLabels: this.#labels !== null, drifts: drifts(first, first.length) };
  }

  /** Call in any case. */
  close(): void {
    closeSync(this.#columns);
    if (this.#labels !== null) closeSync(this.#labels);
  }

  #writeBlock(rows: number): void {
    explained(columnsFile(this.#folder, 'data'), () => {
      for (const list of this.#block) writeAll(this.#columns, toLittleEndian(list.subarray(0, rows)));
    });
  }

  #writeLabels(): void {
    const count = this.#waitingLabels.length;
    if (this.#labels === null || count === 0) return;
    const bytes = Buffer.from(this.#waitingLabels.join(''));
    this.#waitingLabels = [];
    this.#waitingCharacters = 0;
    const labels = this.#labels;
    explained(labelsFile(this.#folder, 'data'), () => writeAll(labels, bytes));
  }
}

/** @throws StudioError `store-damaged` where the file is not as long as it should be; other errors as they come */
export function readColumns(path: string, rows: number, width: number): Float64Array[] {
  const file = openSync(path, 'r');
  try {
    return Array.from({ length: width }, (_, c) => joined(columnChunks(file, rows, width, c), rows));
  } finally {
    closeSync(file);
  }
}

export function readLabels(path: string): string[] {
  const file = openSync(path, 'r');
  try {
    return [...labelLines(file)].map((line) => String(JSON.parse(line)));
  } finally {
    closeSync(file);
  }
}

/** {@link contentSha256} of data on disk, never more than a block of it in memory. */
export function storedSha256(columnsPath: string, labelsPath: string | null, head: ContentHead): string {
  const width = head.names.length;
  const columns = openSync(columnsPath, 'r');
  try {
    const labels = labelsPath === null ? null : openSync(labelsPath, 'r');
    try {
      const chunks = head.names.map((_, c) => columnChunks(columns, head.rows, width, c));
      return contentSha256(head, labels === null ? null : labelLines(labels), chunks);
    } finally {
      if (labels !== null) closeSync(labels);
    }
  } finally {
    closeSync(columns);
  }
}

export interface ContentHead {
  readonly names: readonly string[];
  readonly units: readonly string[];
  readonly rows: number;
  /** Of every column its texts, or null; undefined where all columns are numbers. */
  readonly categories: readonly (readonly string[] | null)[] | undefined;
}

export function headOf(
  columns: readonly {
    readonly name: string;
    readonly unit: string;
    readonly categories?: readonly string[] | undefined;
  }[],
  rows: number,
): ContentHead {
  const hasTexts = columns.some(({ categories }) => categories !== undefined);
  return {
    names: columns.map(({ name }) => name),
    units: columns.map(({ unit }) => unit),
    rows,
    categories: hasTexts ? columns.map(({ categories }) => categories ?? null) : undefined,
  };
}

/**
 * SHA-256 of a canonical encoding: names, units, the count of rows, the texts of columns that hold texts, and the labels as
 * JSON, then each column's values as little-endian float64 with one NaN. Equal contents have equal hashes, whatever file they came from.
 *
 * @param labels each as JSON
 */
export function contentSha256(
  head: ContentHead,
  labels: Iterable<string> | null,
  columns: readonly Iterable<Float64Array>[],
): string {
  const hash = createHash('sha256');
  // Piece by piece what JSON.stringify makes of all of it: the labels of ten million rows are too long for one text.
  // Undefined is left out: data without texts has the hash it always had.
  const { names, units, rows, categories } = head;
  hash.update(`${JSON.stringify({ names, units, rows, categories }).slice(0, -1)},"labels":`);
  if (labels === null) hash.update('null}');
  else {
    let piece = '[';
    let isFirst = true;
    for (const label of labels) {
      piece += isFirst ? label : `,${label}`;
      isFirst = false;
      if (piece.length < LABEL_BYTES) continue;
      hash.update(piece);
      piece = '';
    }
    hash.update(`${piece}]}`);
  }
  for (const chunks of columns) for (const chunk of chunks) hash.update(toLittleEndian(chunk));
  return hash.digest('hex');
}

/** A column, block by block. */
function* columnChunks(file: number, rows: number, width: number, column: number): Generator<Float64Array> {
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rows - first);
    const bytes = Buffer.alloc(count * 8);
    readAll(file, bytes, (first * width + column * count) * 8);
    yield float64FromLittleEndian(bytes);
  }
}

function joined(chunks: Iterable<Float64Array>, rows: number): Float64Array {
  const values = new Float64Array(rows);
  let at = 0;
  for (const chunk of chunks) {
    values.set(chunk.subarray(0, rows - at), at);
    at += chunk.length;
    if (at >= rows) break;
  }
  return values;
}

function* labelLines(file: number): Generator<string> {
  const buffer = Buffer.alloc(LABEL_BYTES);
  let rest = Buffer.alloc(0);
  for (let at = 0; ;) {
    const count = readSync(file, buffer, 0, buffer.length, at);
    if (count === 0) break;
    at += count;
    const bytes = Buffer.concat([rest, buffer.subarray(0, count)]);
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  if (rest.length > 0) yield rest.toString('utf8');
}

function readAll(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length;) {
    const count = readSync(file, bytes, done, bytes.length - done, position + done);
    if (count === 0) throw new StudioError('store-damaged', 'a column is cut short');
    done += count;
  }
}
