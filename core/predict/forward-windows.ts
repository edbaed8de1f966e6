/** Windows of rows through a trained network. Long ones go in pieces, as in training, so that memory stays that of a piece. */
import { StudioError } from '../contract/errors';
import { referenceEngine, type Engine, type PassSizes } from '../nn/engine';
import type { Pass } from '../nn/pass';
import { segmentsOf, type Segment } from '../nn/segments';
import { simdBytes, simdEngine } from '../nn/simd-engine';
import { BUDGET_BYTES, type LoadKernels } from '../train/engine';
import { EVALUATION_BATCH } from '../train/pass-sizes';
import type { TrainedModel } from './trained-model';

/** Nothing is trained: an optimizer without memory. */
const NO_OPTIMIZER = { optimizer: 'sgd' } as const;

export interface WindowShape {
  /** L, of whole windows; 0 for none */
  readonly window: number;
  /** Steps of the longest beginning; 0 for none */
  readonly beginning: number;
}

export class WindowForward {
  readonly #engine: Engine;
  readonly #batchSize: number;
  readonly #whole: readonly Segment[];
  readonly #beginning: readonly Segment[];
  readonly #outputs: number;
  readonly #inputs: number;
  readonly #window: number;

  /** @throws StudioError `bad-configuration` where it needs more memory than it may use */
  constructor(model: TrainedModel, load: LoadKernels, { window, beginning }: WindowShape) {
    const { specification, kernel } = model;
    const period = specification.model === 'elman' ? 1 : specification.period;
    this.#inputs = specification.inputs;
    this.#outputs = specification.outputs;
    this.#window = window;
    this.#whole = window === 0 ? [] : segmentsOf({ steps: window, outputs: 1, period }, 0);
    this.#beginning = beginning === 0 ? [] : segmentsOf({ steps: beginning, outputs: beginning, period }, 0);
    const sizes = (batchSize: number): PassSizes[] => [
      ...[batchSize, 1].flatMap((B) => this.#whole.map((segment) => sizesOf(segment, B))),
      ...this.#beginning.map((segment) => sizesOf(segment, 1)),
    ];
    let batchSize = EVALUATION_BATCH;
    const bytes = () => simdBytes(specification, NO_OPTIMIZER, sizes(batchSize));
    while (batchSize > 1 && bytes() > BUDGET_BYTES) batchSize /= 2;
    if (bytes() > BUDGET_BYTES) {
      throw new StudioError(
        'bad-configuration',
        `This network needs ${(bytes() / 2 ** 30).toFixed(1)} GiB of memory and may use ${BUDGET_BYTES / 2 ** 30}`,
      );
    }
    this.#batchSize = batchSize;
    this.#engine =
      kernel === 'reference'
        ? referenceEngine(specification, NO_OPTIMIZER)
        : simdEngine(load(kernel), specification, NO_OPTIMIZER, sizes(batchSize));
    this.#engine.parameters.set(model.parameters);
  }

  /**
   * Outputs of the last steps of whole windows.
   *
   * @param features (R, D)
   * @param ends     last row of each window
   * @param visit    gets M outputs, scaled, which the next call overwrites
   */
  whole(features: Float32Array, ends: Uint32Array, visit: (end: number, y: Float32Array) => void): void {
    const M = this.#outputs;
    const y = new Float32Array(M);
    for (let at = 0; at < ends.length;) {
      const left = ends.length - at;
      // One by itself, in a forecast that feeds itself, has a pass of its own.
      const B = left === 1 ? 1 : this.#batchSize;
      const count = Math.min(B, left);
      for (const pass of this.#run(features, this.#whole, B, (b) => {
        const end = ends[at + Math.min(b, count - 1)] as number;
        return end - this.#window + 1;
      })) {
        if (pass.y.length === 0) continue;
        for (let b = 0; b < count; b++) {
          for (let m = 0; m < M; m++) y[m] = pass.y[b * M + m] as number;
          visit(ends[at + b] as number, y);
        }
      }
      at += count;
    }
  }

  /** Outputs of every step from row `from` up to, and without, row `to`; the rows after it may be anything. */
  beginning(features: Float32Array, from: number, to: number, visit: (row: number, y: Float32Array) => void): void {
    const M = this.#outputs;
    const y = new Float32Array(M);
    let row = from;
    for (const pass of this.#run(features, this.#beginning, 1, () => from)) {
      const K = pass.y.length / M;
      for (let k = 0; k < K && row < to; k++, row++) {
        for (let m = 0; m < M; m++) y[m] = pass.y[k * M + m] as number;
        visit(row, y);
      }
      if (row >= to) return;
    }
  }

  /** @param startOf first row of the sequence in place `b`. Rows past the end of `features` are zeros */
  *#run(
    features: Float32Array,
    segments: readonly Segment[],
    B: number,
    startOf: (b: number) => number,
  ): Generator<Pass> {
    const D = this.#inputs;
    let state: Pass['initialState'] | null = null;
    for (const segment of segments) {
      const pass = this.#engine.pass(sizesOf(segment, B));
      for (let b = 0; b < B; b++) {
        const start = startOf(b) + segment.from;
        for (let l = 0; l < segment.steps; l++) {
          for (let d = 0; d < D; d++) pass.x[(l * B + b) * D + d] = features[(start + l) * D + d] ?? 0;
        }
      }
      if (state) pass.initialState.set(state);
      pass.forward(this.#engine.parameters);
      yield pass;
      if (segments.length > 1) state = pass.stateAfter(segment.passedOn);
    }
  }
}

function sizesOf({ from, steps, outputs }: Segment, batchSize: number): PassSizes {
  return { batchSize, steps, outputs, updatesBack: 1, continues: from > 0 };
}
