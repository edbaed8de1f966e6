/**
 * The part of Papa Parse 5 that is used here. The published types (@types/papaparse) pull in those of Node, and with
 * them `process` and timers would become nameable all over core.
 */
declare module 'papaparse' {
  interface ParseError {
    readonly type: 'Quotes' | 'Delimiter' | 'FieldMismatch';
    readonly code: string;
    readonly message: string;
    /** Index of the record in what was parsed at once. */
    readonly row?: number;
  }
  interface ParseConfig {
    readonly delimiter: string;
    readonly newline: '\n';
    /** Called once a record, synchronously when a string is parsed. */
    step(record: { readonly data: string[]; readonly errors: readonly ParseError[] }): void;
  }
  /** What Papa Parse itself reads pieces of a file with: `ignoreLastRow` leaves a record that may go on to the next piece. */
  interface PieceParser {
    parse(
      text: string,
      baseIndex: number,
      ignoreLastRow: boolean,
    ): {
      readonly data: string[][];
      readonly errors: readonly ParseError[];
      readonly meta: { readonly cursor: number };
    };
  }
  const papa: {
    parse(text: string, config: ParseConfig): void;
    readonly Parser: new (config: Omit<ParseConfig, 'step'>) => PieceParser;
  };
  // eslint-disable-next-line no-restricted-syntax -- Papa Parse is CommonJS: its exports come as one default
  export default papa;
}
