/** Reads bytes as the app does, in pieces of a chosen size, and keeps what comes out. */
import { ImportOptions } from '../../../../core/contract/import';
import type { z } from '../../../../core/contract/schema';
import { importReader } from '../../../../core/data/import/reader';
import type { Cell, FoundColumn } from '../../../../core/data/import/rows';
import { IMPORT_TOOLS } from '../../../../electron/worker/import-file';

export interface ReadTable {
  readonly columns: FoundColumn[];
  readonly rows: Cell[][];
  readonly places: number[];
  readonly problems: string[];
}

export async function readTable(
  bytes: Uint8Array,
  options: z.input<typeof ImportOptions>,
  pieceBytes = 1_000_000,
): Promise<ReadTable> {
  const table: ReadTable = { columns: [], rows: [], places: [], problems: [] };
  const reader = importReader(ImportOptions.parse(options), IMPORT_TOOLS, {
    columns: (columns) => void table.columns.push(...columns),
    row: (cells, place) => {
      table.rows.push([...cells]);
      table.places.push(place);
    },
    problem: (place, column, message) => void table.problems.push(`${place} ${column ?? ''}: ${message}`),
  });
  for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes));
  await reader.end();
  return table;
}
