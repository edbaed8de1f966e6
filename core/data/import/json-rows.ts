/**
 * JSON as a table: an array of objects (each a row), an object of arrays (each a column), or JSON Lines (an object a line).
 * Duplicate keys, `__proto__` and depth past 64 are refused; a key that is absent is a missing value.
 */
import { badFile } from '../../formats/bad-file';
import { parseStrictJson } from '../../formats/strict-json';
import { columnNames } from './column-names';
import { IMPORT_LIMITS, type Cell, type PieceReader, type RowSink } from './rows';

/** Rows that are looked at before the columns are settled: a key may be absent from the first ones. */
const ROWS_AHEAD = 1_000;

export function jsonReader(sink: RowSink): PieceReader<string> {
  const pieces: string[] = [];
  let length = 0;
  return {
    push(piece) {
      pieces.push(piece);
      length += piece.length;
      // 512 MiB is also the longest text of the engine.
      if (length > IMPORT_LIMITS.wholeFile / 2) {
        throw badFile('File', `longer than ${IMPORT_LIMITS.wholeFile / 2} characters. Save it as JSON Lines or CSV.`);
      }
    },
    end() {
      const content = parseStrictJson(pieces.join(''), 'File');
      if (Array.isArray(content)) {
        const rows = objectRows(sink, 'Row');
        content.forEach((item, index) => rows.push(item, index + 1));
        rows.end();
      } else readColumns(content, sink);
    },
  };
}

export function jsonLinesReader(sink: RowSink): PieceReader<string> {
  const rows = objectRows(sink, 'Line');
  let rest = '';
  let number = 1;
  const read = (line: string) => {
    if (line.trim() !== '') rows.push(parseStrictJson(line, `Line ${number}`), number);
    number++;
  };
  return {
    push(piece) {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(read);
      if (rest.length > IMPORT_LIMITS.record) {
        throw badFile(
          `Line ${number}`,
          `longer than ${IMPORT_LIMITS.record} characters. JSON Lines has an object a line.`,
        );
      }
    },
    end() {
      read(rest);
      rows.end();
    },
  };
}

/** Settles the columns by the first rows, then passes rows on. */
function objectRows(sink: RowSink, place: string) {
  let ahead: { row: Record<string, unknown>; number: number }[] | null = [];
  let names: string[] = [];
  let known = new Set<string>();

  const pass = (row: Record<string, unknown>, number: number) => {
    for (const key of Object.keys(row)) {
      if (!known.has(key)) {
        sink.problem(number, null, `"${key.slice(0, 40)}" is not among the columns of the first ${ROWS_AHEAD} rows`);
        return;
      }
    }
    const cells = names.map((name) => cellOf(Object.hasOwn(row, name) ? row[name] : null));
    sink.row(cells, number);
  };
  const settle = () => {
    if (ahead === null) return;
    for (const { row } of ahead) for (const key of Object.keys(row)) known.add(key);
    names = [...known];
    if (names.some((name) => name !== name.trim() || name === '')) {
      throw badFile('Columns', 'a key is empty, or begins or ends with a blank. Rename it.');
    }
    sink.columns(columnNames(names, 'Columns').map((name) => ({ name, type: null })));
    const waiting = ahead;
    ahead = null;
    for (const { row, number } of waiting) pass(row, number);
  };

  return {
    push(item: unknown, number: number) {
      if (typeof item !== 'object' || item === null || Array.isArray(item)) {
        throw badFile(`${place} ${number}`, 'not a JSON object. Each row must be one: {"column": value, …}.');
      }
      const row = item as Record<string, unknown>;
      if (ahead === null) {
        pass(row, number);
        return;
      }
      ahead.push({ row, number });
      if (ahead.length >= ROWS_AHEAD) settle();
    },
    end() {
      settle();
      if (names.length === 0) throw badFile('File', 'it holds no rows.');
      known = new Set();
    },
  };
}

function readColumns(content: unknown, sink: RowSink): void {
  if (typeof content !== 'object' || content === null) {
    throw badFile('File', 'neither an array of objects nor an object of arrays.');
  }
  const columns = Object.entries(content as Record<string, unknown>);
  const lists = columns.map(([name, list]) => {
    if (!Array.isArray(list)) throw badFile(`"${name.slice(0, 40)}"`, 'not an array. Each column must be one.');
    return list as unknown[];
  });
  const rows = lists[0]?.length ?? 0;
  if (rows === 0) throw badFile('File', 'it holds no rows.');
  lists.forEach((list, c) => {
    if (list.length !== rows) {
      const name = (columns[c]?.[0] ?? '').slice(0, 40);
      throw badFile(`"${name}"`, `${list.length} values where the first column has ${rows}.`);
    }
  });
  const names = columnNames(
    columns.map(([name]) => name),
    'Columns',
  );
  sink.columns(names.map((name) => ({ name, type: null })));
  for (let r = 0; r < rows; r++) {
    sink.row(
      lists.map((list) => cellOf(list[r])),
      r + 1,
    );
  }
}

/** A list or an object is no value: it stands as its text, which no column of numbers takes. */
function cellOf(value: unknown): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return JSON.stringify(value) ?? '';
}
