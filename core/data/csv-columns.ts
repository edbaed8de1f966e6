/** What the columns of a CSV file hold: numbers or text, how many values are missing, and what is in the way. */
import type { CsvOptions } from '../contract/dataset';
import { cellReader } from './csv-cells';
import { readCsv, type CsvCounts } from './csv-records';

export interface CsvColumn {
  readonly name: string;
  /** `number` when the column's first value is one. */
  kind: 'number' | 'text';
  missing: number;
  /** The first cell of a number column that is not a number, or the first missing one, each with its line. */
  notNumber: string | null;
  firstMissing: string | null;
  values: number;
}

export interface CsvColumns extends CsvCounts {
  readonly columns: readonly CsvColumn[];
}

/**
 * @param onRow sees every complete row; @param onProblem is told of every row with the wrong number of cells
 * @throws StudioError `bad-file` as {@link readCsv}
 */
export function describeColumns(
  text: string,
  options: Omit<CsvOptions, 'missing'>,
  onProblem: (message: string) => void,
  onRow: (cells: readonly string[]) => void = () => undefined,
): CsvColumns {
  const reader = cellReader(options);
  let columns: CsvColumn[] = [];
  const counts = readCsv(text, options, {
    header: (names) => {
      columns = names.map((name) => ({
        name,
        kind: 'text',
        missing: 0,
        notNumber: null,
        firstMissing: null,
        values: 0,
      }));
    },
    problem: onProblem,
    row: (cells, line) => {
      onRow(cells);
      columns.forEach((column, place) => {
        const cell = cells[place] ?? '';
        const value = reader.number(cell);
        if (Number.isNaN(value)) {
          column.missing++;
          column.firstMissing ??= `Line ${line} has no value`;
          return;
        }
        if (column.values === 0 && value !== null) column.kind = 'number';
        if (value === null) column.notNumber ??= `Line ${line}: ${reader.explain(cell)}`;
        column.values++;
      });
    },
  });
  return { columns, ...counts };
}

const DATE_NAMES = /^(date|datetime|date_time|time|timestamp|day|month|year|period|ds)$/i;

/**
 * The column that labels the rows: one called like a date, else the first that isn't all numbers; chosen columns are data
 * and label nothing.
 *
 * @returns its place, or -1
 */
export function labelColumn(columns: readonly CsvColumn[], chosen: readonly string[]): number {
  const free = (column: CsvColumn) => !chosen.includes(column.name) && column.values > 0;
  const dated = columns.findIndex((column) => free(column) && DATE_NAMES.test(column.name));
  return dated >= 0 ? dated : columns.findIndex((column) => free(column) && column.notNumber !== null);
}
