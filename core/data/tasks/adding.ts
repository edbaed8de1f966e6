/**
 * Adding problem (Hochreiter and Schmidhuber 1997, "Long short-term memory", Neural Computation 9, experiment 4): each
 * sequence is a list of pairs (value, marker); at its end the sum of the two marked values is asked for.
 *
 * As there: values are uniform in [−1, 1]; the marker is −1 at the first and last pair, 1 at the two marked ones, else 0;
 * the first mark falls on one of the first 10 pairs, the second on another of the first L/2 − 1; a marked first pair
 * counts as 0. Unlike there: every sequence has the same length L, and the target is the sum itself (there it is
 * 0.5 + sum/4, made for a logistic output), which scaling brings into tanh's range.
 */
import { StudioError } from '../../contract/errors';
import type { Rng } from '../../random/rng';
import { unlabelled, type Generated } from './generated';

/** Below this there is hardly a second pair to mark. */
const SHORTEST = 6;
const MOST_ROWS = 10_000_000;

/**
 * @param count sequences
 * @param length L: pairs a sequence
 * @throws StudioError `bad-configuration` for sequences that are too short, or too many rows in all
 */
export function adding(count: number, length: number, rng: Rng): Generated {
  if (length < SHORTEST) {
    throw new StudioError(
      'bad-configuration',
      `The adding problem needs a window length (L) of at least ${SHORTEST}, not ${length}.`,
    );
  }
  const rows = count * length;
  if (rows > MOST_ROWS) {
    throw new StudioError(
      'bad-configuration',
      `The adding problem with ${count} sequences of ${length} steps has ${rows} rows, more than ${MOST_ROWS}. Lower size or window length (L).`,
    );
  }
  const value = new Float64Array(rows).map(() => rng.between(-1, 1));
  const marker = new Float64Array(rows);
  // A target at the end of each sequence only, so that no window can begin anywhere but at a sequence's first pair.
  const sum = new Float64Array(rows).fill(NaN);
  const early = Math.min(10, length - 1);
  const half = Math.max(2, Math.floor(length / 2) - 1);
  for (let start = 0; start < rows; start += length) {
    const end = start + length - 1;
    const first = rng.below(early);
    let second = rng.below(half);
    while (second === first) second = rng.below(half);
    marker[start] = -1;
    marker[end] = -1;
    marker[start + first] = 1;
    marker[start + second] = 1;
    if (first === 0 || second === 0) value[start] = 0;
    sum[end] = (value[start + first] ?? 0) + (value[start + second] ?? 0);
  }
  return {
    series: unlabelled({ value, marker, sum }),
    inputs: ['value', 'marker'],
    target: 'sum',
    horizon: 0,
    baseline: 'training mean',
    classification: false,
    block: length,
  };
}
