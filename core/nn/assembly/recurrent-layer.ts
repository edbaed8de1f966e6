/**
 * The layer that feeds itself, Layer_in2 of AlarmworkNet or Elman's hidden layer: the only part that must be computed in
 * order of time.
 *
 *     z[u] = tanh(w_in x[u] + w_rec z[u−1] + b_in),  u = 1 … U
 *
 * from z[0] = 0, or from the initial state of a pass that continues a sequence.
 */
import { matvecBackward, matvecForward } from './matvec';
import { outerProduct } from './outer';
import { packBackward, packForward } from './pack';
import { padded, Plan, rowBytes, worthPanels } from './plan';
import { tanhBackward, tanhForward } from './tanh';
import { product } from './tile';

/** @param w address of the parameters */
export function recurrentForward(p: Plan, w: usize): void {
  const Pp = padded(p.P);
  const row = rowBytes(p.P);
  const block = p.B * row;
  const xRow = (<usize>(p.D + 1)) << 2;
  packForward(p.in2, w + p.w_in2, w + p.b_in2, p.P, p.D);
  if (p.continues) {
    const bytes = (<usize>p.P) << 2;
    for (let b: usize = 0; b < <usize>p.B; b++) memory.copy(p.z2 + b * row, p.initialState + b * bytes, bytes);
  }
  const panels = worthPanels(p.B);
  if (panels) packForward(p.rec2Forward, w + p.w_rec2, 0, p.P, p.P);
  // Few rows at a time: better the input's part for all steps at once. Else it is added while the rows are at hand.
  else product(p.z2 + block, row, p.zeros, 0, p.xUpdates, xRow, p.in2, p.updates * p.B, p.D + 1, Pp);
  let z = p.z2 + block;
  for (let u = 1; u <= p.updates; u++, z += block) {
    if (panels) product(z, row, p.zeros, 0, p.xUpdates + (u - 1) * p.B * xRow, xRow, p.in2, p.B, p.D + 1, Pp);
    // A z[0] of zeros adds nothing.
    if (u > 1 || p.continues) addProduct(z, z - block, w + p.w_rec2, p.rec2Forward, p.B, p.P);
    tanhForward(z, block);
  }
}

/** out += x weightᵀ for (rows, P) and a square weight, by whichever kernel suits. */
export function addProduct(out: usize, x: usize, weight: usize, panels: usize, rows: i32, P: i32): void {
  const row = rowBytes(P);
  if (worthPanels(rows)) product(out, row, out, row, x, row, panels, rows, P, padded(P));
  else for (let r = 0; r < rows; r++) matvecForward(out + r * row, weight, x + r * row, P, P);
}

/** dX += d weight */
export function addBackwardProduct(dX: usize, d: usize, weight: usize, panels: usize, rows: i32, P: i32): void {
  const row = rowBytes(P);
  if (worthPanels(rows)) product(dX, row, dX, row, d, row, panels, rows, P, padded(P));
  else for (let r = 0; r < rows; r++) matvecBackward(dX + r * row, weight, d + r * row, P, P);
}

/**
 * On entry `perUpdate` holds the error that reaches each z[u] from outside the chain; on return δ[u]. Then the gradients
 * of the layer's own parameters, which are overwritten.
 *
 * @param g address of the gradient
 */
export function recurrentBackward(p: Plan, w: usize, g: usize): void {
  const row = rowBytes(p.P);
  const block = p.B * row;
  const xBlock = p.B * ((<usize>(p.D + 1)) << 2);
  // An error that enters at the last update alone has one way back, which truncation cuts short: what comes before it
  // costs nothing.
  const alone = p.outputs == 1;
  const first = alone ? max(1, p.updates - p.updatesBack + 1) : 1;
  if (alone || p.updatesBack >= p.updates) exactChain(p, w, first);
  else truncatedChain(p, w);

  const deltas = p.perUpdate + first * block;
  const updates = p.updates - first + 1;
  inputGradient(p, g + p.w_in2, g + p.b_in2, deltas, p.xUpdates + (first - 1) * xBlock, updates * p.B);
  // Before the first update there are zeros, where nothing came before.
  const skipped = first == 1 && updates > 0 && !p.continues ? 1 : 0;
  outerProduct(
    g + p.w_rec2,
    (<usize>p.P) << 2,
    false,
    deltas + skipped * block,
    row,
    p.z2 + (first - 1 + skipped) * block,
    row,
    (updates - skipped) * p.B,
    p.P,
    p.P,
    p.packed,
  );
}

/** δ[u] = (1 − z[u]²) ⊙ (g[u] + w_recᵀ δ[u+1]), down to u = first */
function exactChain(p: Plan, w: usize, first: i32): void {
  const block = p.B * rowBytes(p.P);
  if (worthPanels(p.B) && p.updates > 1) packBackward(p.rec2Backward, w + p.w_rec2, p.P, p.P);
  for (let u = p.updates; u >= first; u--) {
    const delta = p.perUpdate + u * block;
    if (u < p.updates) addBackwardProduct(delta, delta + block, w + p.w_rec2, p.rec2Backward, p.B, p.P);
    tanhBackward(delta, p.z2 + u * block, block);
  }
}

/**
 * At most k updates back: T_j[u] = (1 − z[u]²) ⊙ (g[u] + w_recᵀ T_{j−1}[u+1]), δ[u] = T_k[u]; see core/nn/recurrent-layer.ts.
 */
function truncatedChain(p: Plan, w: usize): void {
  const block = p.B * rowBytes(p.P);
  const depth = p.updatesBack;
  const rows = (depth - 1) * p.B;
  if (worthPanels(rows)) packBackward(p.rec2Backward, w + p.w_rec2, p.P, p.P);
  for (let u = p.updates; u > 0; u--) {
    const delta = p.perUpdate + u * block;
    memory.fill(p.product, 0, (depth - 1) * block);
    // Before the first update there is nothing to carry.
    if (u < p.updates) addBackwardProduct(p.product, p.carried, w + p.w_rec2, p.rec2Backward, rows, p.P);
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

/** Gradients of an input's weights and bias from all rows at once. Overwrites. */
function inputGradient(p: Plan, dWeight: usize, dBias: usize, d: usize, x: usize, rows: i32): void {
  const row = rowBytes(p.P);
  outerProduct(p.dIn, row, false, x, (<usize>(p.D + 1)) << 2, d, row, rows, p.D + 1, padded(p.P), p.packed);
  storeInputGradient(p, dWeight, dBias);
}

/** From `dIn`, (D+1, P), to (P, D) and (P). Overwrites. */
export function storeInputGradient(p: Plan, dWeight: usize, dBias: usize): void {
  const row = rowBytes(p.P);
  for (let j = 0; j < p.P; j++) {
    let from = p.dIn + ((<usize>j) << 2);
    for (let i = 0; i < p.D; i++, dWeight += 4, from += row) store<f32>(dWeight, load<f32>(from));
    store<f32>(dBias + ((<usize>j) << 2), load<f32>(from));
  }
}
