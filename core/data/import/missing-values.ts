/** What becomes of rows that lack values, while rows pass by one at a time. */
import type { MissingRule } from '../../contract/import';
import { badFile } from '../../formats/bad-file';

/** Rows that wait for the value at the end of a gap. */
const MOST_WAITING = 100_000;

interface Waiting {
  readonly values: Float64Array;
  readonly label: string;
  readonly at: (name: string) => string;
}

export class MissingValues {
  kept = 0;
  readonly #rule: MissingRule;
  readonly #pass: (values: Float64Array, label: string) => void;
  #names: readonly string[] = [];
  #isText: readonly boolean[] = [];
  /** Place of the column that tells sequences apart; −1 for none. */
  #sequences = -1;
  #sequence: number | null = null;
  /** Of the present sequence. */
  #last: Float64Array | null = null;
  #waiting: Waiting[] = [];
  /** For each column, how many of the waiting rows lack its value: those at the end. */
  #gaps = new Uint32Array(0);
  #dropped = 0;
  #filled = 0;

  constructor(rule: MissingRule, pass: (values: Float64Array, label: string) => void) {
    this.#rule = rule;
    this.#pass = pass;
  }

  /** @param sequences place of the column that tells sequences apart, across whose ends nothing is filled; −1 for none */
  begin(names: readonly string[], isText: readonly boolean[], sequences: number): void {
    this.#names = names;
    this.#isText = isText;
    this.#sequences = sequences;
    this.#gaps = new Uint32Array(names.length);
  }

  /** @param values may be overwritten afterwards. @param at where a column's cell of this row is, in words */
  add(values: Float64Array, label: string, at: (name: string) => string): void {
    const lacks = values.some((value) => Number.isNaN(value));
    if (this.#rule === 'interpolate' || this.#rule === 'carry-forward') this.#enter(values, at);
    if (this.#rule === 'interpolate') {
      if (lacks || this.#waiting.length > 0) this.#wait(values.slice(), label, at);
      else this.#keep(values, label);
      return;
    }
    if (!lacks) {
      this.#keep(values, label);
      return;
    }
    if (this.#rule === 'drop') {
      this.#dropped++;
      return;
    }
    for (const [c, value] of values.entries()) {
      if (!Number.isNaN(value)) continue;
      const where = at(this.#names[c] ?? '');
      if (this.#rule === 'refuse') {
        throw badFile(where, 'no value. Fill it in, or choose what a missing value becomes.');
      }
      if (this.#last === null)
        throw badFile(where, `no value, and there is none before it${this.#within} to carry forward.`);
      values[c] = this.#last[c] ?? NaN;
      this.#filled++;
    }
    this.#keep(values, label);
  }

  end(): string[] {
    this.#assertClosed();
    return [
      ...counted(this.#dropped, 'row without a value was dropped.', 'rows without a value were dropped.'),
      ...(this.#rule === 'carry-forward'
        ? counted(
            this.#filled,
            'missing value was filled with the one before it.',
            'missing values were filled with the one before.',
          )
        : counted(this.#filled, 'missing value was interpolated.', 'missing values were interpolated.')),
    ];
  }

  /** Where another sequence begins, what came before is forgotten. */
  #enter(values: Float64Array, at: (name: string) => string): void {
    const sequence = values[this.#sequences];
    if (sequence === undefined || sequence === this.#sequence) return;
    if (Number.isNaN(sequence)) {
      throw badFile(
        at(this.#names[this.#sequences] ?? ''),
        'no value, and so no sequence that the row belongs to. Fill it in, or leave such rows out.',
      );
    }
    this.#assertClosed();
    this.#last = null;
    this.#sequence = sequence;
  }

  /** Every gap has a value at its end. */
  #assertClosed(): void {
    const [first] = this.#waiting;
    if (!first) return;
    const column = this.#gaps.findIndex((gap) => gap > 0);
    const row = this.#waiting[this.#waiting.length - (this.#gaps[column] ?? 0)] ?? first;
    throw badFile(
      row.at(this.#names[column] ?? ''),
      `no value, and there is none after it${this.#within} to draw a line to.`,
    );
  }

  get #within(): string {
    return this.#sequences < 0 ? '' : ' in its sequence';
  }

  #keep(values: Float64Array, label: string): void {
    this.kept++;
    this.#pass(values, label);
    if (this.#last === null) this.#last = values.slice();
    else this.#last.set(values);
  }

  #wait(values: Float64Array, label: string, at: (name: string) => string): void {
    this.#waiting.push({ values, label, at });
    if (this.#waiting.length > MOST_WAITING) {
      throw badFile(
        at(this.#names[this.#gaps.findIndex((gap) => gap > 0)] ?? ''),
        `more than ${MOST_WAITING} rows lie between two values: too many to interpolate.`,
      );
    }
    let open = false;
    for (const [c, value] of values.entries()) {
      if (Number.isNaN(value)) {
        if (this.#isText[c]) {
          throw badFile(
            at(this.#names[c] ?? ''),
            'no value, and nothing lies between two texts. Fill it in, or choose another rule for missing values.',
          );
        }
        if (this.#last === null && this.#waiting.length === (this.#gaps[c] ?? 0) + 1) {
          throw badFile(
            at(this.#names[c] ?? ''),
            `no value, and there is none before it${this.#within} to draw a line from.`,
          );
        }
        this.#gaps[c] = (this.#gaps[c] ?? 0) + 1;
        open = true;
      } else this.#close(c, value);
    }
    if (open) return;
    for (const { values: row, label: text } of this.#waiting.splice(0)) this.#keep(row, text);
  }

  /** Fills a gap that ends in the newest row: linear in the count of rows. */
  #close(c: number, end: number): void {
    const gap = this.#gaps[c] ?? 0;
    if (gap === 0) return;
    const newest = this.#waiting.length - 1;
    const before = this.#waiting[newest - gap - 1]?.values[c] ?? this.#last?.[c] ?? NaN;
    for (let k = 1; k <= gap; k++) {
      const row = this.#waiting[newest - gap - 1 + k];
      // Weighted and not added up: the difference of two large doubles may overflow.
      if (row) row.values[c] = before * (1 - k / (gap + 1)) + end * (k / (gap + 1));
      this.#filled++;
    }
    this.#gaps[c] = 0;
  }
}

function counted(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
