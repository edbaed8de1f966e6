/** The chosen columns of a file as numbers, row by row, in the file's order. What does not fit ends the import, with its place. */
import type { ColumnType, ImportChoice, ImportOptions } from '../../contract/import';
import { badFile } from '../../formats/bad-file';
import { clockAngles, clockNames } from './calendar';
import { cellTypes, showCell } from './cell-types';
import { placeWord } from './describe';
import { MissingValues } from './missing-values';
import type { Cell, FoundColumn, RowSink } from './rows';

/** Where taken rows go: memory, or a file. */
export interface TakenRows {
  /** Once, before any row. */
  begin(names: readonly string[], hasLabels: boolean): void;
  /** @param values one a column; the same array may come again, with the next row's. @param label empty where there are none */
  add(values: Float64Array, label: string): void;
}

export interface TakeOptions {
  readonly read: ImportOptions;
  readonly choice: Pick<ImportChoice, 'columns' | 'label' | 'calendar'>;
}

export class RowTaker implements RowSink {
  rows = 0;
  readonly #options: TakeOptions;
  readonly #types;
  readonly #word: string;
  readonly #to: TakenRows;
  readonly #missing: MissingValues;
  #places: { readonly name: string; readonly place: number; readonly type: ColumnType }[] = [];
  #clocks: { readonly name: string; readonly place: number; readonly clock: 'day' | 'year' }[] = [];
  #label = -1;
  #labelType: ColumnType | null = null;
  #values = new Float64Array(0);

  constructor(options: TakeOptions, to: TakenRows) {
    this.#options = options;
    this.#types = cellTypes(options.read);
    this.#word = placeWord(options.read);
    this.#to = to;
    this.#missing = new MissingValues(options.read.missing, (values, label) => to.add(values, label));
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
    this.#values = new Float64Array(names.length);
    this.#missing.begin(names);
    this.#to.begin(names, this.#label >= 0);
  }

  row(cells: readonly Cell[], place: number): void {
    const values = this.#values;
    let c = 0;
    for (const column of this.#places)
      values[c++] = this.#number(cells[column.place] ?? null, column.type, place, column.name);
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
    const { label } = this.#options.choice;
    return label === null ? notes : [`Rows are labelled by column "${label}".`, ...notes];
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
