/** Where the table's columns lie: pixels, known before anything is drawn, so that pinned ones can stay where they are. */
import type { ShownColumn } from './table-layout';
import { NAME_COLUMN, type TableColumn } from './table-columns';

export interface PlacedColumn {
  readonly column: TableColumn;
  readonly width: number;
  /** From the table's left edge, for a pinned column. */
  readonly left: number | null;
}

/** Of the column of tick boxes. */
export const TICK_WIDTH = 30;
/** A group's mean and spread side by side: what a measured column needs then. */
const SPREAD_WIDTH = 160;
/** A group's name is a list of values. */
const GROUP_NAME_WIDTH = 320;

/** The name takes what room is left. */
export function placedColumns(columns: readonly ShownColumn[], viewWidth: number, isGrouped: boolean): PlacedColumn[] {
  const widthOf = ({ id, isMeasured, width }: TableColumn) => {
    if (!isGrouped) return width;
    return Math.max(width, isMeasured ? SPREAD_WIDTH : id === NAME_COLUMN ? GROUP_NAME_WIDTH : 0);
  };
  const needed = columns.reduce((sum, { column }) => sum + widthOf(column), TICK_WIDTH);
  const room = Math.max(0, Math.floor(viewWidth) - needed);
  let right = TICK_WIDTH;
  return columns.map(({ column, isPinned }) => {
    const width = widthOf(column) + (column.id === NAME_COLUMN ? room : 0);
    const left = isPinned ? right : null;
    right += width;
    return { column, width, left };
  });
}

export function tableWidth(columns: readonly PlacedColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, TICK_WIDTH);
}
