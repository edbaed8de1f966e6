export interface TableLine {
  readonly row: string;
  readonly count: number;
  readonly lost: number;
  readonly seconds: number;
  readonly notes: string;
}

/** What was done and what was lost, a line a row; figures stand to the right. */
export function table(lines: readonly TableLine[]): string {
  const cells = lines.map(({ row, count, lost, seconds, notes }) => [row, `${count}`, `${lost}`, `${seconds}`, notes]);
  const all = [['row', 'count', 'lost', 'seconds', 'notes'], ...cells];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const text = all.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return `${text.join('\n')}\n`;
}
