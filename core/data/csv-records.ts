// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- an ambient module can't be imported, and every folder's tsconfig has to find it
/// <reference path="./papaparse.d.ts" />
/**
 * The text of a CSV file as records, each with the line it begins in. Strict: what does not fit is an error that names
 * the line, never a guess.
 *
 * Papa Parse does the splitting. It guesses only what it isn't told, so it is told the separator and the line break;
 * names, types and the number of cells are checked here, not by it.
 */
import Papa from 'papaparse';
import type { CsvOptions } from '../contract/dataset';
import { StudioError } from '../contract/errors';

export const CSV_LIMITS = { characters: 200_000_000, columns: 1_000, rows: 10_000_000, columnName: 200 } as const;

export interface CsvVisitor {
  /** The columns' names, once, before any row. */
  header(names: readonly string[]): void;
  /** A row with one cell a column. @param line the line it begins in, as an editor counts: from 1, header included */
  row(cells: readonly string[], line: number): void;
  /** A row that has to be left out. Throw to stop reading. */
  problem(message: string): void;
}

export interface CsvCounts {
  readonly rows: number;
  readonly emptyLines: number;
}

/**
 * Reads a whole CSV text. Quotes follow RFC 4180; lines may end with LF, CR LF or CR; a byte order mark is skipped, and so
 * are empty lines, which are counted.
 *
 * @throws StudioError `bad-file` for an open or misplaced quote, a bad header, a file without rows, and past {@link CSV_LIMITS}
 */
export function readCsv(
  text: string,
  options: Pick<CsvOptions, 'separator' | 'header'>,
  visitor: CsvVisitor,
): CsvCounts {
  const lines = withLineFeeds(text);
  const hasQuotes = lines.includes('"');
  let nextLine = 1;
  let names: readonly string[] | null = null;
  let rows = 0;
  let emptyLines = 0;

  const record = (cells: readonly string[], line: number) => {
    if (names === null) {
      names = options.header ? headerNames(cells, line) : cells.map((_, column) => `column${column + 1}`);
      checkColumnCount(names.length, line);
      visitor.header(names);
      if (options.header) return;
    }
    if (cells.length !== names.length) {
      visitor.problem(
        `Line ${line} has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, expected ${names.length}.`,
      );
      return;
    }
    rows++;
    if (rows > CSV_LIMITS.rows)
      throw badFile(`The file has more than ${CSV_LIMITS.rows} rows. Split it or thin it out.`);
    visitor.row(cells, line);
  };

  Papa.parse(lines, {
    delimiter: options.separator,
    newline: '\n',
    step: ({ data: cells, errors }) => {
      const line = nextLine;
      nextLine += 1 + (hasQuotes ? lineFeedsIn(cells) : 0);
      const [error] = errors;
      if (error !== undefined) throw badFile(quoteMessage(error.code, line));
      if (cells.length === 1 && cells[0] === '') emptyLines++;
      else record(cells, line);
    },
  });

  if (rows === 0)
    throw badFile(names === null ? 'The file is empty.' : 'The file has a header but no complete row of data.');
  // What follows the last line break is reported as one more empty record.
  return { rows, emptyLines: lines.endsWith('\n') ? emptyLines - 1 : emptyLines };
}

export function badFile(message: string): StudioError {
  return new StudioError('bad-file', message);
}

function withLineFeeds(text: string): string {
  if (text.length > CSV_LIMITS.characters) {
    throw badFile(
      `The file has ${text.length} characters; at most ${CSV_LIMITS.characters} can be read. Split it or thin it out.`,
    );
  }
  if (text.includes('\0'))
    throw badFile('The file is not text in UTF-8 (it holds NUL characters). Save it as CSV in UTF-8.');
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return content.includes('\r') ? content.replace(/\r\n?/g, '\n') : content;
}

function headerNames(cells: readonly string[], line: number): string[] {
  // A nameless column (an index written by pandas, say) is called by its place, as it would be without a header.
  const names = cells.map((cell, column) => cell.trim() || `column${column + 1}`);
  const firstPlace = new Map<string, number>();
  names.forEach((name, column) => {
    if (name.length > CSV_LIMITS.columnName) {
      throw badFile(
        `Line ${line}: the name of column ${column + 1} is longer than ${CSV_LIMITS.columnName} characters.`,
      );
    }
    const first = firstPlace.get(name);
    if (first !== undefined) {
      throw badFile(
        `Line ${line}: columns ${first + 1} and ${column + 1} are both called "${name}". Rename one of them.`,
      );
    }
    firstPlace.set(name, column);
  });
  return names;
}

function checkColumnCount(count: number, line: number): void {
  if (count > CSV_LIMITS.columns) {
    throw badFile(`Line ${line} has ${count} columns; at most ${CSV_LIMITS.columns} can be read. Check the separator.`);
  }
}

function quoteMessage(code: string, line: number): string {
  return code === 'MissingQuotes'
    ? `Line ${line}: a quote (") is opened and never closed. Close it, or double it ("") where it belongs to the text.`
    : `Line ${line}: a closing quote (") is followed by more text. Double it ("") where it belongs to the text.`;
}

function lineFeedsIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count++;
  }
  return count;
}
