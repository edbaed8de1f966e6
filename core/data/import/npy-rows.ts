/**
 * NPY and NPZ as a table. One dimension is a column; of two, the second is columns; of three (sequences, steps, columns)
 * each step is a row, and a first column tells the sequence. Arrays of an NPZ file lie side by side.
 */
import type { ColumnType } from '../../contract/import';
import { badFile } from '../../formats/bad-file';
import { readNpyHeader } from '../../formats/npy';
import { elementCount } from '../../formats/tensor';
import { readZip, type Inflate } from '../../formats/unzip';
import { columnNames } from './column-names';
import { elementReader, type ReadElement } from './npy-elements';
import { IMPORT_LIMITS, type Cell, type RowSink } from './rows';

interface TableArray {
  readonly place: string;
  /** Empty for an NPY file: its columns are called by their places. */
  readonly name: string;
  /** (rows, columns) or (sequences, steps, columns) */
  readonly shape: readonly number[];
  readonly columns: number;
  readonly type: ColumnType;
  /** @returns the value in row-major order */
  readonly at: ReadElement;
}

export function readNpyRows(bytes: Uint8Array, sink: RowSink): void {
  readSideBySide([openArray(bytes, 'Array', '')], sink);
}

/** @param inflate for files of `numpy.savez_compressed` */
export function readNpzRows(bytes: Uint8Array, inflate: Inflate, sink: RowSink): void {
  const arrays = readZip(bytes, inflate).entries.map(({ name, bytes: entry }) => {
    if (!name.endsWith('.npy')) throw badFile(name, 'not an NPY array.');
    return openArray(entry, name, name.slice(0, -'.npy'.length));
  });
  readSideBySide(arrays, sink);
}

function openArray(bytes: Uint8Array, place: string, name: string): TableArray {
  const { descr, fortranOrder, shape, data } = readNpyHeader(bytes, place);
  if (shape.length < 1 || shape.length > 3) {
    throw badFile(place, `${shape.length} dimensions; arrays of 1, 2 or 3 are read.`);
  }
  const count = elementCount(shape, place);
  const { width, type, read } = elementReader(descr, data, place);
  if (data.length !== count * width) {
    throw badFile(place, `${data.length} bytes of data where ${count * width} are due.`);
  }
  const columns = shape.length === 1 ? 1 : (shape.at(-1) ?? 0);
  return { place, name, shape, columns, type, at: fortranOrder ? (index) => read(fortranIndex(index, shape)) : read };
}

/** Where the element of a row-major index lies in an array in Fortran order. */
function fortranIndex(index: number, shape: readonly number[]): number {
  let rest = index;
  let place = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    place = place * size + (rest % size);
    rest = Math.floor(rest / size);
  }
  return place;
}

function readSideBySide(arrays: readonly TableArray[], sink: RowSink): void {
  const [first] = arrays;
  if (!first) throw badFile('File', 'it holds no array.');
  // Only three dimensions have a step within a sequence.
  const extent = ({ shape }: TableArray) => (shape.length === 3 ? shape.slice(0, 2) : shape.slice(0, 1));
  for (const array of arrays) {
    if (extent(array).join() !== extent(first).join()) {
      throw badFile(
        array.place,
        `its shape (${array.shape.join(', ')}) does not have as many rows as that of ${first.place} (${first.shape.join(', ')}).`,
      );
    }
  }
  const steps = first.shape.length === 3 ? (first.shape[1] as number) : null;
  const rows = extent(first).reduce((product, size) => product * size, 1);
  const width = arrays.reduce((sum, { columns }) => sum + columns, 0);
  if (rows === 0 || width === 0) throw badFile(first.place, 'it holds no values.');
  if (rows > IMPORT_LIMITS.rows) throw badFile(first.place, `${rows} rows; at most ${IMPORT_LIMITS.rows} are read.`);
  if (width > IMPORT_LIMITS.columns) {
    throw badFile(first.place, `${width} columns; at most ${IMPORT_LIMITS.columns} are read.`);
  }

  const found = arrays.flatMap((array) =>
    Array.from({ length: array.columns }, (_, c) => ({ name: columnName(array, c), type: array.type })),
  );
  const names = columnNames([...(steps === null ? [] : ['sequence']), ...found.map(({ name }) => name)], 'Columns');
  const types = [...(steps === null ? [] : ['number' as const]), ...found.map(({ type }) => type)];
  sink.columns(names.map((name, c) => ({ name, type: types[c] ?? null })));
  for (let r = 0; r < rows; r++) {
    const cells: Cell[] = steps === null ? [] : [Math.floor(r / steps) + 1];
    for (const { columns, at } of arrays) for (let c = 0; c < columns; c++) cells.push(at(r * columns + c));
    sink.row(cells, r + 1);
  }
}

function columnName({ name, shape }: TableArray, column: number): string {
  if (name === '') return `column${column + 1}`;
  return shape.length === 1 ? name : `${name}.${column + 1}`;
}
