/** What the columns of a file hold, and everything that is in the way of taking them, by row and column. */
import type { ColumnType, ImportColumn, ImportOptions, ImportPreview, ImportProblem } from '../../contract/import';
import { Categories } from './categories';
import { cellTypes, showCell } from './cell-types';
import type { Cell, FoundColumn, RowSink } from './rows';

const HEAD_ROWS = 20;
const SHOWN_CHARACTERS = 200;
/** Listed of each kind in each column; all are counted. */
const LISTED_A_COLUMN = 10;
const LISTED = 200;

type Counted = Record<ColumnType, { count: number; first: { place: number; cell: Cell }[] }>;

interface Tally extends FoundColumn {
  missing: number;
  firstMissing: number[];
  firstType: ColumnType | null;
  /** Null once they are too many to be classes or ids. */
  texts: Categories | null;
  /** Rows whose text is another than that of the row before, and where that one is among the texts. */
  stretches: number;
  lastText: number;
  readonly byType: Counted;
}

export type Description = Pick<
  ImportPreview,
  'columns' | 'rows' | 'head' | 'problems' | 'problemCount' | 'label' | 'sequences'
>;

export class FileDescription implements RowSink {
  rows = 0;
  readonly #options: ImportOptions;
  readonly #types;
  readonly #word: string;
  readonly #head: (readonly Cell[])[] = [];
  readonly #broken: ImportProblem[] = [];
  #brokenCount = 0;
  #tallies: Tally[] = [];

  constructor(options: ImportOptions) {
    this.#options = options;
    this.#types = cellTypes(options);
    this.#word = placeWord(options);
  }

  columns(columns: readonly FoundColumn[]): void {
    this.#tallies = columns.map((column) => ({
      ...column,
      missing: 0,
      firstMissing: [],
      firstType: null,
      texts: new Categories(),
      stretches: 0,
      lastText: -1,
      byType: { number: none(), date: none(), boolean: none(), text: none() },
    }));
  }

  row(cells: readonly Cell[], place: number): void {
    this.rows++;
    if (this.#head.length < HEAD_ROWS) this.#head.push([...cells]);
    for (const [c, tally] of this.#tallies.entries()) {
      const cell = cells[c] ?? null;
      if (this.#types.isMissing(cell)) {
        tally.missing++;
        if (tally.firstMissing.length < LISTED_A_COLUMN) tally.firstMissing.push(place);
        continue;
      }
      const type = typeof cell !== 'string' && tally.type !== null ? tally.type : this.#types.typeOf(cell);
      tally.firstType ??= type;
      if (tally.texts !== null) countText(tally, tally.texts, cell);
      const counted = tally.byType[type];
      counted.count++;
      if (counted.first.length < LISTED_A_COLUMN) counted.first.push({ place, cell });
    }
  }

  problem(place: number, column: string | null, message: string): void {
    this.fault({ row: place, column, message: `${this.#word} ${place}: ${message}.` });
  }

  /** What is wrong with the file as a whole, or ended its reading. */
  fault(problem: ImportProblem): void {
    this.#brokenCount++;
    if (this.#broken.length < LISTED) this.#broken.push(problem);
  }

  describe(): Description {
    const problems = [...this.#broken];
    let problemCount = this.#brokenCount;
    const columns = this.#tallies.map((tally): ImportColumn => {
      const found = foundType(tally);
      const type = this.#options.types.find(({ name }) => name === tally.name)?.type ?? found;
      const { values, wrong, firstWrong } = this.#judge(tally, type);
      problemCount += wrong;
      problems.push(...firstWrong);
      const gap = this.#whyNoGap(type, tally.texts);
      const lacking = gap === null ? [] : tally.firstMissing;
      if (lacking.length > 0) problemCount += tally.missing;
      const firstLacking = lacking.map((row) => ({
        row,
        column: tally.name,
        message: `${this.#at(row, tally.name)}: ${gap}.`,
      }));
      problems.push(...firstLacking);
      const problem =
        values === 0 ? 'The column has no values' : (firstWrong[0]?.message ?? firstLacking[0]?.message ?? null);
      return {
        name: tally.name,
        found,
        type,
        values,
        missing: tally.missing,
        wrong,
        ...(type === 'text' && tally.texts && { texts: tally.texts.texts.length }),
        problem,
      };
    });
    problems.sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
    return {
      columns,
      rows: this.rows,
      head: this.#head.map((cells) => cells.map((cell, c) => showCell(cell, SHOWN_CHARACTERS, this.#tallies[c]?.type))),
      problems: problems.slice(0, LISTED),
      problemCount,
      label: labelOf(columns, this.rows),
      sequences: sequencesOf(columns, this.#tallies, this.rows),
    };
  }

  /** Why a row without a value ends the taking of a column; null where it does not. Texts that only label rows may be empty. */
  #whyNoGap(type: ColumnType, texts: Categories | null): string | null {
    const { missing } = this.#options;
    if (type === 'text') {
      if (texts === null || texts.texts.length === 0) return null;
      if (missing === 'interpolate') return 'no value, and nothing lies between two texts';
    }
    return missing === 'refuse' ? 'no value' : null;
  }

  #judge(tally: Tally, type: ColumnType): { values: number; wrong: number; firstWrong: ImportProblem[] } {
    const kinds = Object.entries(tally.byType) as [ColumnType, Counted[ColumnType]][];
    const values = kinds.reduce((sum, [, { count }]) => sum + count, 0);
    if (type === 'text') return { values, wrong: 0, firstWrong: [] };
    const wrong = kinds.filter(([kind, { first }]) => {
      if (kind === type && (type !== 'number' || first.every(({ cell }) => this.#types.value(cell, type) !== null)))
        return false;
      // Zeros and ones may be chosen to be booleans: judged by the first of them here, by each when they are taken.
      return first.some(({ cell }) => this.#types.value(cell, type) === null);
    });
    const firstWrong = wrong.flatMap(([, { first }]) =>
      first
        .filter(({ cell }) => this.#types.value(cell, type) === null)
        .map(({ place, cell }) => ({
          row: place,
          column: tally.name,
          message: `${this.#at(place, tally.name)}: ${this.#types.explain(cell, type)}.`,
        })),
    );
    return {
      values,
      wrong: wrong.reduce((sum, [kind, { count }]) => sum + (kind === type ? 1 : count), 0),
      firstWrong,
    };
  }

  #at(place: number, column: string): string {
    return `${this.#word} ${place}, column "${column}"`;
  }
}

/** Texts are counted by lines, as an editor does. */
export function placeWord({ format }: Pick<ImportOptions, 'format'>): string {
  return format === 'csv' || format === 'jsonl' ? 'Line' : 'Row';
}

/** What the format says; else what all cells are; of several kinds what the first is, so that the others are named. */
function foundType({ type, byType, firstType }: Tally): ColumnType {
  if (type !== null) return type;
  const kinds = (Object.keys(byType) as ColumnType[]).filter((kind) => byType[kind].count > 0);
  if (kinds.length === 1) return kinds[0] ?? 'text';
  return firstType ?? 'text';
}

const DATE_NAMES = /^(date|datetime|date_time|time|timestamp|day|month|year|period|ds)$/i;

/** A column that labels rows: one of dates, one called like that, or the first of texts that are not classes or ids. */
function labelOf(columns: readonly ImportColumn[], rows: number): string | null {
  const filled = columns.filter(({ values }) => values > 0);
  const label =
    filled.find(({ type }) => type === 'date') ??
    filled.find(({ name, type }) => type !== 'boolean' && DATE_NAMES.test(name)) ??
    filled.find(({ type, texts = rows }) => type === 'text' && texts > rows / 2);
  return label?.name ?? null;
}

const ID_NAMES = /(^|[^a-z])(id|ids|sequence|series|subject|patient|session|trial|device|unit)([^a-z]|$)/i;

/**
 * A column whose texts each stand in rows that follow one another, several to a text: by its name, else the one with the
 * most. Classes that are sorted look the same; ids of their sequences are more.
 */
function sequencesOf(columns: readonly ImportColumn[], tallies: readonly Tally[], rows: number): string | null {
  const [likeliest] = columns
    .filter(({ name, type, texts = 0, missing }, c) => {
      const isTogether = texts >= 2 && tallies[c]?.stretches === texts && texts <= rows / 2;
      return type === 'text' && missing === 0 && isTogether && !DATE_NAMES.test(name);
    })
    .sort(
      (one, other) =>
        Number(ID_NAMES.test(other.name)) - Number(ID_NAMES.test(one.name)) || (other.texts ?? 0) - (one.texts ?? 0),
    );
  return likeliest?.name ?? null;
}

function countText(tally: Tally, texts: Categories, cell: Cell): void {
  const text = showCell(cell, Infinity).trim();
  if (texts.whyNot(text) !== null) {
    tally.texts = null;
    return;
  }
  const place = texts.placeOf(text);
  if (place !== tally.lastText) tally.stretches++;
  tally.lastText = place;
}

function none(): Counted[ColumnType] {
  return { count: 0, first: [] };
}
