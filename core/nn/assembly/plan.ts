/**
 * Where everything is: sizes and addresses of one pass, written once by core/nn/simd-plan.ts, whose list of names has the
 * order of these fields (a test compares them). Addresses are in bytes; padded rows are {@link rowBytes} long.
 */
// @ts-ignore: decorator
@unmanaged
export class Plan {
  /** 0 AlarmworkNet, 1 Elman, whose one hidden layer takes the place of Layer_in2 */
  model: i32;
  D: i32;
  P: i32;
  M: i32;
  B: i32;
  /** Time steps between updates of the recurrent layer */
  period: i32;
  /** L */
  steps: i32;
  /** U, and how many of them an error travels back through */
  updates: i32;
  updatesBack: i32;
  /** K: steps whose outputs are computed, the last ones of L */
  outputs: i32;
  /** 1 where the recurrent layer starts from `initialState`, 0 where it starts from zero */
  continues: i32;

  /** Bytes from the start of the parameters, and of the gradient */
  w_in1: usize;
  w_rec1: usize;
  b_in1: usize;
  w_in2: usize;
  w_rec2: usize;
  b_in2: usize;
  w_out: usize;
  b_out: usize;

  /** (L, B, D), (K, B, M), (K, B, M): what the caller sees */
  x: usize;
  t: usize;
  y: usize;
  /** (B, P), where the pass continues */
  initialState: usize;
  /** (U, B, D+1) and (K, B, D+1): inputs of the updates and of the outputs, each with a one at its end for the bias */
  xUpdates: usize;
  xOutputs: usize;
  /** (U+1, B, P) padded: states of the recurrent layer, the initial one first */
  z2: usize;
  /** (U+1, B, P) padded: w_rec1 z2 of each update in the forward pass, δ2 in the backward pass */
  perUpdate: usize;
  /** (U+1, B, P) padded: δ1 summed over the steps that share a state */
  held: usize;
  /** (K, B, P) padded */
  z1: usize;
  /** (max(B, 64), P) padded: δ1 of some steps */
  d1: usize;
  /** (K, B, M) */
  dOut: usize;
  /** (k, B, P) padded, for truncated BPTT */
  carried: usize;
  product: usize;

  /** Weights in panels */
  in1: usize;
  in2: usize;
  rec1Forward: usize;
  rec1Backward: usize;
  rec2Forward: usize;
  rec2Backward: usize;
  outPanels: usize;
  /** (D+1, P) padded: the gradient of an input's weights and bias, transposed */
  dIn: usize;
  /** Scratch of outerProduct */
  packed: usize;
  /** (P) padded */
  zeros: usize;
}

/** Rows from which packing a matrix into panels pays. */
const ROWS_FOR_PANELS: i32 = 4;

// @ts-ignore: decorator
@inline
export function worthPanels(rows: i32): bool {
  return rows >= ROWS_FOR_PANELS;
}

/** P, up to whole panels of 8 columns; the columns that are too many hold zeros. */
// @ts-ignore: decorator
@inline
export function padded(P: i32): i32 {
  return (P + 7) & ~7;
}

/**
 * From one padded row to the next. Rows whose length is a multiple of 512 bytes would meet in a few sets of the cache and
 * drive each other out (32 against 40 GFLOP/s at P = 512): they are a cache line longer.
 */
// @ts-ignore: decorator
@inline
export function rowBytes(P: i32): usize {
  const columns = padded(P);
  return ((<usize>columns) << 2) + (columns & 127 ? 0 : 64);
}
