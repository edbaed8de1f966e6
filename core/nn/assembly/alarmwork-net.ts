/**
 * AlarmworkNet: equations and reasoning are those of core/nn/alarmwork-net.ts, which is the oracle of this.
 *
 *     z2[l] = tanh(w_in2 x[l] + w_rec2 z2[l−1] + b_in2)   if l % period == 0      Layer_in2
 *     z2[l] = z2[l−1]                                      otherwise
 *     z1[l] = tanh(w_in1 x[l] + w_rec1 z2[l] + b_in1)                              Layer_in1
 *     y[l]  = tanh(w_out z1[l] + b_out)                                            Layer_out
 *
 * All but the chain of Layer_in2 is gone through in blocks of updates, and their steps in turn, small enough to stay in
 * the caches: what a block has computed is used up, forward and backward, before the next one is begun.
 */
import { gatherOutputs } from './inputs';
import { outerProduct } from './outer';
import { hiddenDelta, outputBackward, outputForward, packOutput } from './output-layer';
import { packBackward, packForward } from './pack';
import { blockBytes, inputRow, Plan, worthPanels } from './plan';
import { addBackwardProduct, addProduct, recurrentForward, storeInputGradient } from './recurrent-layer';
import { tanhForward } from './tanh';
import { product } from './tile';

/** Which update is in force at output k = 0 … K−1; 0 is the initial state. */
// @ts-ignore: decorator
@inline
function updateOf(p: Plan, k: i32): i32 {
  return (p.steps - p.outputs + k + 1) / p.period;
}

/** The first output at which update u, or a later one, is in force. */
// @ts-ignore: decorator
@inline
function firstOutputOf(p: Plan, u: i32): i32 {
  return min(p.outputs, max(0, u * p.period - (p.steps - p.outputs) - 1));
}

/** The first update whose state reaches an output: with one output only the last does. */
export function firstRead(p: Plan): i32 {
  return updateOf(p, 0);
}

export function alarmworkForward(p: Plan, w: usize): void {
  recurrentForward(p, w);
  if (p.outputs == 0) return;
  prepareForward(p, w);
  for (let first = firstRead(p); first <= p.updates; first += p.updatesAtOnce) {
    const last = min(p.updates, first + p.updatesAtOnce - 1);
    fromStates(p, w, p.perUpdate, first, last);
    const end = firstOutputOf(p, last + 1);
    for (let k = firstOutputOf(p, first); k < end; k += p.stepsAtOnce) {
      outputsOf(p, w, k, min(p.stepsAtOnce, end - k), p.perUpdate, first);
    }
  }
}

/** Called once a pass, before {@link outputsOf}. */
function prepareForward(p: Plan, w: usize): void {
  gatherOutputs(p);
  packForward(p.in1, w + p.w_in1, w + p.b_in1, p.P, p.D);
  if (worthPanels((p.updates - firstRead(p) + 1) * p.B)) packForward(p.rec1Forward, w + p.w_rec1, 0, p.P, p.P);
}

/** Called once a pass, before {@link addOutputErrors}. */
export function prepareErrors(p: Plan, w: usize): void {
  prepareForward(p, w);
  packOutput(p, w);
  if (worthPanels((p.updates - firstRead(p) + 1) * p.B)) packBackward(p.rec1Backward, w + p.w_rec1, p.P, p.P);
}

/** out = w_rec1 z2 of the updates first … last. Overwrites. */
function fromStates(p: Plan, w: usize, out: usize, first: i32, last: i32): void {
  const block = blockBytes(p);
  memory.fill(out, 0, (last - first + 1) * block);
  // An initial state of zeros adds nothing.
  const skipped = zerosAt(p, first);
  const rows = (last - first + 1) * p.B - skipped;
  const z2 = p.z2 + first * block + skipped * p.row;
  addProduct(p, out + skipped * p.row, z2, w + p.w_rec1, p.rec1Forward, rows);
}

/** Rows of update `first` that hold nothing but zeros */
// @ts-ignore: decorator
@inline
function zerosAt(p: Plan, first: i32): i32 {
  return first == 0 && !p.continues ? p.B : 0;
}

/** z1 and y of the outputs k … k + count − 1, from w_rec1 z2 of the updates from `first` on. */
function outputsOf(p: Plan, w: usize, k: i32, count: i32, fromState: usize, first: i32): void {
  const row = p.row;
  const block = blockBytes(p);
  const xRow = inputRow(p);
  for (let s = 0; s < count; s++) {
    const z1 = p.z1 + s * block;
    const init = fromState + (updateOf(p, k + s) - first) * block;
    product(z1, row, init, row, p.xOutputs + (k + s) * p.B * xRow, xRow, p.in1, p.B, p.D + 1, p.columns);
  }
  tanhForward(p.z1, count * block);
  outputForward(p, w, p.z1, k, count);
}

/**
 * The outputs of the updates first … last, and what their errors mean to Layer_out, to Layer_in1 and to the states.
 *
 * @param errors     (last − first + 1, B, P) padded: the error that reaches each state; overwritten
 * @param accumulate add to the gradients; else overwrite them
 */
export function addOutputErrors(
  p: Plan,
  w: usize,
  g: usize,
  errors: usize,
  first: i32,
  last: i32,
  accumulate: bool,
): void {
  const row = p.row;
  const block = blockBytes(p);
  const xRow = inputRow(p);
  fromStates(p, w, errors, first, last);
  const start = firstOutputOf(p, first);
  const end = firstOutputOf(p, last + 1);
  let before = -1;
  for (let k = start; k < end; k += p.stepsAtOnce) {
    const count = min(p.stepsAtOnce, end - k);
    const isFirst = !accumulate && k == start;
    outputsOf(p, w, k, count, errors, first);
    outputBackward(p, g, p.z1, k, count, !isFirst);
    for (let s = 0; s < count; s++) {
      const u = updateOf(p, k + s);
      const held = p.held + (u - first) * block;
      hiddenDelta(p, p.d1 + s * block, held, u != before, p.z1 + s * block, k + s);
      before = u;
    }
    const x = p.xOutputs + k * p.B * xRow;
    outerProduct(p, p.dIn1, row, !isFirst, x, xRow, p.d1, row, count * p.B, p.D + 1, p.columns);
  }
  const zeros = zerosAt(p, first);
  const held = p.held + zeros * row;
  const rows = (last - first + 1) * p.B - zeros;
  const z2 = p.z2 + first * block + zeros * row;
  outerProduct(p, g + p.w_rec1, (<usize>p.P) << 2, accumulate, held, row, z2, row, rows, p.P, p.P);

  // No error goes back past the first update.
  const skipped = first == 0 ? p.B : 0;
  const goingBack = (last - first + 1) * p.B - skipped;
  memory.fill(errors, 0, (last - first + 1) * block);
  addBackwardProduct(p, errors + skipped * row, p.held + skipped * row, w + p.w_rec1, p.rec1Backward, goingBack);
}

/** Called once a pass, after the last {@link addOutputErrors}. */
export function storeOutputErrors(p: Plan, g: usize): void {
  storeInputGradient(p, p.dIn1, g + p.w_in1, g + p.b_in1);
}
