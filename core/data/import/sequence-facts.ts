/** What a column that tells sequences apart says of the others, while rows pass by one at a time. */
import type { ImportedSequences } from '../../contract/import';

export class SequenceFacts {
  readonly #place: number;
  readonly #last: Float64Array;
  readonly #varies: Uint8Array;
  #count = 0;

  /** @param place of the column among `columns` */
  constructor(place: number, columns: number) {
    this.#place = place;
    this.#last = new Float64Array(columns);
    this.#varies = new Uint8Array(columns);
  }

  row(values: Float64Array): void {
    const isNext = this.#count === 0 || values[this.#place] !== this.#last[this.#place];
    if (isNext) this.#count++;
    else for (const [c, value] of values.entries()) if (value !== this.#last[c]) this.#varies[c] = 1;
    this.#last.set(values);
  }

  /** @param isText whether a column holds texts: numbers that stay the same are seldom classes */
  of(names: readonly string[], isText: readonly boolean[]): ImportedSequences {
    return {
      column: names[this.#place] ?? '',
      count: this.#count,
      constant: names.filter((_, c) => c !== this.#place && isText[c] === true && this.#varies[c] === 0),
    };
  }
}
