/** The points under a chart, as a table and as its text. */
import { csvTable } from './csv-table';

export interface PointTable {
  readonly headings: readonly string[];
  /** Numbers are written with every digit; those that are not finite, and null, as an empty cell. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export function pointsCsv({ headings, rows }: PointTable): string {
  const written = (cell: string | number | null): string =>
    typeof cell === 'string' ? cell : cell !== null && Number.isFinite(cell) ? String(cell) : '';
  return csvTable(
    headings,
    rows.map((row) => row.map(written)),
  );
}
