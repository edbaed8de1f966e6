/** Counts the misfortunes of a row and takes down what was lost in them. */
import type { FaultResult } from './row';

/** Enough to see what goes wrong; a thousand more lines say the same. */
const MOST_LINES = 50;

export class Tally {
  count = 0;
  readonly #lost: string[] = [];
  #more = 0;

  get lost(): readonly string[] {
    return this.#more === 0 ? this.#lost : [...this.#lost, `and ${this.#more} more`];
  }

  lose(what: string): void {
    if (this.#lost.length < MOST_LINES) this.#lost.push(what);
    else this.#more++;
  }

  /** @param what is untrue or gone where the promise does not hold */
  check(holds: boolean, what: () => string): void {
    if (!holds) this.lose(what());
  }

  result(notes?: string): FaultResult {
    return { count: this.count, lost: this.lost, ...(notes !== undefined && { notes }) };
  }
}

/** How many of a row's whole count to do. */
export function shareOf(count: number, share: number): number {
  return Math.max(1, Math.round(count * share));
}
