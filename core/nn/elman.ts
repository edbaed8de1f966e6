/**
 * The Simple Recurrent Network (Elman 1990), the baseline that the seed calls its network a modification of.
 *
 *     h[l] = tanh(w_in x[l] + w_rec h[l−1] + b_in),   h[0] = 0
 *     y[l] = tanh(w_out h[l] + b_out)
 *
 * Gradients are exact BPTT, or truncated as AlarmworkNet's are; k = 1 is Elman's own way of 1990.
 */
import { allocate, blocks, type FloatArray } from './float-array';
import { matmulBackwardInput, matmulBackwardWeight, matmulForward, tanhForward } from './kernels';
import { sumSquaredError } from './loss';
import { parameterLayout, parameterView, type ParameterName, type Specification } from './parameters';
import type { Pass, PassOptions } from './pass';
import { carriedDepth, recurrentBackward, recurrentForward } from './recurrent-layer';

export class ElmanPass implements Pass {
  readonly batchSize: number;
  readonly x: FloatArray;
  readonly t: FloatArray;
  readonly y: FloatArray;
  readonly initialState: FloatArray;

  readonly #specification: Specification;
  readonly #options: PassOptions;
  /** (L+1, B, P): h after each step, the initial state first; and views of its (B, P) */
  readonly #h: FloatArray;
  readonly #hViews: readonly FloatArray[];
  /** (L+1, B, P): δ of each step; and views */
  readonly #dh: FloatArray;
  readonly #dhViews: readonly FloatArray[];
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
    this.x = allocate(precision, L * B * D);
    this.t = allocate(precision, K * B * M);
    this.y = allocate(precision, K * B * M);
    this.#h = allocate(precision, (L + 1) * B * P);
    this.#hViews = blocks(this.#h, B * P);
    this.initialState = this.#h.subarray(0, options.continues ? B * P : 0);
    this.#dh = allocate(precision, (L + 1) * B * P);
    this.#dhViews = blocks(this.#dh, B * P);
    this.#dOut = allocate(precision, K * B * M);
    const depth = carriedDepth(L, options.updatesBack);
    this.#carried = allocate(precision, depth * B * P);
    this.#product = allocate(precision, depth * B * P);
  }

  /** (K, B, P): the part of a buffer of all steps whose outputs are computed */
  #outputRows(buffer: FloatArray): FloatArray {
    return buffer.subarray(
      buffer.length - this.#options.outputs * this.#options.batchSize * this.#specification.hiddenUnits,
    );
  }

  stateAfter(update: number): FloatArray {
    return (this.#hViews[update] as FloatArray).slice();
  }

  forward(parameters: FloatArray): void {
    const { inputs: D, hiddenUnits: P, outputs: M } = this.#specification;
    const { batchSize: B, steps: L, outputs: K } = this.#options;
    const view = this.#views(parameters);
    matmulForward(this.#h.subarray(B * P), this.x, view('w_in'), view('b_in'), L * B, D, P);
    recurrentForward(this.#hViews, view('w_rec'), this.#product, B, P);
    matmulForward(this.y, this.#outputRows(this.#h), view('w_out'), view('b_out'), K * B, P, M);
    tanhForward(this.y, K * B * M);
  }

  loss(): number {
    return sumSquaredError(null, this.y, this.t);
  }

  backward(parameters: FloatArray, gradient: FloatArray): number {
    const { inputs: D, hiddenUnits: P, outputs: M } = this.#specification;
    const { batchSize: B, steps: L, outputs: K, updatesBack } = this.#options;
    const view = this.#views(parameters);
    const d = this.#views(gradient);

    const loss = sumSquaredError(this.#dOut, this.y, this.t);
    matmulBackwardWeight(d('w_out'), d('b_out'), this.#dOut, this.#outputRows(this.#h), K * B, P, M);
    this.#dh.fill(0);
    matmulBackwardInput(this.#outputRows(this.#dh), this.#dOut, view('w_out'), K * B, P, M);
    recurrentBackward(this.#dhViews, this.#hViews, view('w_rec'), this.#carried, this.#product, updatesBack, B, P);
    const dh = this.#dh.subarray(B * P);
    matmulBackwardWeight(d('w_in'), d('b_in'), dh, this.x, L * B, D, P);
    matmulBackwardWeight(d('w_rec'), null, dh, this.#h, L * B, P, P);
    return loss;
  }

  #views(buffer: FloatArray): (name: ParameterName) => FloatArray {
    const layout = parameterLayout(this.#specification);
    return (name) => parameterView(layout, buffer, name);
  }
}
