/** What a single cell of a CSV file says: a number, no value, or text. */
import type { CsvOptions } from '../contract/dataset';

const WITH_POINT = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const WITH_COMMA = /^[+-]?(\d+(,\d*)?|,\d+)([eE][+-]?\d+)?$/;

export interface CellReader {
  /** @returns the number; NaN for no value; null for anything else */
  number(cell: string): number | null;
  /** Why `number` said null, as the end of a sentence about the cell. */
  explain(cell: string): string;
}

/**
 * Plain decimal numbers only: no thousands separators, no hexadecimal, no "Infinity". Blanks around a number are allowed;
 * the decimal sign is the chosen one, so that 1.234 can't pass for 1234 or the other way round.
 */
export function cellReader(options: Pick<CsvOptions, 'decimalComma' | 'missingMarkers'>): CellReader {
  const missing = new Set(['', ...options.missingMarkers.map((marker) => marker.trim())]);
  const [pattern, otherPattern] = options.decimalComma ? [WITH_COMMA, WITH_POINT] : [WITH_POINT, WITH_COMMA];
  const number = (cell: string): number | null => {
    const trimmed = cell.trim();
    if (missing.has(trimmed)) return NaN;
    if (!pattern.test(trimmed)) return null;
    const value = Number(options.decimalComma ? trimmed.replace(',', '.') : trimmed);
    return Number.isFinite(value) ? value : null;
  };
  const explain = (cell: string): string => {
    const shown = cell.length > 40 ? `${cell.slice(0, 40)}…` : cell;
    if (pattern.test(cell.trim())) return `"${shown}" is too large a number`;
    const sign = options.decimalComma ? 'point' : 'comma';
    return `"${shown}" is not a number${otherPattern.test(cell.trim()) ? ` (it has a decimal ${sign})` : ''}`;
  };
  return { number, explain };
}
