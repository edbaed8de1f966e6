/** How many runs one launch makes: the first with the draft's seed, each next one with the seed after it. */
import { Seed } from '../../core/contract/run';
import type { NumberRange } from '../format';
import { rangeOf } from './schema-range';

export const COUNT_RANGE: NumberRange = { minimum: 1, maximum: 100 };
export const SEED_RANGE = rangeOf(Seed);

/** @returns what is wrong with the count, or null. A seed that is wrong itself is told at its own field. */
export function seedCountError(seed: number, count: number): string | null {
  const { minimum, maximum } = COUNT_RANGE;
  if (!Number.isInteger(count) || count < minimum || count > maximum)
    return `Number of seeds must be a whole number from ${minimum} to ${maximum}`;
  const room = SEED_RANGE.maximum - seed + 1;
  if (!Seed.safeParse(seed).success || count <= room) return null;
  return `At most ${room} from this seed on: the largest is ${SEED_RANGE.maximum}`;
}
