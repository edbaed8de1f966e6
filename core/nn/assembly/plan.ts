/**
 * Where everything is: sizes and addresses of one pass, written once by core/nn/simd-plan.ts, whose list of names has the
 * order of these fields (a test compares them). Addresses are in bytes; padded rows are `row` bytes long.
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
  /** P, up to whole panels of 8; the columns that are too many hold zeros */
  columns: i32;
  /** Bytes from one padded row to the next */
  row: usize;
  /** What is gone through at once, so that it stays in the caches: updates, steps, and rows of an outer product */
  updatesAtOnce: i32;
  stepsAtOnce: i32;
  packedRows: i32;

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
  /** (updatesAtOnce, B, P) padded: w_rec1 z2 of each update, then δ2 */
  perUpdate: usize;
  /** (updatesAtOnce, B, P) padded: δ1 summed over the steps that share a state */
  held: usize;
  /** (stepsAtOnce, B, P) padded: z1 and δ1 */
  z1: usize;
  d1: usize;
  /** (K, B, M) */
  dOut: usize;
  /** (k, B, P) padded, k = 1 for exact BPTT: what an update passes on to the one before it */
  carried: usize;
  /** (k, B, P) padded, for truncated BPTT */
  product: usize;

  /** Weights in panels */
  in1: usize;
  in2: usize;
  rec1Forward: usize;
  rec1Backward: usize;
  rec2Forward: usize;
  rec2Backward: usize;
  outPanels: usize;
  /** (D+1, P) padded: gradients of the inputs' weights and biases, transposed */
  dIn1: usize;
  dIn2: usize;
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

/** Bytes of one step's rows */
// @ts-ignore: decorator
@inline
export function blockBytes(p: Plan): usize {
  return p.B * p.row;
}

/** Bytes of an input with a one at its end */
// @ts-ignore: decorator
@inline
export function inputRow(p: Plan): usize {
  return (<usize>(p.D + 1)) << 2;
}
