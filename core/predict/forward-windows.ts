/** Windows of rows through a trained network. Long ones go in pieces, as in training, so that memory stays that of a piece. */
import { StudioError } from '../contract/errors';
import { referenceEngine, type Engine, type PassSizes } from '../nn/engine';
import type { Specification } from '../nn/parameters';
import { passSize, type Pass } from '../nn/pass';
import { segmentsOf, type Segment } from '../nn/segments';
import { simdBytes, simdEngine } from '../nn/simd-engine';
import { BUDGET_BYTES, type LoadKernels } from '../train/engine';
import { EVALUATION_BATCH } from '../train/pass-sizes';
import type { Stretch } from './context-windows';
import { batchRows, batchSizes, stretchClasses } from './stretch-batches';
import type { TrainedModel } from './trained-model';

/** Nothing is trained: an optimizer without memory. */
const NO_OPTIMIZER = { optimizer: 'sgd' } as const;

export interface WindowShape {
  /** L, of whole windows; 0 for none */
  readonly window: number;
  /** Of which every row is predicted, or, where `isReadAtEnd`, the last one. */
  readonly beginnings: readonly Stretch[];
  readonly isReadAtEnd: boolean;
}

interface BeginningClass {
  readonly stretches: readonly Stretch[];
  readonly segments: readonly Segment[];
  readonly isReadAtEnd: boolean;
}

export class WindowForward {
  readonly #engine: Engine;
  readonly #batchSize: number;
  readonly #whole: readonly Segment[];
  readonly #beginnings: readonly BeginningClass[];
  readonly #passes = new Map<string, Pass>();
  readonly #outputs: number;
  readonly #inputs: number;
  readonly #window: number;

  /** @throws StudioError `bad-configuration` where it needs more memory than it may use */
  constructor(model: TrainedModel, load: LoadKernels, { window, beginnings, isReadAtEnd }: WindowShape) {
    const { specification, kernel } = model;
    const period = specification.model === 'elman' ? 1 : specification.period;
    this.#inputs = specification.inputs;
    this.#outputs = specification.outputs;
    this.#window = window;
    this.#whole = window === 0 ? [] : segmentsOf({ steps: window, outputs: 1, period }, 0);
    this.#beginnings = stretchClasses(beginnings, isReadAtEnd).map(({ stretches, steps, outputs }) => {
      const segments = segmentsOf({ steps, outputs: steps, period }, 0);
      const [first] = segments;
      // Pieces of a long sequence have the outputs of all of their steps.
      return { stretches, segments: first && segments.length === 1 ? [{ ...first, outputs }] : segments, isReadAtEnd };
    });
    const sizes = (batchSize: number): PassSizes[] => [
      ...[batchSize, 1].flatMap((B) => this.#whole.map((segment) => sizesOf(segment, B))),
      ...this.#beginnings.flatMap(({ stretches, segments }) =>
        batchSizes(stretches.length, batchSize).flatMap((B) => segments.map((segment) => sizesOf(segment, B))),
      ),
    ];
    let batchSize = EVALUATION_BATCH;
    const bytes = () => bytesOf(kernel, specification, sizes(batchSize));
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
      const windows = Array.from({ length: B }, (_, b) => {
        const to = (ends[at + Math.min(b, count - 1)] as number) + 1;
        return { from: to - this.#window, to };
      });
      for (const pass of this.#run(features, this.#whole, windows)) {
        if (pass.y.length === 0) continue;
        for (let b = 0; b < count; b++) {
          for (let m = 0; m < M; m++) y[m] = pass.y[b * M + m] as number;
          visit(ends[at + b] as number, y);
        }
      }
      at += count;
    }
  }

  /**
   * Outputs of the beginnings, in any order.
   *
   * @param features (R, D); rows past the end of a beginning may be anything
   * @param visit    gets M outputs of each row, or of the last of each beginning, which the next call overwrites
   */
  beginnings(features: Float32Array, visit: (row: number, y: Float32Array) => void): void {
    const M = this.#outputs;
    const y = new Float32Array(M);
    for (const { stretches, segments, isReadAtEnd } of this.#beginnings) {
      const steps = segments.reduce((sum, { outputs }) => sum + outputs, 0);
      const longest = stretches.reduce((most, { from, to }) => Math.max(most, to - from), 0);
      for (let at = 0; at < stretches.length; at += this.#batchSize) {
        const batch = stretches.slice(at, at + this.#batchSize);
        const B = batchRows(batch.length, this.#batchSize);
        const rows = Array.from({ length: B }, (_, b) => batch[Math.min(b, batch.length - 1)] as Stretch);
        // Of the step that an output is of, counted from a stretch's first row.
        let step = longest - steps;
        for (const pass of this.#run(features, segments, rows)) {
          const K = pass.y.length / (B * M);
          for (let k = 0; k < K; k++, step++) {
            for (const [b, { from, to }] of batch.entries()) {
              const row = from + step;
              if (isReadAtEnd ? row !== to - 1 : row >= to) continue;
              for (let m = 0; m < M; m++) y[m] = pass.y[(k * B + b) * M + m] as number;
              visit(row, y);
            }
          }
        }
      }
    }
  }

  /** Stretches that are shorter than the segments together are padded at their end with zeros, which no step before sees. */
  *#run(features: Float32Array, segments: readonly Segment[], batch: readonly Stretch[]): Generator<Pass> {
    const D = this.#inputs;
    const B = batch.length;
    let state: Pass['initialState'] | null = null;
    for (const segment of segments) {
      const pass = this.#pass(sizesOf(segment, B));
      for (const [b, { from, to }] of batch.entries()) {
        for (let l = 0; l < segment.steps; l++) {
          const row = from + segment.from + l;
          for (let d = 0; d < D; d++) pass.x[(l * B + b) * D + d] = row < to ? (features[row * D + d] as number) : 0;
        }
      }
      if (state) pass.initialState.set(state);
      pass.forward(this.#engine.parameters);
      yield pass;
      if (segments.length > 1) state = pass.stateAfter(segment.passedOn);
    }
  }

  #pass(sizes: PassSizes): Pass {
    const key = Object.values(sizes).join();
    const pass = this.#passes.get(key) ?? this.#engine.pass(sizes);
    this.#passes.set(key, pass);
    return pass;
  }
}

/** The reference kernels have a memory for each size of pass, the others one for all. */
function bytesOf(kernel: TrainedModel['kernel'], specification: Specification, passes: readonly PassSizes[]): number {
  if (kernel !== 'reference') return simdBytes(specification, NO_OPTIMIZER, passes);
  const unique = new Map(passes.map((sizes) => [Object.values(sizes).join(), sizes]));
  const numbers = [...unique.values()].map((sizes) => passSize(specification, { ...sizes, precision: 'float32' }));
  return numbers.reduce((sum, each) => sum + each, 0) * Float32Array.BYTES_PER_ELEMENT;
}

function sizesOf({ from, steps, outputs }: Segment, batchSize: number): PassSizes {
  return { batchSize, steps, outputs, updatesBack: 1, continues: from > 0 };
}
