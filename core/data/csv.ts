/** CSV files: a look inside before anything is taken in, and the chosen columns as a series. */
import type { CsvOptions, CsvPreview } from '../contract/dataset';
import { StudioError } from '../contract/errors';
import { cellReader } from './csv-cells';
import { describeColumns, labelColumn, type CsvColumn, type CsvColumns } from './csv-columns';
import { badFile, readCsv } from './csv-records';
import type { Series } from '../contract/series';

const HEAD_ROWS = 20;
const MAX_PROBLEMS = 20;
const SHOWN_CHARACTERS = 200;

/** How a row without a value is treated; `keep` (not offered for imported files) leaves NaN for windowing to step around. */
export type MissingRule = CsvOptions['missing'] | 'keep';

/**
 * What a CSV file holds, read with `options`. Never throws for the file's sake: what is wrong with it is in `problems`,
 * at most 20, each naming its line.
 */
export function previewCsv(text: string, fileName: string, options: CsvOptions): CsvPreview {
  const problems: string[] = [];
  const head: string[][] = [];
  const note = (problem: string) => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem);
  };
  let found: CsvColumns = { columns: [], rows: 0, emptyLines: 0 };
  try {
    found = describeColumns(text, options, note, (cells) => {
      if (head.length < HEAD_ROWS) head.push(cells.map((cell) => cell.slice(0, SHOWN_CHARACTERS)));
    });
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    // Last, and always shown: reading ended here.
    problems.splice(MAX_PROBLEMS - 1, 1, error.message);
  }
  const columns = found.columns.map((column) => ({
    name: column.name,
    kind: column.kind,
    missing: column.missing,
    problem: problemOf(column, options.missing),
  }));
  return { fileName, columns, rows: found.rows, head, problems };
}

/** Why a column can't be imported as numbers, or null. A text column has no problem: it is just not for importing. */
function problemOf(column: CsvColumn, missing: CsvOptions['missing']): string | null {
  if (column.values === 0) return 'The column has no values';
  if (column.kind === 'text') return null;
  return column.notNumber ?? (missing === 'refuse' ? column.firstMissing : null);
}

/**
 * The chosen columns as numbers, rows in the file's order. A column called like a date, else the first that isn't all
 * numbers, labels the rows.
 *
 * @param columns names of the columns to take, in this order
 * @returns the series, and in words what was done to it: labels, dropped rows, carried values, skipped lines
 * @throws StudioError `bad-file`, naming the line and column of the first cell that can't be read
 */
export function seriesFromCsv(
  text: string,
  options: Omit<CsvOptions, 'missing'> & { missing: MissingRule },
  columns: readonly string[],
): { series: Series; notes: string[] } {
  const refuse = (message: string) => {
    throw badFile(message);
  };
  const described = describeColumns(text, options, refuse);
  const places = columns.map((name) => placeOf(name, described.columns));
  const labelled = labelColumn(described.columns, columns);
  const reader = cellReader(options);
  const values = columns.map(() => new Float64Array(described.rows));
  const labels: string[] = [];
  let kept = 0;
  let dropped = 0;
  let carried = 0;

  /** @returns the number of a cell, or NaN where it has none and `missing` allows that */
  const read = (cell: string, list: Float64Array, name: string, line: number): number => {
    const where = `Line ${line}, column "${name}"`;
    const value = reader.number(cell);
    if (value === null)
      throw badFile(
        `${where}: ${reader.explain(cell)}. Correct it, or list it among what means missing (missingMarkers).`,
      );
    if (!Number.isNaN(value) || options.missing === 'keep' || options.missing === 'drop') return value;
    if (options.missing === 'refuse') {
      throw badFile(
        `${where} has no value. Fill it in, or set "missing" to "drop" (leave such rows out) or "carry-forward" (repeat the ` +
          'last value).',
      );
    }
    if (kept === 0) throw badFile(`${where} has no value, and there is none before it to carry forward.`);
    carried++;
    return list[kept - 1] ?? NaN;
  };

  readCsv(text, options, {
    header: () => undefined,
    problem: refuse,
    row: (cells, line) => {
      let missing = false;
      values.forEach((list, index) => {
        const value = read(cells[places[index] ?? -1] ?? '', list, columns[index] ?? '', line);
        list[kept] = value;
        missing ||= Number.isNaN(value);
      });
      if (missing && options.missing === 'drop') {
        dropped++;
        return;
      }
      if (labelled >= 0) labels.push(cells[labelled] ?? '');
      kept++;
    },
  });
  if (kept === 0) throw badFile('Every row lacks a value in one of the chosen columns: nothing is left.');

  const labelName = described.columns[labelled]?.name;
  const notes = [
    ...(labelName === undefined ? [] : [`Rows are labelled by column "${labelName}".`]),
    ...counted(dropped, 'row without a value was dropped.', 'rows without a value were dropped.'),
    ...counted(
      carried,
      'missing value was filled with the one before it.',
      'missing values were filled with the one before.',
    ),
    ...counted(described.emptyLines, 'empty line was skipped.', 'empty lines were skipped.'),
  ];
  const series: Series = {
    columns: values.map((list, index) => ({ name: columns[index] ?? '', unit: '', values: list.slice(0, kept) })),
    labels: labelName === undefined ? null : labels,
  };
  return { series, notes };
}

function placeOf(name: string, columns: readonly CsvColumn[]): number {
  const place = columns.findIndex((column) => column.name === name);
  if (place >= 0) return place;
  const names = columns.slice(0, 20).map((column) => column.name);
  throw badFile(`There is no column "${name}". The file has: ${names.join(', ')}${columns.length > 20 ? ', …' : ''}.`);
}

function counted(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
