/**
 * The part of Papa Parse 5 that is used here. The published types (@types/papaparse) pull in those of Node, and with
 * them `process` and timers would become nameable all over core.
 */
declare module 'papaparse' {
  interface ParseError {
    readonly type: 'Quotes' | 'Delimiter' | 'FieldMismatch';
    readonly code: string;
    readonly message: string;
  }
  interface ParseConfig {
    readonly delimiter: string;
    readonly newline: '\n';
    /** Called once a record, synchronously when a string is parsed. */
    step(record: { readonly data: string[]; readonly errors: readonly ParseError[] }): void;
  }
  const papa: { parse(text: string, config: ParseConfig): void };
  // eslint-disable-next-line no-restricted-syntax -- Papa Parse is CommonJS: its exports come as one default
  export default papa;
}
