/**
 * Stretches of rows that go through the network at once, like with like: they come in a few classes of length, so that a
 * few sizes of passes serve them all, and little is computed past the ends of the shorter ones.
 */
import type { Stretch } from './context-windows';

export interface StretchClass {
  readonly stretches: readonly Stretch[];
  /** Of the longest of them. */
  readonly steps: number;
  /** Outputs that somebody asks for are those of so many of the last steps. */
  readonly outputs: number;
}

/** As many as an evaluation pads its sequences to; memory of the reference kernels is laid out for each. */
const MOST_CLASSES = 8;

/** @param isReadAtEnd whether of each stretch only the last row is asked for */
export function stretchClasses(stretches: readonly Stretch[], isReadAtEnd: boolean): StretchClass[] {
  const longest = stretches.reduce((most, stretch) => Math.max(most, lengthOf(stretch)), 0);
  const grain = Math.max(1, Math.ceil(longest / MOST_CLASSES));
  const classes = new Map<number, Stretch[]>();
  for (const stretch of stretches) {
    const key = Math.ceil(lengthOf(stretch) / grain);
    const like = classes.get(key);
    if (like) like.push(stretch);
    else classes.set(key, [stretch]);
  }
  return [...classes.values()].map((like) => {
    const lengths = like.map(lengthOf);
    const steps = lengths.reduce((most, length) => Math.max(most, length), 0);
    const shortest = lengths.reduce((least, length) => Math.min(least, length), steps);
    return { stretches: like, steps, outputs: isReadAtEnd ? steps - shortest + 1 : steps };
  });
}

/**
 * The SIMD kernels sum products of fewer rows in another order. With as many at least, what is said of a sequence is the
 * same to the bit whichever others it stands among.
 */
const LEAST_ROWS = 4;

/** Rows of a pass over `count` stretches: the last of them comes again where they are too few. */
export function batchRows(count: number, batchSize: number): number {
  return Math.max(count, Math.min(LEAST_ROWS, batchSize));
}

/** Sizes of the passes over `count` stretches: whole batches, and what is left over. */
export function batchSizes(count: number, batchSize: number): number[] {
  const counts = [Math.min(count, batchSize), count % batchSize].filter((size) => size > 0);
  return [...new Set(counts.map((size) => batchRows(size, batchSize)))];
}

function lengthOf({ from, to }: Stretch): number {
  return to - from;
}
