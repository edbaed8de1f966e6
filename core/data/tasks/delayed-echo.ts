/**
 * Delayed echo: uniform noise in [−1, 1) comes in, and has to be said again `delay` steps later.
 *
 *     echo[r] = input[r − delay]
 *
 * The plainest test of memory: nothing but the value of exactly that step helps. (The short-term memory task of
 * Jaeger 2001, "Short term memory in echo state networks", GMD report 152, for a single delay.)
 */
import type { Rng } from '../../random/rng';
import { unlabelled, type Generated } from './generated';

/** @param size steps of the stream; the first `delay` have no echo yet and no target */
export function delayedEcho(size: number, delay: number, rng: Rng): Generated {
  const input = new Float64Array(size).map(() => rng.between(-1, 1));
  return {
    series: unlabelled({ input, echo: input.map((_, r) => input[r - delay] ?? NaN) }),
    inputs: ['input'],
    target: 'echo',
    horizon: 0,
    baseline: 'training mean',
    classification: false,
    block: 1,
  };
}
