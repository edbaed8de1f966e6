/**
 * Where everything of one pass lies in the memory of the SIMD kernels. All of it is known from the sizes, so that a run's
 * memory is known, and allocated, before its first step: WebAssembly memory that grows later may fail to.
 */
import { parameterLayout, type ParameterName, type Specification } from './parameters';
import type { PassOptions } from './pass';

/** The fields of `Plan` in assembly/plan.ts, in its order. */
export const PLAN_FIELDS = [
  ...(['model', 'D', 'P', 'M', 'B', 'period', 'steps', 'updates', 'updatesBack'] as const),
  ...(['outputs', 'continues', 'columns', 'row', 'updatesAtOnce', 'stepsAtOnce', 'packedRows'] as const),
  ...(['w_in1', 'w_rec1', 'b_in1', 'w_in2', 'w_rec2', 'b_in2', 'w_out', 'b_out'] as const),
  ...(['x', 't', 'y', 'initialState', 'xUpdates', 'xOutputs', 'z2', 'perUpdate', 'held', 'z1', 'd1', 'dOut'] as const),
  ...(['carried', 'product', 'in1', 'in2', 'rec1Forward', 'rec1Backward', 'rec2Forward', 'rec2Backward'] as const),
  ...(['outPanels', 'dIn1', 'dIn2', 'packed', 'zeros'] as const),
] as const;
export type PlanField = (typeof PLAN_FIELDS)[number];
export type Plan = Readonly<Record<PlanField, number>>;

/** A cache line: no vector lies across two of them without need. */
const ALIGNMENT = 64;
/** Rows of (batch, P) that lie in the first-level cache together. */
const STEP_ROWS = 64;
/** And in the second-level cache. Wide layers outgrow it anyway, and their products want many rows. */
const UPDATE_ROWS = 128;
const UPDATE_ROWS_OF_WIDE_LAYERS = 256;
const WIDE = 256;
/** An outer product copies so many rows of its operands at once. */
const PACKED_ROWS = 256;

/** Parameters of Elman's one layer are where AlarmworkNet's Layer_in2 has its own. */
const ELMAN_NAMES = { w_in2: 'w_in', w_rec2: 'w_rec', b_in2: 'b_in', w_out: 'w_out', b_out: 'b_out' } as const;

/**
 * Rows whose length is a multiple of 512 bytes would meet in a few sets of the cache and drive each other out (32 against
 * 40 GFLOP/s at P = 512): they are a cache line longer.
 */
function rowFloats(columns: number): number {
  return columns % 128 === 0 ? columns + 16 : columns;
}

export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** @param start bytes, aligned. @returns the plan, and where the memory it describes ends */
export function layPlan(
  specification: Specification,
  options: Omit<PassOptions, 'precision'>,
  start: number,
): { readonly plan: Plan; readonly end: number } {
  const { model, inputs: D, hiddenUnits: P, outputs: M } = specification;
  const { batchSize: B, steps: L, outputs: K } = options;
  const elman = model === 'elman';
  const period = elman ? 1 : specification.period;
  const U = Math.floor(L / period);
  const Pp = Math.ceil(P / 8) * 8;
  const row = rowFloats(Pp);
  const isTruncated = options.updatesBack < U;
  const depth = isTruncated ? options.updatesBack : 1;
  const updateRows = P < WIDE ? UPDATE_ROWS : UPDATE_ROWS_OF_WIDE_LAYERS;
  const updatesAtOnce = Math.min(U + 1, Math.max(1, Math.floor(updateRows / B)));
  const stepsAtOnce = Math.max(1, Math.floor(STEP_ROWS / B));

  let end = start;
  const floats = (count: number): number => {
    const at = end;
    // A vector more than the floats themselves: kernels read and write whole vectors.
    end = aligned(at + 4 * count + 16);
    return at;
  };
  const offsets = new Map(parameterLayout(specification).map(({ name, offset }) => [name, 4 * offset]));
  const offset = (name: ParameterName & PlanField): number =>
    offsets.get(elman && name in ELMAN_NAMES ? ELMAN_NAMES[name as keyof typeof ELMAN_NAMES] : name) ?? 0;

  const plan: Plan = {
    model: elman ? 1 : 0,
    D,
    P,
    M,
    B,
    period,
    steps: L,
    updates: U,
    updatesBack: Math.min(options.updatesBack, U),
    outputs: K,
    continues: options.continues ? 1 : 0,
    columns: Pp,
    row: 4 * row,
    updatesAtOnce,
    stepsAtOnce,
    packedRows: PACKED_ROWS,
    w_in1: offset('w_in1'),
    w_rec1: offset('w_rec1'),
    b_in1: offset('b_in1'),
    w_in2: offset('w_in2'),
    w_rec2: offset('w_rec2'),
    b_in2: offset('b_in2'),
    w_out: offset('w_out'),
    b_out: offset('b_out'),
    x: floats(L * B * D),
    t: floats(K * B * M),
    y: floats(K * B * M),
    initialState: floats(options.continues ? B * P : 0),
    xUpdates: floats(U * B * (D + 1)),
    xOutputs: floats(elman ? 0 : K * B * (D + 1)),
    z2: floats((U + 1) * B * row),
    perUpdate: floats(updatesAtOnce * B * row),
    held: floats(elman ? 0 : updatesAtOnce * B * row),
    z1: floats(elman ? 0 : stepsAtOnce * B * row),
    d1: floats(elman ? 0 : stepsAtOnce * B * row),
    dOut: floats(K * B * M),
    carried: floats(depth * B * row),
    product: floats(isTruncated ? depth * B * row : 0),
    in1: floats(elman ? 0 : (D + 1) * row),
    in2: floats((D + 1) * row),
    rec1Forward: floats(elman ? 0 : P * Pp),
    rec1Backward: floats(elman ? 0 : P * Pp),
    rec2Forward: floats(P * Pp),
    rec2Backward: floats(P * Pp),
    outPanels: floats(M * row),
    dIn1: floats(elman ? 0 : (D + 1) * row),
    dIn2: floats((D + 1) * row),
    packed: floats(PACKED_ROWS * (Pp + 8)),
    zeros: floats(row),
  };
  return { plan, end };
}
