/**
 * A layer that feeds itself: AlarmworkNet's Layer_in2 (one update an alarm) and Elman's hidden layer (one a time step).
 * This chain is the only part of either network that must be computed in order of time.
 *
 *     z[u] = tanh(a[u] + w_rec z[u−1]),  u = 1 … U,  z[0] = 0
 *
 * where a[u] holds the input's part of the activation, bias included.
 */
import type { FloatArray } from './float-array';
import { addTo, matmulBackwardInput, matmulForward, tanhBackward, tanhForward } from './kernels';

/**
 * @param states  U + 1 views of (B, P). On entry `states[u]`, u ≥ 1, hold a[u]; on return z[u]. `states[0]` is z[0], left as it is.
 * @param w_rec   (P, P)
 * @param scratch (B, P)
 */
export function recurrentForward(
  states: readonly FloatArray[],
  w_rec: FloatArray,
  scratch: FloatArray,
  B: number,
  P: number,
): void {
  states.forEach((state, u) => {
    const previous = states[u - 1];
    if (!previous) return;
    matmulForward(scratch, previous, w_rec, null, B, P, P);
    addTo(state, scratch, B * P);
    tanhForward(state, B * P);
  });
}

/**
 * Errors carried back along the chain, at most `updatesBack` updates each (truncated BPTT). With k = updatesBack,
 *
 *     T_1[u] = (1 − z[u]²) ⊙ g[u]
 *     T_j[u] = (1 − z[u]²) ⊙ (g[u] + w_recᵀ T_{j−1}[u+1]),   δ[u] = T_k[u]
 *
 * so that T_j is the gradient of errors that travel through at most j updates. k = 1 is the seed's local gradient
 * (3.8)-(3.11); with k ≥ U all T_j that matter are equal and one chain is exact BPTT.
 *
 * @param deltas  views of (B, P), index u = 1 … U (index 0 unused). On entry g[u], the error that reaches z[u] from outside
 *                the chain; on return δ[u], the gradient with respect to the layer's activation.
 * @param states  as {@link recurrentForward} left them
 * @param w_rec   (P, P)
 * @param carried (k', B, P), k' = 1 for exact BPTT, else k: what {@link carriedDepth} says. Scratch.
 * @param product the same size. Scratch.
 */
export function recurrentBackward(
  deltas: readonly FloatArray[],
  states: readonly FloatArray[],
  w_rec: FloatArray,
  carried: FloatArray,
  product: FloatArray,
  updatesBack: number,
  B: number,
  P: number,
): void {
  const updates = states.length - 1;
  const depth = carriedDepth(updates, updatesBack);
  const exact = depth === 1 && updatesBack > 1;
  const size = B * P;
  for (let u = updates; u >= 1; u--) {
    const delta = deltas[u];
    const state = states[u];
    if (!delta || !state) throw new RangeError(`No buffers for update ${u}`);
    if (exact) {
      if (u < updates) {
        matmulBackwardInput(product, carried, w_rec, B, P, P);
        addTo(delta, product, size);
      }
      tanhBackward(delta, state, size);
      carried.set(delta);
      continue;
    }
    // T_{j-1}[u+1] of all depths j at once; after the last update there is nothing to carry.
    if (u < updates) matmulBackwardInput(product, carried, w_rec, (depth - 1) * B, P, P);
    else product.fill(0);
    for (let j = 0; j < depth; j++) {
      const row = carried.subarray(j * size, (j + 1) * size);
      row.set(delta);
      if (j > 0) addTo(row, product.subarray((j - 1) * size, j * size), size);
      tanhBackward(row, state, size);
    }
    delta.set(carried.subarray((depth - 1) * size, depth * size));
  }
}

/** How many rows of B the scratch of {@link recurrentBackward} needs. */
export function carriedDepth(updates: number, updatesBack: number): number {
  return updatesBack >= updates ? 1 : updatesBack;
}
