/** What a column that tells sequences apart says of the others, while rows pass by one at a time. */
import type { ImportedSequences } from '../../contract/import';

export class SequenceFacts {
  readonly #place: number;
  readonly #last: Float64Array;
  readonly #varies: Uint8Array;
  /** For each column, how often its value is another than in the row before, the first one included. */
  readonly #stretches: Uint32Array;
  #count = 0;

  /** @param place of the column among `columns` */
  constructor(place: number, columns: number) {
    this.#place = place;
    this.#last = new Float64Array(columns);
    this.#varies = new Uint8Array(columns);
    this.#stretches = new Uint32Array(columns);
  }

  row(values: Float64Array): void {
    const isFirst = this.#count === 0;
    const isNext = isFirst || values[this.#place] !== this.#last[this.#place];
    if (isNext) this.#count++;
    for (const [c, value] of values.entries()) {
      if (!isFirst && value === this.#last[c]) continue;
      this.#stretches[c] = (this.#stretches[c] ?? 0) + 1;
      if (!isNext) this.#varies[c] = 1;
    }
    this.#last.set(values);
  }

  /** @param texts how many different ones a column has; null for numbers, which are seldom classes where they stay the same */
  of(names: readonly string[], texts: readonly (number | null)[]): ImportedSequences {
    const others = (isSuch: (c: number) => boolean) =>
      names.filter((_, c) => c !== this.#place && texts[c] != null && isSuch(c));
    return {
      column: names[this.#place] ?? '',
      count: this.#count,
      constant: others((c) => this.#varies[c] === 0),
      sorted: others((c) => this.#stretches[c] === texts[c]),
    };
  }
}
