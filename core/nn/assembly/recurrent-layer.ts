/**
 * The layer that feeds itself, Layer_in2 of AlarmworkNet or Elman's hidden layer: the only part that must be computed in
 * order of time.
 *
 *     z[u] = tanh(w_in x[u] + w_rec z[u−1] + b_in),  u = 1 … U
 *
 * from z[0] = 0, or from the initial state of a pass that continues a sequence.
 */
import { gatherUpdates } from './inputs';
import { matvecBackward, matvecForward } from './matvec';
import { outerProduct } from './outer';
import { packBackward, packForward } from './pack';
import { blockBytes, inputRow, Plan, worthPanels } from './plan';
import { tanhBackward, tanhForward } from './tanh';
import { product } from './tile';

/** @param w address of the parameters */
export function recurrentForward(p: Plan, w: usize): void {
  const row = p.row;
  const block = blockBytes(p);
  const xRow = inputRow(p);
  gatherUpdates(p);
  packForward(p.in2, w + p.w_in2, w + p.b_in2, p.P, p.D);
  if (p.continues) {
    const bytes = (<usize>p.P) << 2;
    for (let b: usize = 0; b < <usize>p.B; b++) memory.copy(p.z2 + b * row, p.initialState + b * bytes, bytes);
  }
  const panels = worthPanels(p.B);
  if (panels) packForward(p.rec2Forward, w + p.w_rec2, 0, p.P, p.P);
  // Few rows at a time: better the input's part for all steps at once. Else it is added while the rows are at hand.
  else product(p.z2 + block, row, p.zeros, 0, p.xUpdates, xRow, p.in2, p.updates * p.B, p.D + 1, p.columns);
  let z = p.z2 + block;
  for (let u = 1; u <= p.updates; u++, z += block) {
    if (panels) product(z, row, p.zeros, 0, p.xUpdates + (u - 1) * p.B * xRow, xRow, p.in2, p.B, p.D + 1, p.columns);
    // A z[0] of zeros adds nothing.
    if (u > 1 || p.continues) addProduct(p, z, z - block, w + p.w_rec2, p.rec2Forward, p.B);
    tanhForward(z, block);
  }
}

/** out += x weightᵀ for (rows, P) and a square weight, by whichever kernel suits. */
export function addProduct(p: Plan, out: usize, x: usize, weight: usize, panels: usize, rows: i32): void {
  const row = p.row;
  if (worthPanels(rows)) product(out, row, out, row, x, row, panels, rows, p.P, p.columns);
  else for (let r = 0; r < rows; r++) matvecForward(out + r * row, weight, x + r * row, p.P, p.P);
}

/** dX += d weight */
export function addBackwardProduct(p: Plan, dX: usize, d: usize, weight: usize, panels: usize, rows: i32): void {
  const row = p.row;
  if (worthPanels(rows)) product(dX, row, dX, row, d, row, panels, rows, p.P, p.columns);
  else for (let r = 0; r < rows; r++) matvecBackward(dX + r * row, weight, d + r * row, p.P, p.P);
}

/**
 * The first update with an error. One that enters at the last update alone has one way back, which truncation cuts short:
 * what comes before it costs nothing.
 */
export function firstDelta(p: Plan): i32 {
  return p.outputs == 1 ? max(1, p.updates - p.updatesBack + 1) : 1;
}

// @ts-ignore: decorator
@inline
function isExact(p: Plan): bool {
  return p.outputs == 1 || p.updatesBack >= p.updates;
}

/** Called once a backward pass, before {@link chain}. */
export function packChain(p: Plan, w: usize): void {
  const rows = isExact(p) ? p.B : (p.updatesBack - 1) * p.B;
  if (worthPanels(rows) && p.updates > 1) packBackward(p.rec2Backward, w + p.w_rec2, p.P, p.P);
}

/**
 * Errors of the updates first … last, after those of the updates that follow.
 *
 * @param deltas (last − first + 1, B, P) padded; on entry the error that reaches each z[u] from outside the chain, on
 *               return δ[u]
 */
export function chain(p: Plan, w: usize, deltas: usize, first: i32, last: i32): void {
  if (isExact(p)) exactChain(p, w, deltas, first, last);
  else truncatedChain(p, w, deltas, first, last);
}

/** δ[u] = (1 − z[u]²) ⊙ (g[u] + w_recᵀ δ[u+1]) */
function exactChain(p: Plan, w: usize, deltas: usize, first: i32, last: i32): void {
  const block = blockBytes(p);
  let next = p.carried;
  for (let u = last; u >= first; u--) {
    const delta = deltas + (u - first) * block;
    if (u < p.updates) addBackwardProduct(p, delta, next, w + p.w_rec2, p.rec2Backward, p.B);
    tanhBackward(delta, p.z2 + u * block, block);
    next = delta;
  }
  memory.copy(p.carried, next, block);
}

/**
 * At most k updates back: T_j[u] = (1 − z[u]²) ⊙ (g[u] + w_recᵀ T_{j−1}[u+1]), δ[u] = T_k[u]; see core/nn/recurrent-layer.ts.
 */
function truncatedChain(p: Plan, w: usize, deltas: usize, first: i32, last: i32): void {
  const block = blockBytes(p);
  const depth = p.updatesBack;
  const rows = (depth - 1) * p.B;
  for (let u = last; u >= first; u--) {
    const delta = deltas + (u - first) * block;
    memory.fill(p.product, 0, (depth - 1) * block);
    // After the last update there is nothing to carry.
    if (u < p.updates) addBackwardProduct(p, p.product, p.carried, w + p.w_rec2, p.rec2Backward, rows);
    for (let j = 0; j < depth; j++) {
      const carried = p.carried + j * block;
      if (j == 0) memory.copy(carried, delta, block);
      else add(carried, delta, p.product + (j - 1) * block, block);
      tanhBackward(carried, p.z2 + u * block, block);
    }
    memory.copy(delta, p.carried + (depth - 1) * block, block);
  }
}

/** out = a + b. Overwrites. */
function add(out: usize, a: usize, b: usize, bytes: usize): void {
  const end = out + bytes;
  for (; out < end; out += 16, a += 16, b += 16) v128.store(out, f32x4.add(v128.load(a), v128.load(b)));
}

/**
 * The part of the updates first … last in the gradients of the layer's parameters; those of the input stay in `dIn2`.
 *
 * @param deltas what {@link chain} left
 * @param accumulate add, else overwrite
 */
export function recurrentGradient(p: Plan, g: usize, deltas: usize, first: i32, last: i32, accumulate: bool): void {
  const row = p.row;
  const xRow = inputRow(p);
  const x = p.xUpdates + (first - 1) * p.B * xRow;
  const rows = (last - first + 1) * p.B;
  outerProduct(p, p.dIn2, row, accumulate, x, xRow, deltas, row, rows, p.D + 1, p.columns);
  // Before the first update there are zeros, where nothing came before.
  const skipped = first == 1 && last > 0 && !p.continues ? p.B : 0;
  const d = deltas + skipped * row;
  const z = p.z2 + ((first - 1) * p.B + skipped) * row;
  outerProduct(p, g + p.w_rec2, (<usize>p.P) << 2, accumulate, d, row, z, row, rows - skipped, p.P, p.P);
}

/** From (D+1, P) padded to (P, D) and (P). Overwrites. */
export function storeInputGradient(p: Plan, dIn: usize, dWeight: usize, dBias: usize): void {
  for (let j = 0; j < p.P; j++) {
    let from = dIn + ((<usize>j) << 2);
    for (let i = 0; i < p.D; i++, dWeight += 4, from += p.row) store<f32>(dWeight, load<f32>(from));
    store<f32>(dBias + ((<usize>j) << 2), load<f32>(from));
  }
}
