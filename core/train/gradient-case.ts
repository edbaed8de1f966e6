/** Outputs, loss and gradients of a worked case: in float64 by either form of the network, or in float32 by SIMD kernels. */
import { StudioError } from '../contract/errors';
import type { CaseResult, GradientCase, NestedNumbers } from '../contract/gradient-case';
import { createPass } from '../nn/network';
import { parameterLayout, type ParameterEntry, type ParameterName, type Specification } from '../nn/parameters';
import type { Pass } from '../nn/pass';
import { simdEngine, type KernelModule } from '../nn/simd-engine';
import { alarmworkBackward } from '../nn/scalar/alarmwork-backward';
import { alarmworkForward, type AlarmworkGrids } from '../nn/scalar/alarmwork-forward';
import { elmanBackward, elmanForward, type ElmanGrids } from '../nn/scalar/elman';
import { Grid } from '../nn/scalar/grid';
import { squaredError } from '../nn/scalar/output-error';

/** How many updates back the errors of each mode travel. */
const MODES: Readonly<Record<string, number>> = { bptt: Infinity, local: 1 };

/** A case with its arrays checked and flattened. */
interface FlatCase {
  readonly specification: Specification;
  readonly layout: readonly ParameterEntry[];
  /** L and N */
  readonly steps: number;
  readonly sequences: number;
  readonly parameters: Float64Array;
  /** (N, L, D) */
  readonly x: Float64Array;
  /** (N, K, M); NaN where there is no target */
  readonly t: Float64Array;
}

/**
 * @param by    a form of the network, or the kernels to use
 * @param modes names of gradients, and how many updates back the errors of each travel
 * @throws StudioError `bad-file` where an array of the case has another shape than its sizes say, or the kernels a number
 * that float32 does not have
 */
export function computeCase(given: GradientCase, by: 'scalar' | 'vector' | KernelModule, modes = MODES): CaseResult {
  const flat = flattenCase(given);
  if (by === 'scalar') return scalarResult(flat, modes);
  if (by === 'vector') return vectorResult(flat, modes, float64Pass);
  checkFloat32(flat);
  return vectorResult(flat, modes, kernelPass(by));
}

function flattenCase(given: GradientCase): FlatCase {
  const { D, P, M, L, N, period, model, readout } = given;
  const specification = { model, inputs: D, hiddenUnits: P, outputs: M, period, readout };
  const layout = parameterLayout(specification);
  const names = layout.map(({ name }) => String(name));
  const unknown = Object.keys(given.params).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new StudioError(
      'bad-file',
      `params.${unknown}: this network has no such parameter; it has ${names.join(', ')}`,
    );
  }
  const parameters = layout.flatMap(({ name, shape }) => flatten(given.params[name], shape, `params.${name}`));
  return {
    specification,
    layout,
    steps: L,
    sequences: N,
    parameters: Float64Array.from(parameters),
    x: Float64Array.from(flatten(given.x, [N, L, D], 'x')),
    t: Float64Array.from(flatten(given.t, readout === 'last' ? [N, M] : [N, L, M], 't', isTarget)),
  };
}

/** Files have no NaN; whoever calls with one says that there is no target. */
function isTarget(value: number): boolean {
  return Number.isFinite(value) || Number.isNaN(value);
}

function flatten(value: unknown, shape: readonly number[], place: string, isAllowed = Number.isFinite): number[] {
  const [length, ...rest] = shape;
  if (length === undefined) {
    if (typeof value === 'number' && isAllowed(value)) return [value];
    throw new StudioError('bad-file', `${place} must be a finite number`);
  }
  if (!Array.isArray(value) || value.length !== length) {
    const found = Array.isArray(value) ? `has ${value.length}` : value === undefined ? 'is missing' : 'is none';
    throw new StudioError(
      'bad-file',
      `${place} must be an array of ${length} and ${found}: correct the sizes or the array`,
    );
  }
  return value.flatMap((element: unknown, index) => flatten(element, rest, `${place}[${index}]`, isAllowed));
}

function nest(values: ArrayLike<number>, shape: readonly number[], offset = 0): NestedNumbers {
  const [length, ...rest] = shape;
  if (length === undefined) return values[offset] as number;
  const size = rest.reduce((product, side) => product * side, 1);
  return Array.from({ length }, (_, index) => nest(values, rest, offset + index * size));
}

type MakePass = (flat: FlatCase, outputs: number, updatesBack: number) => Pass;

const float64Pass: MakePass = ({ specification, sequences: batchSize, steps }, outputs, updatesBack) =>
  createPass(specification, { precision: 'float64', batchSize, steps, outputs, updatesBack, continues: false });

/** @throws StudioError `bad-file` for a number that float32 does not have */
function checkFloat32({ parameters, x, t }: FlatCase): void {
  for (const [name, values] of Object.entries({ params: parameters, x, t })) {
    const found = values.find((value) => Math.abs(Math.fround(value)) === Infinity);
    if (found !== undefined) {
      throw new StudioError('bad-file', `${name} holds ${found}, which is more than the kernels' float32 can hold`);
    }
  }
}

function kernelPass(kernels: KernelModule): MakePass {
  return ({ specification, sequences: batchSize, steps }, outputs, updatesBack) => {
    const sizes = { batchSize, steps, outputs, updatesBack, continues: false };
    return simdEngine(kernels, specification, { optimizer: 'sgd' }, [sizes]).pass(sizes);
  };
}

function vectorResult(flat: FlatCase, modes: Readonly<Record<string, number>>, makePass: MakePass): CaseResult {
  const { specification, layout, steps: L, sequences: N, parameters } = flat;
  const { inputs: D, outputs: M, readout } = specification;
  const K = readout === 'last' ? 1 : L;
  const newPass = (outputs: number, updatesBack: number): Pass => {
    const pass = makePass(flat, outputs, updatesBack);
    toTimeMajor(pass.x, flat.x, N, L, D);
    if (outputs === K) toTimeMajor(pass.t, flat.t, N, K, M);
    pass.forward(parameters);
    return pass;
  };

  const y = new Float64Array(N * L * M);
  toSequenceMajor(y, newPass(L, 1).y, N, L, M);
  const gradientOf = (updatesBack: number) => {
    const gradient = new Float64Array(parameters.length);
    newPass(K, updatesBack).backward(parameters, gradient);
    return Object.fromEntries(
      layout.map(({ name, shape, offset, size }) => [name, nest(gradient.subarray(offset, offset + size), shape)]),
    );
  };
  return {
    y: nest(y, [N, L, M]),
    loss: newPass(K, 1).loss(),
    gradients: mapValues(modes, gradientOf),
  };
}

function scalarResult(flat: FlatCase, modes: Readonly<Record<string, number>>): CaseResult {
  const { specification, layout, steps: L, sequences: N } = flat;
  const { inputs: D, outputs: M, readout } = specification;
  const grids = namedGrids(layout, flat.parameters);
  const y = new Float64Array(N * L * M);
  let loss = 0;
  const gradientOf = (updatesBack: number) => {
    const gradients = namedGrids(layout, null);
    loss = 0;
    for (let n = 0; n < N; n++) {
      const x = new Grid(L, D, flat.x.subarray(n * L * D, (n + 1) * L * D));
      const sequence = scalarSequence(specification, grids, gradients, x, updatesBack);
      for (let l = 1; l <= L; l++) {
        for (let j = 1; j <= M; j++) y[(n * L + l - 1) * M + j - 1] = sequence.y(j, l);
      }
      for (let l = readout === 'last' ? L : 1; l <= L; l++) {
        const offset = readout === 'last' ? n * M : (n * L + l - 1) * M;
        const t = new Grid(M, 1, flat.t.subarray(offset, offset + M));
        for (let j = 1; j <= M; j++) loss += 0.5 * squaredError(t.at(j), sequence.y(j, l));
        sequence.backward(t, l);
      }
    }
    return Object.fromEntries(
      layout.map(({ name, shape }) => [name, nest((gradients.get(name) as Grid).toArray(), shape)]),
    );
  };
  const gradients = mapValues(modes, gradientOf);
  return { y: nest(y, [N, L, M]), loss, gradients };
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, map: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

type NamedGrids = ReadonlyMap<ParameterName, Grid>;

function namedGrids(layout: readonly ParameterEntry[], values: Float64Array | null): NamedGrids {
  return new Map(
    layout.map(({ name, shape, offset, size }) => {
      const [rows = 1, columns = 1] = shape;
      return [name, new Grid(rows, columns, values?.subarray(offset, offset + size))];
    }),
  );
}

function scalarSequence(
  { model, period }: Specification,
  parameters: NamedGrids,
  gradients: NamedGrids,
  x: Grid,
  updatesBack: number,
): { y(j: number, l: number): number; backward(t: Grid, l: number): void } {
  if (model === 'elman') {
    const w = Object.fromEntries(parameters) as unknown as ElmanGrids;
    const d = Object.fromEntries(gradients) as unknown as ElmanGrids;
    const states = elmanForward(w, x);
    return { y: states.y, backward: (t, l) => elmanBackward(d, w, states, x, t, l, updatesBack) };
  }
  const w = Object.fromEntries(parameters) as unknown as AlarmworkGrids;
  const d = Object.fromEntries(gradients) as unknown as AlarmworkGrids;
  const states = alarmworkForward(w, x, period);
  return { y: states.y, backward: (t, l) => alarmworkBackward(d, w, states, x, t, l, period, updatesBack) };
}

/** (N, L, W) → (L, N, W) */
function toTimeMajor(out: Float32Array | Float64Array, values: Float64Array, N: number, L: number, W: number): void {
  for (let n = 0; n < N; n++) {
    for (let l = 0; l < L; l++) out.set(values.subarray((n * L + l) * W, (n * L + l + 1) * W), (l * N + n) * W);
  }
}

/** (L, N, W) → (N, L, W) */
function toSequenceMajor(
  out: Float64Array,
  values: Float32Array | Float64Array,
  N: number,
  L: number,
  W: number,
): void {
  for (let n = 0; n < N; n++) {
    for (let l = 0; l < L; l++) out.set(values.subarray((l * N + n) * W, (l * N + n + 1) * W), (n * L + l) * W);
  }
}
