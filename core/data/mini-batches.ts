import type { Rng } from '../nn/rng';

/**
 * The order in which an epoch visits the training sequences: cut into mini-batches of `batchSize`, the last one smaller
 * where it doesn't come out even.
 *
 * @param rng the shuffling stream, or null to keep the order in time
 */
export function* miniBatches(order: Uint32Array, batchSize: number, rng: Rng | null): Generator<Uint32Array> {
  rng?.shuffle(order);
  for (let start = 0; start < order.length; start += batchSize) yield order.subarray(start, start + batchSize);
}
