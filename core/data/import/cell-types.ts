/** What a cell is, and its value as a number in a column of a chosen type. */
import type { ColumnType, ImportOptions } from '../../contract/import';
import { cellReader } from '../csv-cells';
import { readDate } from './dates';
import type { Cell } from './rows';

const SHOWN_CHARACTERS = 40;

export interface CellTypes {
  isMissing(cell: Cell): boolean;
  /** The type of a cell that has a value, where its column's type is not known. */
  typeOf(cell: Cell): ColumnType;
  /** @returns NaN for no value; null for what is not of the type. A boolean is 0 or 1, a date its milliseconds since 1970 */
  value(cell: Cell, type: ColumnType): number | null;
  /** Why `value` said null, as the end of a sentence about the cell's place. */
  explain(cell: Cell, type: ColumnType): string;
}

type TextOptions = Pick<ImportOptions, 'decimalComma' | 'missingMarkers' | 'dates'>;

export function cellTypes(options: TextOptions): CellTypes {
  const { dates } = options;
  const numbers = cellReader(options);
  const missing = new Set(['', ...options.missingMarkers.map((marker) => marker.trim())]);

  const isMissing = (cell: Cell) =>
    cell === null || (typeof cell === 'string' ? missing.has(cell.trim()) : Number.isNaN(cell));
  const numberIn = (cell: Cell): number | null => {
    if (typeof cell === 'string') return numbers.number(cell);
    return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
  };
  const dateIn = (cell: Cell): number | null => {
    if (typeof cell === 'string') return readDate(cell.trim(), dates);
    return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
  };

  return {
    isMissing,
    typeOf(cell) {
      if (typeof cell !== 'string') return typeof cell === 'boolean' ? 'boolean' : 'number';
      if (numbers.number(cell) !== null) return 'number';
      if (booleanIn(cell) !== null) return 'boolean';
      return readDate(cell.trim(), dates) === null ? 'text' : 'date';
    },
    value(cell, type) {
      if (isMissing(cell)) return NaN;
      if (type === 'number') return numberIn(cell);
      if (type === 'date') return dateIn(cell);
      return type === 'boolean' ? booleanIn(cell) : null;
    },
    explain(cell, type) {
      if (type === 'number' && typeof cell === 'string') return numbers.explain(cell);
      const wanted =
        type === 'date' ? `a date (${DATE_FORMS[dates]})` : type === 'boolean' ? 'true or false' : 'a finite number';
      return `"${showCell(cell, SHOWN_CHARACTERS)}" is not ${wanted}`;
    },
  };
}

const DATE_FORMS = { iso: 'as 2024-12-31', 'day-first': 'as 31.12.2024', 'month-first': 'as 12/31/2024' } as const;

function booleanIn(cell: Cell): number | null {
  if (typeof cell === 'boolean') return Number(cell);
  const word = typeof cell === 'string' ? cell.trim().toLowerCase() : String(cell);
  if (word === 'true' || word === '1') return 1;
  return word === 'false' || word === '0' ? 0 : null;
}

/** @param type of the column: a date of a typed format is shown as one */
export function showCell(cell: Cell, most: number, type?: ColumnType | null): string {
  if (cell === null) return '';
  const text = type === 'date' && typeof cell === 'number' ? showDate(cell) : String(cell);
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

function showDate(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString();
}
