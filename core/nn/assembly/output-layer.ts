/**
 * Layer_out, y = tanh(w_out z + b_out), and the loss, for the output steps k … k + count − 1; `z` is (count, B, P) padded.
 */
import { dot } from './matvec';
import { outerProduct } from './outer';
import { packBackward } from './pack';
import { Plan } from './plan';
import { tanhForward } from './tanh';
import { product } from './tile';

/** Bytes before the outputs, targets and errors of step k */
// @ts-ignore: decorator
@inline
function before(p: Plan, k: i32): usize {
  return (<usize>(k * p.B * p.M)) << 2;
}

export function outputForward(p: Plan, w: usize, z: usize, k: i32, count: i32): void {
  const rows = count * p.B;
  const start = p.y + before(p, k);
  for (let m = 0; m < p.M; m++) {
    const bias = load<f32>(w + p.b_out + ((<usize>m) << 2));
    const weight = w + p.w_out + ((<usize>(m * p.P)) << 2);
    let y = start + ((<usize>m) << 2);
    for (let r = 0; r < rows; r++, y += (<usize>p.M) << 2) store<f32>(y, bias + dot(weight, z + r * p.row, p.P));
  }
  tanhSome(start, (<usize>(rows * p.M)) << 2);
}

/** Without touching what comes after the last of them: outputs are not padded. */
function tanhSome(y: usize, bytes: usize): void {
  const whole = bytes & ~15;
  tanhForward(y, whole);
  const rest = bytes & 15;
  if (rest == 0) return;
  memory.copy(REST, y + whole, rest);
  tanhForward(REST, 16);
  memory.copy(y + whole, REST, rest);
}

const REST: usize = memory.data(16, 16);

/** `value`, or 0 where the target is NaN, which says that there is none: chosen, since 0 · NaN of an output is NaN. */
// @ts-ignore: decorator
@inline
function unlessMasked(target: f64, value: f64): f64 {
  return isNaN(target) ? 0 : value;
}

/** @returns E = ½ Σ (t − y)² of all outputs that have a target, summed in float64 in index order */
export function loss(p: Plan): f64 {
  const end = before(p, p.outputs);
  let sum: f64 = 0;
  for (let at: usize = 0; at < end; at += 4) {
    const target = <f64>load<f32>(p.t + at);
    const error = unlessMasked(target, target - <f64>load<f32>(p.y + at));
    sum += error * error;
  }
  return sum / 2;
}

/**
 * δo = (t − y) ⊙ (y² − 1), equation (3.3), and its part in the gradient of w_out.
 *
 * @param accumulate add, else overwrite
 */
export function outputBackward(p: Plan, g: usize, z: usize, k: i32, count: i32, accumulate: bool): void {
  const rows = count * p.B;
  const start = before(p, k);
  const end = before(p, k + count);
  let at = start;
  for (; at + 12 < end; at += 16) {
    const target = v128.load(p.t + at);
    const output = v128.load(p.y + at);
    const low = outputDelta(target, output);
    // The upper two numbers of each.
    const high = outputDelta(v128.shuffle<u64>(target, target, 1, 1), v128.shuffle<u64>(output, output, 1, 1));
    const isTarget = f32x4.eq(target, target);
    v128.store(p.dOut + at, v128.and(v128.shuffle<u64>(low, high, 0, 2), isTarget));
  }
  for (; at < end; at += 4) {
    const output = <f64>load<f32>(p.y + at);
    const target = <f64>load<f32>(p.t + at);
    store<f32>(p.dOut + at, <f32>unlessMasked(target, (target - output) * (output * output - 1)));
  }
  const outputRow = (<usize>p.M) << 2;
  outerProduct(
    p,
    g + p.w_out,
    (<usize>p.P) << 2,
    accumulate,
    p.dOut + start,
    outputRow,
    z,
    p.row,
    rows,
    p.M,
    p.P,
  );
}

/** (t − y)(y² − 1) of the lower two numbers, in float64 as everywhere that it is one at a time */
// @ts-ignore: decorator
@inline
function outputDelta(target: v128, output: v128): v128 {
  const t = f64x2.promote_low_f32x4(target);
  const y = f64x2.promote_low_f32x4(output);
  return f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(t, y), f64x2.sub(f64x2.mul(y, y), f64x2.splat(1))));
}

/** Gradient of b_out, once δo of all outputs is there. Overwrites. */
export function outputBiasGradient(p: Plan, g: usize): void {
  const end = before(p, p.outputs);
  for (let m = 0; m < p.M; m++) {
    let sum: f64 = 0;
    for (let at = (<usize>m) << 2; at < end; at += (<usize>p.M) << 2) sum += <f64>load<f32>(p.dOut + at);
    store<f32>(g + p.b_out + ((<usize>m) << 2), <f32>sum);
  }
}

/** Called once a backward pass, before {@link hiddenError} and {@link hiddenDelta}. */
export function packOutput(p: Plan, w: usize): void {
  packBackward(p.outPanels, w + p.w_out, p.M, p.P);
}

/** d = w_outᵀ δo. Overwrites. @param d (count, B, P) padded */
export function hiddenError(p: Plan, d: usize, k: i32, count: i32): void {
  const dOut = p.dOut + before(p, k);
  product(d, p.row, p.zeros, 0, dOut, (<usize>p.M) << 2, p.outPanels, count * p.B, p.M, p.columns);
}

/**
 * δ1 = (1 − z1²) ⊙ w_outᵀ δo, equation (3.7), of step k, and its sum over the steps that share a state.
 *
 * @param d     (B, P) overwritten
 * @param held  (B, P) overwritten where `first`, else added to
 */
export function hiddenDelta(p: Plan, d: usize, held: usize, first: bool, z: usize, k: i32): void {
  const row = p.row;
  const columns = (<usize>p.columns) << 2;
  let dOut = p.dOut + before(p, k);
  const outputRow = (<usize>p.M) << 2;
  if (first) memory.fill(held, 0, p.B * row);
  if (p.M > 1) hiddenError(p, d, k, 1);
  for (let b = p.B; b > 0; b--, d += row, held += row, z += row, dOut += outputRow) {
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
