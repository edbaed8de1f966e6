/**
 * The states of every hidden unit at every step of one sequence, which training itself keeps in an order of its own, for
 * whole mini-batches. In float64, from the float32 weights: within float32 rounding of what the kernels compute.
 *
 *     z2[l] = tanh(w_in2 x[l] + w_rec2 z2[l−1] + b_in2)  if l % period == 0,  else z2[l−1]
 *     z1[l] = tanh(w_in1 x[l] + w_rec1 z2[l] + b_in1)
 *     y[l]  = tanh(w_out z1[l] + b_out)
 *
 * and for Elman h[l] = tanh(w_in x[l] + w_rec h[l−1] + b_in), y[l] = tanh(w_out h[l] + b_out).
 *
 * Source: AlarmworkNet, problem 1 (2). Steps count from 1; z2[0] = h[0] = 0.
 */
import { parameterLayout, parameterView, type ParameterName, type Specification } from '../nn/parameters';
import { tanh } from '../nn/tanh';

export interface HiddenStates {
  /** The first step of which states are kept. */
  readonly first: number;
  /** (T, P) each, T = L − first + 1: in1 and in2, or Elman's one. */
  readonly layers: readonly { readonly name: string; readonly states: Float64Array }[];
  /** (T, M) */
  readonly y: Float64Array;
  /** (T) of each step the last update of the memory layer at or before it; 0 while it holds its initial state. */
  readonly heldSince: Int32Array<ArrayBuffer>;
}

/**
 * @param x    (L, D)
 * @param most steps of which states are kept: the last ones; all go through the network
 */
export function hiddenStates(
  specification: Specification,
  parameters: ArrayLike<number>,
  x: ArrayLike<number>,
  most = Infinity,
): HiddenStates {
  const { model, inputs: D, hiddenUnits: P, outputs: M } = specification;
  const L = x.length / D;
  const first = Math.max(1, L - most + 1);
  const T = L - first + 1;
  const memory = new Float64Array(T * P);
  const front = model === 'alarmwork' ? new Float64Array(T * P) : memory;
  const y = new Float64Array(T * M);
  const heldSince = new Int32Array(T);
  let row = 0;
  for (const step of hiddenSteps(specification, parameters, x, first)) {
    memory.set(step.memory, row * P);
    if (front !== memory) front.set(step.front, row * P);
    y.set(step.y, row * M);
    heldSince[row++] = step.since;
  }
  const [frontName, memoryName] = layerNames(model);
  const layers = memoryName
    ? [
        { name: frontName, states: front },
        { name: memoryName, states: memory },
      ]
    : [{ name: frontName, states: memory }];
  return { first, layers, y, heldSince };
}

/** in1 and in2, or Elman's one. */
export function layerNames(model: Specification['model']): readonly [string, string?] {
  return model === 'alarmwork' ? ['in1', 'in2'] : ['h'];
}

export interface HiddenStep {
  /** (P) what goes on to the output, and what the memory holds: for Elman the same. */
  readonly front: Float64Array;
  readonly memory: Float64Array;
  /** (M) */
  readonly y: Float64Array;
  /** The last update of the memory at or before the step; 0 while it holds its initial state. */
  readonly since: number;
}

/**
 * One step after the other, in the memory of one: its arrays are overwritten by the next step.
 *
 * @param x     (L, D)
 * @param first the first step that is given out; those before go through the memory alone
 */
export function* hiddenSteps(
  specification: Specification,
  parameters: ArrayLike<number>,
  x: ArrayLike<number>,
  first = 1,
): Generator<HiddenStep> {
  const { model, inputs: D, hiddenUnits: P, outputs: M } = specification;
  const isAlarmwork = model === 'alarmwork';
  const period = isAlarmwork ? specification.period : 1;
  const L = x.length / D;

  const all = Float64Array.from(parameters);
  const layout = parameterLayout(specification);
  const view = (name: ParameterName): Float64Array => parameterView(layout, all, name);
  const recurrence = isAlarmwork
    ? { input: view('w_in2'), recurrent: view('w_rec2'), bias: view('b_in2') }
    : { input: view('w_in'), recurrent: view('w_rec'), bias: view('b_in') };
  const in1 = isAlarmwork ? { input: view('w_in1'), recurrent: view('w_rec1'), bias: view('b_in1') } : null;
  const output = { weights: view('w_out'), bias: view('b_out') };

  const z1 = new Float64Array(P);
  const y = new Float64Array(M);
  let state = new Float64Array(P);
  let next = new Float64Array(P);
  let since = 0;
  for (let l = 1; l <= L; l++) {
    if (l % period === 0) {
      layerForward(next, recurrence, x, (l - 1) * D, D, state);
      [state, next] = [next, state];
      since = l;
    }
    if (l < first) continue;
    if (in1) layerForward(z1, in1, x, (l - 1) * D, D, state);
    const front = in1 ? z1 : state;
    for (let j = 0; j < M; j++) y[j] = tanh(dot(output.weights, j * P, front, 0, P) + at(output.bias, j));
    yield { front, memory: state, y, since };
  }
}

interface Layer {
  /** (P, D), (P, P), (P) */
  readonly input: Float64Array;
  readonly recurrent: Float64Array;
  readonly bias: Float64Array;
}

/** z = tanh(input x + recurrent state + bias). Overwrites. @param from where the step's D numbers begin in `x` */
function layerForward(
  z: Float64Array,
  { input, recurrent, bias }: Layer,
  x: ArrayLike<number>,
  from: number,
  D: number,
  state: Float64Array,
): void {
  const P = z.length;
  for (let j = 0; j < P; j++) {
    z[j] = tanh(dot(input, j * D, x, from, D) + dot(recurrent, j * P, state, 0, P) + at(bias, j));
  }
}

function dot(a: Float64Array, fromA: number, b: ArrayLike<number>, fromB: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += at(a, fromA + i) * at(b, fromB + i);
  return sum;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}
