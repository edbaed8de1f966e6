/** What was asked of the store, what it acknowledged and what it refused, in order: what must be found afterwards follows. */
import { StudioError } from '../../../core/contract/errors';
import { now } from './clock';

/** How much of what was acknowledged a misfortune may take. */
export type Mercy =
  /** One call failed and all went on: what was refused must have left no trace. */
  | 'refused means undone'
  /** Nothing could be undone any more: what was refused is there or not, whole. */
  | 'refused means either'
  /** Rows of the last second may be gone as well. */
  | 'power cut';

interface Entry {
  readonly item: string;
  readonly value: string;
  /** Position in the journal when it was asked for. */
  readonly begun: number;
  /** The same when it was acknowledged, and the time in milliseconds. */
  done: { readonly at: number; readonly time: number } | null;
  /** False where rows of the last second may go with the power. */
  readonly lasting: boolean;
}

export interface Expectation {
  readonly item: string;
  /** What was acknowledged last. */
  readonly settled: string;
  /** What may be there instead. */
  readonly possible: readonly string[];
}

/** The value of what is not there. */
export const NOTHING = '';

const SECOND = 1000;

export class Ledger {
  readonly #entries: Entry[] = [];
  readonly #position: () => number;
  readonly #folder: string;
  /** Errors that are not for a person: each is a loss of its own. */
  readonly complaints: string[] = [];
  /** How often something was not done, and that was said. */
  refusals = 0;

  /** @param position in the journal of a simulated disk, if there is one */
  constructor(folder: string, position = () => 0) {
    this.#folder = folder;
    this.#position = position;
  }

  /** What was there before. */
  assume(item: string, value: string): void {
    this.#entries.push({ item, value, begun: -1, done: { at: -1, time: -Infinity }, lasting: true });
  }

  /** @returns whether it was acknowledged */
  attempt(item: string, value: string, action: () => unknown, lasting = true): boolean {
    const entry: Entry = { item, value, begun: this.#position(), done: null, lasting };
    this.#entries.push(entry);
    try {
      action();
    } catch (error) {
      this.complain(item, error);
      return false;
    }
    entry.done = { at: this.#position(), time: now() };
    return true;
  }

  /** An error must be meant for a person, and name a file. */
  complain(during: string, error: unknown): void {
    this.refusals++;
    if (error instanceof StudioError && error.message.includes(this.#folder)) return;
    const what = error instanceof StudioError ? 'names no file' : 'is not explained';
    this.complaints.push(`${during}: an error ${what}: ${String(error)}`);
  }

  /** @param at position in the journal, and the time there; the end, if absent */
  expectations(mercy: Mercy, at = Infinity, time = Infinity): Expectation[] {
    const found = new Map<string, { settled: string; possible: string[] }>();
    for (const { item, value, begun, done, lasting } of this.#entries) {
      if (begun > at) continue;
      const known = found.get(item) ?? { settled: NOTHING, possible: [] };
      const isDone = done !== null && done.at <= at;
      const isSafe = isDone && (lasting || mercy !== 'power cut' || done.time < time - SECOND);
      if (isSafe) found.set(item, { settled: value, possible: [] });
      else if (isDone || mercy !== 'refused means undone') {
        found.set(item, { settled: known.settled, possible: [...known.possible, value] });
      } else found.set(item, known);
    }
    return [...found].map(([item, expected]) => ({ item, ...expected }));
  }
}
