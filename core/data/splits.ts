/** Training, validation and test part of data in time order: the past is learnt from, the future is forecast. */
import type { Part } from '../contract/dataset';

/** Rows `from` … `to` − 1. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

export type Split = Readonly<Record<Part, RowRange>>;

/**
 * @param block rows that stay together (the length of an independent sequence; 1 for a stream); divides `rows`
 */
export function splitInTime(
  rows: number,
  fractions: { readonly validationFraction: number; readonly testFraction: number },
  block = 1,
): Split {
  const blocks = Math.floor(rows / block);
  const test = rows - Math.round(blocks * fractions.testFraction) * block;
  const validation = test - Math.round(blocks * fractions.validationFraction) * block;
  return {
    training: { from: 0, to: validation },
    validation: { from: validation, to: test },
    test: { from: test, to: rows },
  };
}
