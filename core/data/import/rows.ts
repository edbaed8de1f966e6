/** What every importer makes of its bytes: rows of cells, one after another, so that a file need not fit into memory. */
import type { ColumnType } from '../../contract/import';

/** A text as written, or what a typed format says; null for no value. A date of a typed format is milliseconds since 1970. */
export type Cell = string | number | boolean | null;

export interface FoundColumn {
  readonly name: string;
  /** What the format itself says of the column; null where its cells have to tell. */
  readonly type: ColumnType | null;
}

export interface RowSink {
  /** Once, before any row. */
  columns(columns: readonly FoundColumn[]): void;
  /** One cell a column. @param place the line it begins in (texts), else the row; from 1 */
  row(cells: readonly Cell[], place: number): void;
  /** A row that can't be read as one. Throw to stop reading. */
  problem(place: number, column: string | null, message: string): void;
}

/** Takes a file piece by piece. */
export interface PieceReader<Piece> {
  push(piece: Piece): void;
  /** @throws StudioError `bad-file` for what is missing at the end */
  end(): void | Promise<void>;
}

export const IMPORT_LIMITS = {
  columns: 1_000,
  rows: 100_000_000,
  columnName: 200,
  /** Characters of a record of CSV or JSON Lines: an open quote swallows no more than this. */
  record: 16_000_000,
  /** Bytes of a file that is read as a whole: all but CSV and JSON Lines. */
  wholeFile: 536_870_912,
} as const;
