/**
 * From which rows each row is predicted.
 *
 * The network sees at most the L rows that end in the row, from a state of zero, as in training: that is what it has learnt
 * to use. With readout `last` a row needs all L of them. With readout `every` training also taught it the steps in between,
 * so the first rows after the beginning, or after a gap, are predicted from the fewer rows there are.
 *
 * A state that is carried on over the whole file would be cheaper, and would be one that training has never shown.
 */
import type { Readout } from '../data/step-sequences';

/** Rows `from` … `to` − 1, all of them known. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface ContextWindows {
  /** Last rows of whole windows. */
  readonly ends: Uint32Array;
  /** Beginnings of stretches, each of which predicts all of its rows at once. */
  readonly beginnings: readonly Stretch[];
  /** Whether of a beginning only the last row is predicted. */
  readonly isReadAtEnd: boolean;
}

export function stretchesOf(known: Uint8Array): Stretch[] {
  const stretches: Stretch[] = [];
  for (let r = 0; r < known.length;) {
    if (known[r] !== 1) {
      r++;
      continue;
    }
    const from = r;
    while (known[r] === 1) r++;
    stretches.push({ from, to: r });
  }
  return stretches;
}

/** @param window L */
export function contextWindows(known: Uint8Array, window: number, readout: Readout): ContextWindows {
  const stretches = stretchesOf(known);
  const ends: number[] = [];
  for (const { from, to } of stretches) {
    for (let end = from + window - 1; end < to; end++) ends.push(end);
  }
  return {
    ends: Uint32Array.from(ends),
    isReadAtEnd: false,
    beginnings:
      readout === 'last' || window === 1
        ? []
        : stretches.map(({ from, to }) => ({ from, to: Math.min(to, from + window - 1) })),
  };
}
