/**
 * NARMA-10 (Atiya and Parlos 2000, "New results on recurrent network training", IEEE Transactions on Neural Networks 11,
 * tenth-order system): u is uniform in [0, 0.5) and
 *
 *     y[t+1] = 0.3 y[t] + 0.05 y[t] Σ_{i=0..9} y[t−i] + 1.5 u[t−9] u[t] + 0.1
 *
 * Row t of the series holds u[t] and the y[t+1] it leads to, so the network answers each input at once. y and u are 0
 * before the start; the first rows, while that is felt, are thrown away.
 *
 * The recurrence is not bounded: about 7 in a million inputs start a runaway to infinity, which spoils most streams of
 * some 100,000 steps. So an input that would take y past 1 (about 20 in a million) is drawn again. There always is one
 * that doesn't: with ten values of at most 1, y[t+1] ≤ 0.3 + 0.5 + 0.75 u[t] + 0.1 ≤ 1 for u[t] ≤ 0.13.
 */
import type { Rng } from '../../random/rng';
import { unlabelled, type Generated } from './generated';

const WASHOUT = 200;
const BOUND = 1;

/** @param size rows */
export function narma10(size: number, rng: Rng): Generated {
  const length = WASHOUT + size;
  const u = new Float64Array(length);
  /** y[t] is the formula's y[t+1]. */
  const y = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    const last = y[t - 1] ?? 0;
    let sum = 0;
    for (let i = 0; i < 10; i++) sum += y[t - 1 - i] ?? 0;
    const kept = 0.3 * last + 0.05 * last * sum + 0.1;
    do {
      u[t] = rng.between(0, 0.5);
      y[t] = kept + 1.5 * (u[t - 9] ?? 0) * (u[t] ?? 0);
    } while ((y[t] ?? 0) > BOUND);
  }
  return {
    series: unlabelled({ u: u.slice(WASHOUT), y: y.slice(WASHOUT) }),
    inputs: ['u'],
    target: 'y',
    horizon: 0,
    baseline: 'training mean',
    classification: false,
    block: 1,
  };
}
