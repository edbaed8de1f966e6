/** A CSV file named on the command line: the chosen columns as a series. */
import type { CsvOptions } from '../contract/dataset';
import { cellReader } from './csv-cells';
import { describeColumns, labelColumn, type CsvColumn } from './csv-columns';
import { badFile, readCsv } from './csv-records';
import type { Series } from '../contract/series';
import { Categories } from './import/categories';

const IS_TEXT = -1;

/** How a row without a value is treated; `keep` (not offered for imported files) leaves NaN for windowing to step around. */
export type MissingRule = CsvOptions['missing'] | 'keep';

/**
 * The chosen columns as numbers, rows in the file's order. A column called like a date, else the first that isn't all
 * numbers, labels the rows.
 *
 * @param columns names of the columns to take, in this order
 * @param mayBeTexts those of them that may be texts; one is where any of its cells is not a number
 * @param sequenceColumn one of them, which tells sequences apart: no value is carried from one into the next
 * @returns the series, and in words what was done to it: labels, dropped rows, carried values, skipped lines
 * @throws StudioError `bad-file`, naming the line and column of the first cell that can't be read
 */
export function seriesFromCsv(
  text: string,
  options: Omit<CsvOptions, 'missing'> & { missing: MissingRule },
  columns: readonly string[],
  mayBeTexts: readonly string[] = [],
  sequenceColumn?: string,
): { series: Series; notes: string[] } {
  const refuse = (message: string) => {
    throw badFile(message);
  };
  const described = describeColumns(text, options, refuse);
  const places = columns.map((name) => placeOf(name, described.columns));
  const labelled = labelColumn(described.columns, columns);
  const reader = cellReader(options);
  const values = columns.map(() => new Float64Array(described.rows));
  const categories = columns.map((name, index) => {
    const isText = mayBeTexts.includes(name) && described.columns[places[index] ?? -1]?.notNumber !== null;
    return isText ? new Categories() : null;
  });
  const labels: string[] = [];
  let kept = 0;
  let dropped = 0;
  let carried = 0;
  const idPlace = sequenceColumn === undefined ? -1 : placeOf(sequenceColumn, described.columns);
  let id: string | number | null = null;
  let sequenceStart = 0;

  /** @returns the number of a cell, or NaN where it has none and `missing` allows that */
  const read = (cell: string, list: Float64Array, name: string, line: number, texts: Categories | null): number => {
    const where = `Line ${line}, column "${name}"`;
    const value = reader.number(cell);
    // The place of a text among the others is known once its row is kept.
    if (texts !== null && (value === null || !Number.isNaN(value))) return IS_TEXT;
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
    if (name === sequenceColumn) {
      throw badFile(
        `${where} has no value, and so no sequence that the row belongs to. Fill it in, or leave the row out.`,
      );
    }
    if (kept === sequenceStart) {
      const within = sequenceColumn === undefined ? '' : ' in its sequence';
      throw badFile(`${where} has no value, and there is none before it${within} to carry forward.`);
    }
    carried++;
    return list[kept - 1] ?? NaN;
  };

  readCsv(text, options, {
    header: () => undefined,
    problem: refuse,
    row: (cells, line) => {
      let missing = false;
      const idCell = cells[idPlace] ?? '';
      const rowId = described.columns[idPlace]?.notNumber == null ? reader.number(idCell) : idCell.trim();
      if (sequenceColumn !== undefined && rowId !== id) sequenceStart = kept;
      id = rowId;
      values.forEach((list, index) => {
        const value = read(
          cells[places[index] ?? -1] ?? '',
          list,
          columns[index] ?? '',
          line,
          categories[index] ?? null,
        );
        list[kept] = value;
        missing ||= Number.isNaN(value);
      });
      if (missing && options.missing === 'drop') {
        dropped++;
        return;
      }
      categories.forEach((texts, index) => {
        const list = values[index];
        if (!texts || list?.[kept] !== IS_TEXT) return;
        const text = (cells[places[index] ?? -1] ?? '').trim();
        const whyNot = texts.whyNot(text);
        if (whyNot !== null) throw badFile(`Line ${line}, column "${columns[index] ?? ''}": ${whyNot}.`);
        list[kept] = texts.placeOf(text);
      });
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
    columns: values.map((list, index) => {
      const column = { name: columns[index] ?? '', unit: '', values: list.slice(0, kept) };
      const texts = categories[index]?.texts;
      return texts ? { ...column, categories: texts } : column;
    }),
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
