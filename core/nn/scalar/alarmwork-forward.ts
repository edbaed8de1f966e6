/**
 * AlarmworkNet's forward pass in the seed's scalar form (problem 1, (2)): one sequence, loops over j and i, nothing clever.
 * Written to be read beside the equations; the oracle of everything faster.
 */
import { tanh } from '../tanh';
import { Grid } from './grid';

export interface AlarmworkGrids {
  readonly w_in1: Grid;
  readonly w_rec1: Grid;
  readonly b_in1: Grid;
  readonly w_in2: Grid;
  readonly w_rec2: Grid;
  readonly b_in2: Grid;
  readonly w_out: Grid;
  readonly b_out: Grid;
}

/** Values of every step; steps count from 1, and column 0 of z2, its initial state, is zero. */
export interface AlarmworkStates {
  /** z_j^(in1)[l] */
  z1(j: number, l: number): number;
  /** z_j^(in2)[l], which is also z_j^(in12)[l] */
  z2(j: number, l: number): number;
  /** y_j[l] = z_j^(out)[l] */
  y(j: number, l: number): number;
}

/** @param x (L, D): row l is x[l] */
export function alarmworkForward(w: AlarmworkGrids, x: Grid, period: number): AlarmworkStates {
  const L = x.rows;
  const D = x.columns;
  const P = w.b_in1.rows;
  const M = w.b_out.rows;
  const z1 = new Grid(P, L);
  const z2 = new Grid(P, L);
  const y = new Grid(M, L);
  const z2Before = (j: number, l: number): number => (l === 0 ? 0 : z2.at(j, l));

  for (let l = 1; l <= L; l++) {
    // (b) Layer_in2: the alarm rings, or the value is held
    for (let j = 1; j <= P; j++) {
      if (l % period === 0) {
        let a = 0;
        for (let i = 1; i <= D; i++) a += w.w_in2.at(j, i) * x.at(l, i);
        for (let i = 1; i <= P; i++) a += w.w_rec2.at(j, i) * z2Before(i, l - 1);
        a += w.b_in2.at(j);
        z2.set(tanh(a), j, l);
      } else {
        z2.set(z2Before(j, l - 1), j, l);
      }
    }

    // (a) Layer_in1
    for (let j = 1; j <= P; j++) {
      let a = 0;
      for (let i = 1; i <= D; i++) a += w.w_in1.at(j, i) * x.at(l, i);
      for (let i = 1; i <= P; i++) a += w.w_rec1.at(j, i) * z2.at(i, l);
      a += w.b_in1.at(j);
      z1.set(tanh(a), j, l);
    }

    // (c) Layer_out
    for (let j = 1; j <= M; j++) {
      let a = 0;
      for (let i = 1; i <= P; i++) a += w.w_out.at(j, i) * z1.at(i, l);
      a += w.b_out.at(j);
      y.set(tanh(a), j, l);
    }
  }

  return { z1: (j, l) => z1.at(j, l), z2: z2Before, y: (j, l) => y.at(j, l) };
}
