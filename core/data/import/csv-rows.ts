// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- an ambient module can't be imported, and every folder's tsconfig has to find it
/// <reference path="../papaparse.d.ts" />
/**
 * Text with separators, piece by piece. Quotes follow RFC 4180; lines end with LF, CR LF or CR; empty lines are skipped.
 *
 * Papa Parse splits each piece and leaves the record that its end cuts off to the next one. It guesses only what it isn't
 * told, so it is told the separator and the line break; names and the number of cells are checked here.
 */
import Papa from 'papaparse';
import type { ImportOptions } from '../../contract/import';
import { badFile } from '../../formats/bad-file';
import { columnNames } from './column-names';
import { IMPORT_LIMITS, type PieceReader, type RowSink } from './rows';

export function csvReader(
  { separator, header }: Pick<ImportOptions, 'separator' | 'header'>,
  sink: RowSink,
): PieceReader<string> {
  const parser = new Papa.Parser({ delimiter: separator, newline: '\n' });
  let rest = '';
  let endsWithReturn = false;
  let line = 1;
  let columns = 0;

  const record = (cells: string[]) => {
    if (cells.length === 1 && cells[0] === '') return;
    if (columns === 0) {
      const names = columnNames(header ? cells : cells.map(() => ''), `Line ${line}`);
      columns = names.length;
      sink.columns(names.map((name) => ({ name, type: null })));
      if (header) return;
    }
    if (cells.length === columns) sink.row(cells, line);
    else sink.problem(line, null, `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} where ${columns} are due`);
  };

  const parse = (text: string, isLast: boolean) => {
    const { data, errors, meta } = parser.parse(text, 0, !isLast);
    const hasQuotes = text.includes('"');
    // Of a record that is cut off, Papa Parse may say that its quotes are wrong: the next piece will tell.
    const fault = errors.find(({ row = 0 }) => isLast || row < data.length);
    for (const [index, cells] of data.entries()) {
      if (fault?.row === index) throw badFile(`Line ${line}`, quoteProblem(fault.code));
      record(cells);
      line += 1 + (hasQuotes ? lineFeedsIn(cells) : 0);
    }
    if (fault) throw badFile(`Line ${line}`, quoteProblem(fault.code));
    rest = isLast ? '' : text.slice(meta.cursor);
    if (rest.length > IMPORT_LIMITS.record) {
      throw badFile(
        `Line ${line}`,
        `a quote (") is opened and not closed within ${IMPORT_LIMITS.record} characters, or the line is that long. ` +
          'Close it, or double it ("") where it belongs to the text.',
      );
    }
  };

  return {
    push(piece) {
      let text = piece;
      if (text.includes('\0')) throw badFile(`Line ${line} or after`, 'NUL characters. Choose another encoding.');
      // CR LF may be cut in two: its LF is then no line of its own.
      if (endsWithReturn && text.startsWith('\n')) text = text.slice(1);
      if (text !== '') endsWithReturn = text.endsWith('\r');
      parse(rest + (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text), false);
    },
    end() {
      if (rest !== '') parse(rest, true);
      if (columns === 0) throw badFile('File', 'it is empty.');
    },
  };
}

function quoteProblem(code: string): string {
  return code === 'MissingQuotes'
    ? 'a quote (") is opened and never closed. Close it, or double it ("") where it belongs to the text.'
    : 'a closing quote (") is followed by more text. Double it ("") where it belongs to the text.';
}

function lineFeedsIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) count++;
  }
  return count;
}
