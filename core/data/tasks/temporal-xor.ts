/**
 * Temporal XOR (Elman 1990, "Finding structure in time", Cognitive Science 14, pp. 184-187): a stream of bits in which
 * every third is the exclusive or of the two random bits before it; the task is to predict the next bit.
 *
 * Only every third bit can be known, so the best accuracy is 1/3 · 1 + 2/3 · 1/2 = 2/3, and a squared-error skill against
 * the mean reaches at most 1/3.
 *
 * Bits are −1 and 1, so that the sign is the class; with these, a XOR b = −a·b. (Elman's are 0 and 1.)
 */
import type { Rng } from '../../random/rng';
import { unlabelled, type Generated } from './generated';

/** @param size bits in the stream */
export function temporalXor(size: number, rng: Rng): Generated {
  const bits = new Float64Array(size);
  for (let r = 0; r < size; r++) {
    bits[r] = r % 3 === 2 ? -(bits[r - 2] ?? 0) * (bits[r - 1] ?? 0) : rng.below(2) * 2 - 1;
  }
  return {
    series: unlabelled({ bit: bits }),
    inputs: ['bit'],
    target: 'bit',
    horizon: 1,
    // The bit before says nothing of a random one: persistence would only flatter the network.
    baseline: 'training mean',
    classification: true,
    block: 1,
  };
}
