/**
 * Layer_out, y = tanh(w_out z + b_out), and the loss. `z` is (rows, P) padded, rows = K × batch.
 */
import { dot } from './matvec';
import { outerProduct } from './outer';
import { packBackward } from './pack';
import { padded, Plan, rowBytes } from './plan';
import { tanhForward } from './tanh';
import { product } from './tile';

export function outputForward(p: Plan, w: usize, z: usize): void {
  const row = rowBytes(p.P);
  const rows = p.outputs * p.B;
  for (let m = 0; m < p.M; m++) {
    const bias = load<f32>(w + p.b_out + ((<usize>m) << 2));
    const weight = w + p.w_out + ((<usize>(m * p.P)) << 2);
    let y = p.y + ((<usize>m) << 2);
    for (let r = 0; r < rows; r++, y += (<usize>p.M) << 2) store<f32>(y, bias + dot(weight, z + r * row, p.P));
  }
  tanhForward(p.y, (<usize>(rows * p.M)) << 2);
}

/** @returns E = ½ Σ (t − y)², summed in float64 in index order */
export function loss(p: Plan): f64 {
  const end = (<usize>(p.outputs * p.B * p.M)) << 2;
  let sum: f64 = 0;
  for (let at: usize = 0; at < end; at += 4) {
    const error = <f64>load<f32>(p.t + at) - <f64>load<f32>(p.y + at);
    sum += error * error;
  }
  return sum / 2;
}

/**
 * δo = (t − y) ⊙ (y² − 1), equation (3.3), and the gradients of w_out and b_out. Overwrites.
 *
 * @returns E
 */
export function outputBackward(p: Plan, g: usize, z: usize): f64 {
  const row = rowBytes(p.P);
  const rows = p.outputs * p.B;
  const end = (<usize>(rows * p.M)) << 2;
  let sum: f64 = 0;
  for (let at: usize = 0; at < end; at += 4) {
    const output = <f64>load<f32>(p.y + at);
    const error = <f64>load<f32>(p.t + at) - output;
    sum += error * error;
    store<f32>(p.dOut + at, <f32>(error * (output * output - 1)));
  }
  for (let m = 0; m < p.M; m++) {
    let bias: f64 = 0;
    for (let at = (<usize>m) << 2; at < end; at += (<usize>p.M) << 2) bias += <f64>load<f32>(p.dOut + at);
    store<f32>(g + p.b_out + ((<usize>m) << 2), <f32>bias);
  }
  outerProduct(g + p.w_out, (<usize>p.P) << 2, false, p.dOut, (<usize>p.M) << 2, z, row, rows, p.M, p.P, p.packed);
  return sum / 2;
}

/** Called once a backward pass, before {@link hiddenError}. */
export function packOutput(p: Plan, w: usize): void {
  packBackward(p.outPanels, w + p.w_out, p.M, p.P);
}

/** d = w_outᵀ δo. Overwrites. @param dOut (rows, M) */
export function hiddenError(p: Plan, d: usize, dOut: usize, rows: i32): void {
  const Pp = padded(p.P);
  product(d, rowBytes(p.P), p.zeros, 0, dOut, (<usize>p.M) << 2, p.outPanels, rows, p.M, Pp);
}

/**
 * δ1 = (1 − z1²) ⊙ w_outᵀ δo, equation (3.7), of B rows, and its sum over the steps that share a state.
 *
 * @param d     (B, P) overwritten
 * @param held  (B, P) overwritten where `first`, else added to
 */
export function hiddenDelta(p: Plan, d: usize, held: usize, first: bool, z: usize, dOut: usize): void {
  const row = rowBytes(p.P);
  const columns = (<usize>padded(p.P)) << 2;
  const dOutRow = (<usize>p.M) << 2;
  if (first) memory.fill(held, 0, p.B * row);
  if (p.M > 1) hiddenError(p, d, dOut, p.B);
  for (let b = p.B; b > 0; b--, d += row, held += row, z += row, dOut += dOutRow) {
    if (p.M > 1) addDelta(d, held, z, d, f32x4.splat(1), columns);
    // One output needs no matrix product: a panel of one row is the row itself.
    else addDelta(d, held, z, p.outPanels, v128.load_splat<f32>(dOut), columns);
  }
}

/** d = (1 − z²) ⊙ scale error, held += d */
// @ts-ignore: decorator
@inline
function addDelta(d: usize, held: usize, z: usize, error: usize, scale: v128, columns: usize): void {
  const one = f32x4.splat(1);
  for (let at: usize = 0; at < columns; at += 16) {
    const value = v128.load(z + at);
    const slope = f32x4.mul(f32x4.sub(one, value), f32x4.add(one, value));
    const delta = f32x4.mul(slope, f32x4.mul(scale, v128.load(error + at)));
    v128.store(d + at, delta);
    v128.store(held + at, f32x4.add(v128.load(held + at), delta));
  }
}
