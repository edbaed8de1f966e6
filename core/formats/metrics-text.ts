/** A run's metrics as text: a row an epoch. */
import { encodeUtf8 } from './utf8';

export interface MetricTable {
  readonly columns: readonly string[];
  /** Flattened, `columns.length` numbers a row; NaN means "not measured". */
  readonly rows: Float64Array;
}

/** RFC 4180, with names in the first line and nothing where nothing was measured. */
export function writeMetricsCsv(table: MetricTable): Uint8Array<ArrayBuffer> {
  const lines = rowsOf(table).map((row) => row.map((value) => (Number.isNaN(value) ? '' : String(value))).join(','));
  return encodeUtf8([table.columns.join(','), ...lines].map((line) => `${line}\r\n`).join(''));
}

/** An object a line; null where nothing was measured, and "Infinity" or "-Infinity" where JSON has no number. */
export function writeMetricsJsonLines(table: MetricTable): Uint8Array<ArrayBuffer> {
  const json = (value: number) => (Number.isNaN(value) ? null : Number.isFinite(value) ? value : String(value));
  const lines = rowsOf(table).map((row) =>
    JSON.stringify(Object.fromEntries(table.columns.map((name, at) => [name, json(row[at] ?? NaN)]))),
  );
  return encodeUtf8(lines.map((line) => `${line}\n`).join(''));
}

export function rowsOf({ columns, rows }: MetricTable): number[][] {
  const width = columns.length;
  return Array.from({ length: rows.length / width }, (_, row) => [...rows.subarray(row * width, (row + 1) * width)]);
}
