/** One line of the table that `npm run test:faults` prints: one kind of misfortune, done to the real parts many times. */

export interface FaultOptions {
  /** Of everything random in the row; printed, so that what went wrong can be done again. */
  readonly seed: number;
  /** Share of the whole count to do, 0 to 1: tests take a sample. At least one misfortune is done. */
  readonly share: number;
  /** One line about where it is. */
  readonly say: (line: string) => void;
}

export interface FaultResult {
  /** How many misfortunes were done. */
  readonly count: number;
  /** What was lost or untrue afterwards, in words: one line for each. Empty where all promises held. */
  readonly lost: readonly string[];
  /** Figures worth showing beside it. */
  readonly notes?: string;
}

export interface FaultRow {
  readonly name: string;
  run(options: FaultOptions): Promise<FaultResult>;
}
