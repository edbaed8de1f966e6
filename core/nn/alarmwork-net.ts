/**
 * AlarmworkNet in vector form, over mini-batches.
 *
 *     z2[l] = tanh(w_in2 x[l] + w_rec2 z2[l−1] + b_in2)   if l % period == 0      Layer_in2
 *     z2[l] = z2[l−1]                                      otherwise
 *     z1[l] = tanh(w_in1 x[l] + w_rec1 z2[l] + b_in1)                              Layer_in1
 *     y[l]  = tanh(w_out z1[l] + b_out)                                            Layer_out
 *
 * Source: AlarmworkNet, problem 1 (3) and problem 2, equations (3.3)-(3.11). Steps count from 1; z2[0] = 0.
 *
 * Layer_in1 has no recurrence of its own, so only Layer_in2's U = ⌊L/period⌋ updates follow one another in time; all else
 * is one product over steps × batch. A held value is kept once, and what depends on it alone is computed once:
 * update u(l) = ⌊l/period⌋ is the one in force at step l.
 */
import { allocate, blocks, type FloatArray } from './float-array';
import { addTo, matmulBackwardInput, matmulBackwardWeight, matmulForward, tanhBackward, tanhForward } from './kernels';
import { sumSquaredError } from './loss';
import { parameterLayout, parameterView, type ParameterName, type Specification } from './parameters';
import type { Pass, PassOptions } from './pass';
import { carriedDepth, recurrentBackward, recurrentForward } from './recurrent-layer';

export class AlarmworkPass implements Pass {
  readonly batchSize: number;
  readonly x: FloatArray;
  readonly t: FloatArray;
  readonly y: FloatArray;
  readonly initialState: FloatArray;

  readonly #specification: Specification;
  readonly #options: PassOptions;
  /** (U, B, D): the inputs at which the alarm rang */
  readonly #xUpdates: FloatArray;
  /** (U+1, B, P): z2 after each update, the initial state first; and views of its (B, P) */
  readonly #z2: FloatArray;
  readonly #z2Views: readonly FloatArray[];
  /** (U+1, B, P): w_rec1 z2 of each update in the forward pass, δ2 in the backward pass; and views */
  readonly #perUpdate: FloatArray;
  readonly #perUpdateViews: readonly FloatArray[];
  /** (U+1, B, P): δ1 summed over the steps that share a held value */
  readonly #d1Held: FloatArray;
  /** (K, B, P) */
  readonly #z1: FloatArray;
  readonly #d1: FloatArray;
  /** (K, B, M) */
  readonly #dOut: FloatArray;
  readonly #carried: FloatArray;
  readonly #product: FloatArray;

  constructor(specification: Specification, options: PassOptions) {
    this.#specification = specification;
    this.#options = options;
    this.batchSize = options.batchSize;
    const { inputs: D, hiddenUnits: P, outputs: M } = specification;
    const { batchSize: B, steps: L, outputs: K, precision } = options;
    const U = this.#updates;
    this.x = allocate(precision, L * B * D);
    this.t = allocate(precision, K * B * M);
    this.y = allocate(precision, K * B * M);
    this.#xUpdates = allocate(precision, U * B * D);
    this.#z2 = allocate(precision, (U + 1) * B * P);
    this.#z2Views = blocks(this.#z2, B * P);
    this.initialState = this.#z2.subarray(0, options.continues ? B * P : 0);
    this.#perUpdate = allocate(precision, (U + 1) * B * P);
    this.#perUpdateViews = blocks(this.#perUpdate, B * P);
    this.#d1Held = allocate(precision, (U + 1) * B * P);
    this.#z1 = allocate(precision, K * B * P);
    this.#d1 = allocate(precision, K * B * P);
    this.#dOut = allocate(precision, K * B * M);
    const depth = carriedDepth(U, options.updatesBack);
    this.#carried = allocate(precision, depth * B * P);
    this.#product = allocate(precision, depth * B * P);
  }

  /** U */
  get #updates(): number {
    return Math.floor(this.#options.steps / this.#specification.period);
  }

  /** Which update is in force at output row k = 0 … K−1. */
  #updateOf(k: number): number {
    const { steps, outputs } = this.#options;
    return Math.floor((steps - outputs + k + 1) / this.#specification.period);
  }

  /** (K, B, D): the inputs of the steps whose outputs are computed */
  get #xOutputs(): FloatArray {
    return this.x.subarray(
      this.x.length - this.#options.outputs * this.#options.batchSize * this.#specification.inputs,
    );
  }

  stateAfter(update: number): FloatArray {
    return (this.#z2Views[update] as FloatArray).slice();
  }

  forward(parameters: FloatArray): void {
    const { inputs: D, hiddenUnits: P, outputs: M, period } = this.#specification;
    const { batchSize: B, outputs: K } = this.#options;
    const U = this.#updates;
    const view = this.#views(parameters);

    for (let u = 1; u <= U; u++) {
      const step = u * period;
      this.#xUpdates.set(this.x.subarray((step - 1) * B * D, step * B * D), (u - 1) * B * D);
    }
    matmulForward(this.#z2.subarray(B * P), this.#xUpdates, view('w_in2'), view('b_in2'), U * B, D, P);
    recurrentForward(this.#z2Views, view('w_rec2'), this.#product, B, P);

    matmulForward(this.#perUpdate, this.#z2, view('w_rec1'), null, (U + 1) * B, P, P);
    matmulForward(this.#z1, this.#xOutputs, view('w_in1'), view('b_in1'), K * B, D, P);
    for (let k = 0; k < K; k++) {
      addTo(this.#z1.subarray(k * B * P), this.#perUpdateViews[this.#updateOf(k)] as FloatArray, B * P);
    }
    tanhForward(this.#z1, K * B * P);

    matmulForward(this.y, this.#z1, view('w_out'), view('b_out'), K * B, P, M);
    tanhForward(this.y, K * B * M);
  }

  loss(): number {
    return sumSquaredError(null, this.y, this.t);
  }

  backward(parameters: FloatArray, gradient: FloatArray): number {
    const { inputs: D, hiddenUnits: P, outputs: M } = this.#specification;
    const { batchSize: B, outputs: K, updatesBack } = this.#options;
    const U = this.#updates;
    const view = this.#views(parameters);
    const d = this.#views(gradient);

    const loss = sumSquaredError(this.#dOut, this.y, this.t);
    matmulBackwardWeight(d('w_out'), d('b_out'), this.#dOut, this.#z1, K * B, P, M);
    matmulBackwardInput(this.#d1, this.#dOut, view('w_out'), K * B, P, M);
    tanhBackward(this.#d1, this.#z1, K * B * P);

    matmulBackwardWeight(d('w_in1'), d('b_in1'), this.#d1, this.#xOutputs, K * B, D, P);
    this.#d1Held.fill(0);
    for (let k = 0; k < K; k++) {
      addTo(this.#d1Held.subarray(this.#updateOf(k) * B * P), this.#d1.subarray(k * B * P), B * P);
    }
    matmulBackwardWeight(d('w_rec1'), null, this.#d1Held, this.#z2, (U + 1) * B, P, P);
    matmulBackwardInput(this.#perUpdate, this.#d1Held, view('w_rec1'), (U + 1) * B, P, P);

    recurrentBackward(
      this.#perUpdateViews,
      this.#z2Views,
      view('w_rec2'),
      this.#carried,
      this.#product,
      updatesBack,
      B,
      P,
    );
    const d2 = this.#perUpdate.subarray(B * P);
    matmulBackwardWeight(d('w_in2'), d('b_in2'), d2, this.#xUpdates, U * B, D, P);
    matmulBackwardWeight(d('w_rec2'), null, d2, this.#z2, U * B, P, P);
    return loss;
  }

  #views(buffer: FloatArray): (name: ParameterName) => FloatArray {
    const layout = parameterLayout(this.#specification);
    return (name) => parameterView(layout, buffer, name);
  }
}
