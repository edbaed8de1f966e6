/** Training, validation and test part of data: in time order, by groups of rows in their order, or by groups at random. */
import { PARTS, type Part } from '../contract/dataset';
import { StudioError } from '../contract/errors';
import { Rng } from '../random/rng';

/** Rows `from` … `to` − 1. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

export type Split = Readonly<Record<Part, RowRange>>;

interface Fractions {
  readonly validationFraction: number;
  readonly testFraction: number;
}

/**
 * @param block rows that stay together (the length of an independent sequence; 1 for a stream); divides `rows`
 */
export function splitInTime(rows: number, fractions: Fractions, block = 1): Split {
  const blocks = Math.floor(rows / block);
  const test = rows - Math.round(blocks * fractions.testFraction) * block;
  const validation = test - Math.round(blocks * fractions.validationFraction) * block;
  return {
    training: { from: 0, to: validation },
    validation: { from: validation, to: test },
    test: { from: test, to: rows },
  };
}

/** Indices of the groups of each part, ascending: each group is in exactly one. */
export type GroupSplit = Readonly<Record<Part, Uint32Array>>;

/**
 * The first groups for training, the last for the test; or the same numbers of them at random.
 *
 * @param groups the indices of those that may be used, ascending
 * @param seed   null to keep their order
 * @param what   they are, in the plural
 * @param remedy  what would make more of them, as part of a sentence
 * @throws StudioError `bad-configuration` where a part would have none
 */
export function splitGroups(
  groups: Uint32Array,
  fractions: Fractions,
  seed: number | null,
  what: string,
  remedy: string,
): GroupSplit {
  const order = groups.slice();
  if (seed !== null) Rng.fromSeed(seed, 'splitting').shuffle(order);
  const ranges = splitInTime(order.length, fractions);
  for (const part of PARTS) {
    if (ranges[part].to > ranges[part].from) continue;
    const share = part === 'training' ? 'lower the validation and test fractions' : `raise the ${part} fraction`;
    throw new StudioError(
      'bad-configuration',
      `The ${part} part has no sequence: its share of ${order.length} ${what} rounds to none. Use more data, ${remedy}or ${share}.`,
    );
  }
  const inPart = ({ from, to }: RowRange) => order.slice(from, to).sort();
  return { training: inPart(ranges.training), validation: inPart(ranges.validation), test: inPart(ranges.test) };
}
