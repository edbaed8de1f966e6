/** What is wrong with a filter, and where. */
export interface FilterError {
  /** A sentence for the person who typed it. */
  readonly message: string;
  /** The stretch of the text it is about; empty where something is missing. */
  readonly from: number;
  readonly to: number;
}

/** Ends the reading of a filter; never leaves `compileFilter`. */
export class FilterProblem extends Error {
  constructor(
    message: string,
    readonly from: number,
    readonly to = from,
  ) {
    super(message);
  }
}

/** Characters are counted from 1, as people do. */
export const at = (offset: number) => `at character ${offset + 1}`;

export function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
