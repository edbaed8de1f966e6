/** Which rows of a long table are worth drawing. */

export interface VisibleRows {
  /** First row drawn, and the one after the last. */
  readonly start: number;
  readonly end: number;
}

/** Rows drawn beyond each edge, so that quick scrolling meets no blank. */
const OVERSCAN = 12;

export function visibleRows(count: number, rowHeight: number, scrollTop: number, viewHeight: number): VisibleRows {
  const first = Math.floor(scrollTop / rowHeight) - OVERSCAN;
  const last = Math.ceil((scrollTop + viewHeight) / rowHeight) + OVERSCAN;
  const start = Math.max(0, Math.min(first, count));
  return { start, end: Math.max(start, Math.min(last, count)) };
}
