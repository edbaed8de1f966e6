/** A table of any length as the lines of a CSV file: its rows are made one by one, as they are written. */
import { csvText } from './csv-text';

export interface PointRows {
  readonly headings: readonly string[];
  readonly rows: Iterable<readonly (string | number)[]>;
}

/** Numbers have every digit; those that are not finite are an empty cell. */
export function* pointLines({ headings, rows }: PointRows): Generator<string> {
  yield lineOf(headings);
  for (const row of rows) yield lineOf(row);
}

function lineOf(cells: readonly (string | number)[]): string {
  const written = cells.map((cell) =>
    typeof cell === 'string' ? csvText(cell) : Number.isFinite(cell) ? String(cell) : '',
  );
  return `${written.join(',')}\r\n`;
}

/** What a column is called, with its unit where it has one. */
export function headingOf(name: string, unit: string): string {
  return unit === '' ? name : `${name} (${unit})`;
}
