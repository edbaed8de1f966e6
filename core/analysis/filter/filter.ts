/**
 * Filters of the run table: `loss < 0.1 and model = alarmwork`.
 *
 * A run matches where the filter is true of it. A comparison with a value the run does not have is neither true nor false, and
 * neither is its negation: `not loss < 0.1` finds the runs whose loss is known and is not below. Texts compare without regard
 * to case. `created > 2d` is "later than the moment two days ago".
 */
import type { FilterField, FilterRecord } from './filter-field';
import { Parser } from './parser';
import { FilterProblem, type FilterError } from './problem';

/** Longer filters are refused unread. */
export const MOST_CHARACTERS = 2000;

export type Filter =
  | {
      readonly ok: true;
      readonly matches: (record: FilterRecord) => boolean;
      /** Names of the fields that it asks for: a record needs no other. */
      readonly fields: readonly string[];
    }
  | { readonly ok: false; readonly error: FilterError };

/**
 * Never throws, whatever the text. An empty filter matches everything.
 *
 * @param now milliseconds since 1970, which `2d` counts back from
 */
export function compileFilter(text: string, fields: readonly FilterField[], now: number): Filter {
  if (text.length > MOST_CHARACTERS) {
    const message = `The filter has ${text.length} characters: at most ${MOST_CHARACTERS} are read`;
    return { ok: false, error: { message, from: MOST_CHARACTERS, to: text.length } };
  }
  try {
    const parser = new Parser(text, fields, now);
    const test = parser.parse();
    return { ok: true, matches: (record) => test(record) === true, fields: parser.used };
  } catch (problem) {
    if (!(problem instanceof FilterProblem)) throw problem;
    const { message, from, to } = problem;
    return { ok: false, error: { message, from, to } };
  }
}
