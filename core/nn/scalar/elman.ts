/**
 * Elman's network in scalar form: one sequence, loops over j and i, nothing clever. Its gradient is exact BPTT, or reaches
 * `updatesBack` steps back.
 */
import { tanh } from '../tanh';
import { Grid } from './grid';
import { outputDelta } from './output-error';

export interface ElmanGrids {
  readonly w_in: Grid;
  readonly w_rec: Grid;
  readonly b_in: Grid;
  readonly w_out: Grid;
  readonly b_out: Grid;
}

export interface ElmanStates {
  /** h_j[l]; h_j[0] = 0 */
  h(j: number, l: number): number;
  y(j: number, l: number): number;
}

/** @param x (L, D): row l is x[l] */
export function elmanForward(w: ElmanGrids, x: Grid): ElmanStates {
  const L = x.rows;
  const P = w.b_in.rows;
  const M = w.b_out.rows;
  const h = new Grid(P, L);
  const y = new Grid(M, L);
  const hBefore = (j: number, l: number): number => (l === 0 ? 0 : h.at(j, l));

  for (let l = 1; l <= L; l++) {
    for (let j = 1; j <= P; j++) {
      let a = 0;
      for (let i = 1; i <= x.columns; i++) a += w.w_in.at(j, i) * x.at(l, i);
      for (let i = 1; i <= P; i++) a += w.w_rec.at(j, i) * hBefore(i, l - 1);
      a += w.b_in.at(j);
      h.set(tanh(a), j, l);
    }
    for (let j = 1; j <= M; j++) {
      let a = 0;
      for (let i = 1; i <= P; i++) a += w.w_out.at(j, i) * h.at(i, l);
      a += w.b_out.at(j);
      y.set(tanh(a), j, l);
    }
  }

  return { h: hBefore, y: (j, l) => y.at(j, l) };
}

/**
 * @param d gradients by name. Accumulates.
 * @param t (M) target of step l, NaN where there is none
 */
export function elmanBackward(
  d: ElmanGrids,
  w: ElmanGrids,
  { h, y }: ElmanStates,
  x: Grid,
  t: Grid,
  l: number,
  updatesBack: number,
): void {
  const P = w.b_in.rows;
  const M = w.b_out.rows;

  const deltaOut = new Grid(M);
  for (let j = 1; j <= M; j++) {
    deltaOut.set(outputDelta(t.at(j), y(j, l)), j);
    for (let i = 1; i <= P; i++) d.w_out.add(deltaOut.at(j) * h(i, l), j, i);
    d.b_out.add(deltaOut.at(j), j);
  }

  let error = new Grid(P);
  for (let i = 1; i <= P; i++) {
    let sum = 0;
    for (let j = 1; j <= M; j++) sum += deltaOut.at(j) * w.w_out.at(j, i);
    error.set(sum, i);
  }
  for (let s = l; s >= 1 && l - s < updatesBack; s--) {
    const delta = new Grid(P);
    for (let n = 1; n <= P; n++) {
      delta.set((1 - h(n, s) * h(n, s)) * error.at(n), n);
      for (let k = 1; k <= x.columns; k++) d.w_in.add(delta.at(n) * x.at(s, k), n, k);
      for (let m = 1; m <= P; m++) d.w_rec.add(delta.at(n) * h(m, s - 1), n, m);
      d.b_in.add(delta.at(n), n);
    }
    const before = new Grid(P);
    for (let m = 1; m <= P; m++) {
      let sum = 0;
      for (let n = 1; n <= P; n++) sum += delta.at(n) * w.w_rec.at(n, m);
      before.set(sum, m);
    }
    error = before;
  }
}
