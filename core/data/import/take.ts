/** The chosen columns of a file as numbers, row by row, in the file's order. What does not fit ends the import, with its place. */
import type { ColumnType, ImportChoice, ImportedSequences, ImportOptions } from '../../contract/import';
import { badFile } from '../../formats/bad-file';
import { clockAngles, clockNames } from './calendar';
import { Categories } from './categories';
import { cellTypes, showCell } from './cell-types';
import { placeWord } from './describe';
import { MissingValues } from './missing-values';
import type { Cell, FoundColumn, RowSink } from './rows';
import { SequenceFacts } from './sequence-facts';

/** Where taken rows go: memory, or a file. */
export interface TakenRows {
  /** Once, before any row. */
  begin(names: readonly string[], hasLabels: boolean): void;
  /** @param values one a column; the same array may come again, with the next row's. @param label empty where there are none */
  add(values: Float64Array, label: string): void;
  /** After all rows, where columns hold texts: what their values are places in; null for a column of numbers. */
  texts(categories: readonly (readonly string[] | null)[]): void;
}

export interface TakeOptions {
  readonly read: ImportOptions;
  readonly choice: Pick<ImportChoice, 'columns' | 'label' | 'sequences' | 'calendar'>;
}

export class RowTaker implements RowSink {
  rows = 0;
  readonly #options: TakeOptions;
  readonly #types;
  readonly #word: string;
  readonly #to: TakenRows;
  readonly #missing: MissingValues;
  #names: readonly string[] = [];
  #facts: SequenceFacts | null = null;
  #places: { readonly name: string; readonly place: number; readonly type: ColumnType }[] = [];
  #clocks: { readonly name: string; readonly place: number; readonly clock: 'day' | 'year' }[] = [];
  #label = -1;
  #labelType: ColumnType | null = null;
  #values = new Float64Array(0);
  /** For each column of texts those that were read, and those of the rows that are kept. */
  #texts: ({ readonly read: Categories; readonly kept: Categories } | null)[] = [];
  #kept = new Float64Array(0);

  constructor(options: TakeOptions, to: TakenRows) {
    this.#options = options;
    this.#types = cellTypes(options.read);
    this.#word = placeWord(options.read);
    this.#to = to;
    this.#missing = new MissingValues(options.read.missing, (values, label) => this.#pass(values, label));
  }

  columns(found: readonly FoundColumn[]): void {
    const { choice } = this.#options;
    const placeOf = (name: string): number => {
      const place = found.findIndex((column) => column.name === name);
      if (place >= 0) return place;
      const names = found.slice(0, 20).map((column) => column.name);
      throw badFile(
        'Columns',
        `there is none called "${name}". The file has: ${names.join(', ')}${found.length > 20 ? ', …' : ''}.`,
      );
    };
    this.#places = choice.columns.map(({ name, type }) => ({ name, place: placeOf(name), type }));
    this.#clocks = choice.calendar.map(({ name, clock }) => ({ name, place: placeOf(name), clock }));
    this.#label = choice.label === null ? -1 : placeOf(choice.label);
    this.#labelType = found[this.#label]?.type ?? null;
    const names = [
      ...choice.columns.map(({ name }) => name),
      ...this.#clocks.flatMap(({ name, clock }) => clockNames(name, clock)),
    ];
    if (new Set(names).size !== names.length) throw badFile('Columns', 'one is chosen twice.');
    const sequences =
      choice.sequences === null ? -1 : choice.columns.findIndex(({ name }) => name === choice.sequences);
    if (choice.sequences !== null && sequences < 0) {
      throw badFile('Columns', `"${choice.sequences}" tells sequences apart and is not among those that are taken.`);
    }
    this.#names = names;
    this.#facts = sequences < 0 ? null : new SequenceFacts(sequences, names.length);
    this.#values = new Float64Array(names.length);
    this.#kept = new Float64Array(names.length);
    this.#texts = names.map((_, c) =>
      this.#places[c]?.type === 'text' ? { read: new Categories(), kept: new Categories() } : null,
    );
    const isText = this.#texts.map((texts) => texts !== null);
    this.#missing.begin(names, isText, sequences);
    this.#to.begin(names, this.#label >= 0);
  }

  row(cells: readonly Cell[], place: number): void {
    const values = this.#values;
    let c = 0;
    for (const column of this.#places) {
      const cell = cells[column.place] ?? null;
      const texts = this.#texts[c];
      values[c++] = texts
        ? this.#text(cell, texts.read, place, column.name)
        : this.#number(cell, column.type, place, column.name);
    }
    for (const clock of this.#clocks) {
      const time = this.#number(cells[clock.place] ?? null, 'date', place, clock.name);
      const [sine, cosine] = clockAngles(time, clock.clock);
      values[c++] = sine;
      values[c++] = cosine;
    }
    const label = this.#label < 0 ? '' : showCell(cells[this.#label] ?? null, 200, this.#labelType);
    this.rows++;
    this.#missing.add(values, label, (name) => this.#at(place, name));
  }

  problem(place: number, column: string | null, message: string): void {
    throw badFile(column === null ? `${this.#word} ${place}` : this.#at(place, column), `${message}.`);
  }

  /** @returns what was done to rows without a value, in words. @throws StudioError `bad-file` if nothing is left */
  end(): string[] {
    const notes = this.#missing.end();
    if (this.#missing.kept === 0) {
      throw badFile(
        'File',
        this.rows === 0
          ? 'it has no rows of data.'
          : 'every row lacks a value in one of the chosen columns: nothing is left.',
      );
    }
    if (this.#texts.some((texts) => texts !== null))
      this.#to.texts(this.#texts.map((texts) => texts?.kept.texts ?? null));
    const { label } = this.#options.choice;
    const { sequences } = this;
    return [
      ...(label === null ? [] : [`Rows are labelled by column "${label}".`]),
      ...(sequences === null
        ? []
        : [`Sequences are told apart by column "${sequences.column}": there are ${sequences.count}.`]),
      ...notes,
    ];
  }

  /** After all rows: how they fall into sequences; null where they are one series. */
  get sequences(): ImportedSequences | null {
    const texts = this.#texts.map((each) => each && each.kept.texts.length);
    return this.#facts?.of(this.#names, texts) ?? null;
  }

  /** Texts of rows that were left out are in no row of the data. */
  #pass(values: Float64Array, label: string): void {
    for (const [c, value] of values.entries()) {
      const texts = this.#texts[c];
      this.#kept[c] = texts ? texts.kept.placeOf(texts.read.texts[value] ?? '') : value;
    }
    this.#facts?.row(this.#kept);
    this.#to.add(this.#kept, label);
  }

  #text(cell: Cell, read: Categories, place: number, name: string): number {
    if (this.#types.isMissing(cell)) return NaN;
    const text = showCell(cell, Infinity).trim();
    const whyNot = read.whyNot(text);
    if (whyNot !== null) throw badFile(this.#at(place, name), `${whyNot}. Leave the column out.`);
    return read.placeOf(text);
  }

  #number(cell: Cell, type: ColumnType, place: number, name: string): number {
    const value = this.#types.value(cell, type);
    if (value !== null) return value;
    throw badFile(
      this.#at(place, name),
      `${this.#types.explain(cell, type)}. Correct it, choose another type, or list it among what means missing.`,
    );
  }

  #at(place: number, column: string): string {
    return `${this.#word} ${place}, column "${column}"`;
  }
}
