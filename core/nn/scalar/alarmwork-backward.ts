/**
 * AlarmworkNet's backward pass in the seed's scalar form (problem 2, (2)): one sequence, one target at a time.
 *
 * An error at step l reaches Layer_in2 through its last update s(l) = period·⌊l/period⌋ and, from there, the updates before
 * it: (3.8)-(3.11) stop after the first (`updatesBack` = 1), exact BPTT goes on to the beginning.
 */
import type { AlarmworkGrids, AlarmworkStates } from './alarmwork-forward';
import { Grid } from './grid';
import { outputDelta } from './output-error';

/**
 * @param x           (L, D)
 * @param t           (M) target of step l, NaN where there is none
 * @param d           gradients by name. Accumulates.
 * @param updatesBack how many updates of Layer_in2 the error may reach: 1 is the seed's, Infinity exact BPTT
 */
export function alarmworkBackward(
  d: AlarmworkGrids,
  w: AlarmworkGrids,
  states: AlarmworkStates,
  x: Grid,
  t: Grid,
  l: number,
  period: number,
  updatesBack: number,
): void {
  const D = x.columns;
  const P = w.b_in1.rows;
  const M = w.b_out.rows;
  const { z1, z2, y } = states;

  // (3.3): δ_j^(out)[l] = (t_j − y_j)(y_j² − 1); then (3.1) and (3.2)
  const deltaOut = new Grid(M);
  for (let j = 1; j <= M; j++) {
    deltaOut.set(outputDelta(t.at(j), y(j, l)), j);
    for (let i = 1; i <= P; i++) d.w_out.add(deltaOut.at(j) * z1(i, l), j, i);
    d.b_out.add(deltaOut.at(j), j);
  }

  // (3.7): δ_i^(in1)[l] = (1 − z_i²) Σ_j δ_j^(out) w_ji^(out); then (3.4), (3.5), (3.6)
  const delta1 = new Grid(P);
  for (let i = 1; i <= P; i++) {
    let sum = 0;
    for (let j = 1; j <= M; j++) sum += deltaOut.at(j) * w.w_out.at(j, i);
    delta1.set((1 - z1(i, l) * z1(i, l)) * sum, i);
    for (let k = 1; k <= D; k++) d.w_in1.add(delta1.at(i) * x.at(l, k), i, k);
    for (let k = 1; k <= P; k++) d.w_rec1.add(delta1.at(i) * z2(k, l), i, k);
    d.b_in1.add(delta1.at(i), i);
  }

  // (3.11) at the last update s; then its chain towards the first update
  let s = period * Math.floor(l / period);
  let error = new Grid(P);
  for (let n = 1; n <= P; n++) {
    let sum = 0;
    for (let i = 1; i <= P; i++) sum += delta1.at(i) * w.w_rec1.at(i, n);
    error.set(sum, n);
  }
  for (let update = 1; update <= updatesBack && s >= 1; update++) {
    const delta2 = new Grid(P);
    for (let n = 1; n <= P; n++) {
      delta2.set((1 - z2(n, s) * z2(n, s)) * error.at(n), n);
      // (3.8), (3.9), (3.10): the value in force came from step s, so x[s] and z2[s−1] are what the chain rule asks for
      for (let k = 1; k <= D; k++) d.w_in2.add(delta2.at(n) * x.at(s, k), n, k);
      for (let m = 1; m <= P; m++) d.w_rec2.add(delta2.at(n) * z2(m, s - 1), n, m);
      d.b_in2.add(delta2.at(n), n);
    }
    const before = new Grid(P);
    for (let m = 1; m <= P; m++) {
      let sum = 0;
      for (let n = 1; n <= P; n++) sum += delta2.at(n) * w.w_rec2.at(n, m);
      before.set(sum, m);
    }
    error = before;
    s -= period;
  }
}
