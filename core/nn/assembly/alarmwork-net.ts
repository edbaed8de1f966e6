/**
 * AlarmworkNet: equations and reasoning are those of core/nn/alarmwork-net.ts, which is the oracle of this.
 *
 *     z2[l] = tanh(w_in2 x[l] + w_rec2 z2[l−1] + b_in2)   if l % period == 0      Layer_in2
 *     z2[l] = z2[l−1]                                      otherwise
 *     z1[l] = tanh(w_in1 x[l] + w_rec1 z2[l] + b_in1)                              Layer_in1
 *     y[l]  = tanh(w_out z1[l] + b_out)                                            Layer_out
 */
import { gatherOutputs, gatherUpdates } from './inputs';
import { outerProduct } from './outer';
import { hiddenDelta, outputBackward, outputForward, packOutput } from './output-layer';
import { packBackward, packForward } from './pack';
import { padded, Plan, rowBytes, worthPanels } from './plan';
import {
  addBackwardProduct,
  addProduct,
  recurrentBackward,
  recurrentForward,
  storeInputGradient,
} from './recurrent-layer';
import { tanhForward } from './tanh';
import { product } from './tile';

/** δ1 of so many rows is kept until its outer product with the inputs. */
const ROWS_AT_ONCE: i32 = 64;

/** Which update is in force at output k = 0 … K−1. */
// @ts-ignore: decorator
@inline
function updateOf(p: Plan, k: i32): i32 {
  return (p.steps - p.outputs + k + 1) / p.period;
}

/** The first update whose state reaches an output, leaving out an initial state of zeros: with one output only the last does. */
// @ts-ignore: decorator
@inline
function firstRead(p: Plan): i32 {
  return max(1 - p.continues, updateOf(p, 0));
}

export function alarmworkForward(p: Plan, w: usize): void {
  const Pp = padded(p.P);
  const row = rowBytes(p.P);
  const block = p.B * row;
  const xRow = (<usize>(p.D + 1)) << 2;
  gatherUpdates(p);
  recurrentForward(p, w);
  if (p.outputs == 0) return;
  gatherOutputs(p);

  // An initial state of zeros leaves zeros in perUpdate[0].
  const first = firstRead(p);
  const rows = (p.updates - first + 1) * p.B;
  if (worthPanels(rows)) packForward(p.rec1Forward, w + p.w_rec1, 0, p.P, p.P);
  if (rows > 0) {
    memory.fill(p.perUpdate + first * block, 0, rows * row);
    addProduct(p.perUpdate + first * block, p.z2 + first * block, w + p.w_rec1, p.rec1Forward, rows, p.P);
  }
  packForward(p.in1, w + p.w_in1, w + p.b_in1, p.P, p.D);
  for (let k = 0; k < p.outputs; k++) {
    const z1 = p.z1 + k * block;
    const fromState = p.perUpdate + updateOf(p, k) * block;
    product(z1, row, fromState, row, p.xOutputs + k * p.B * xRow, xRow, p.in1, p.B, p.D + 1, Pp);
    tanhForward(z1, block);
  }
  outputForward(p, w, p.z1);
}

/** Overwrites the gradient. @returns E */
export function alarmworkBackward(p: Plan, w: usize, g: usize): f64 {
  const Pp = padded(p.P);
  const row = rowBytes(p.P);
  const block = p.B * row;
  const xRow = (<usize>(p.D + 1)) << 2;
  const error = outputBackward(p, g, p.z1);
  packOutput(p, w);

  const stepsAtOnce = max(1, ROWS_AT_ONCE / p.B);
  let before = -1;
  for (let k = 0; k < p.outputs; k += stepsAtOnce) {
    const count = min(stepsAtOnce, p.outputs - k);
    for (let s = 0; s < count; s++) {
      const u = updateOf(p, k + s);
      const dOut = p.dOut + ((<usize>((k + s) * p.B * p.M)) << 2);
      hiddenDelta(p, p.d1 + s * block, p.held + u * block, u != before, p.z1 + (k + s) * block, dOut);
      before = u;
    }
    outerProduct(p.dIn, row, k > 0, p.xOutputs + k * p.B * xRow, xRow, p.d1, row, count * p.B, p.D + 1, Pp, p.packed);
  }
  storeInputGradient(p, g + p.w_in1, g + p.b_in1);

  const first = firstRead(p);
  const rows = (p.updates - first + 1) * p.B;
  const held = p.held + first * block;
  outerProduct(g + p.w_rec1, (<usize>p.P) << 2, false, held, row, p.z2 + first * block, row, rows, p.P, p.P, p.packed);
  if (worthPanels(rows)) packBackward(p.rec1Backward, w + p.w_rec1, p.P, p.P);
  // No error goes back past the first update.
  const skipped = first == 0 ? 1 : 0;
  const deltas = p.perUpdate + (first + skipped) * block;
  memory.fill(p.perUpdate + block, 0, p.updates * block);
  addBackwardProduct(deltas, held + skipped * block, w + p.w_rec1, p.rec1Backward, rows - skipped * p.B, p.P);
  recurrentBackward(p, w, g);
  return error;
}
