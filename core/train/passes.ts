/**
 * Passes of one network, filled from a dataset. A mini-batch is one pass, or, where its sequences are long, one for each
 * of their segments; passes are kept by their sizes, of which an epoch needs few.
 */
import type { RunConfiguration } from '../contract/run';
import type { PreparedDataset, SequenceSet } from '../data/dataset';
import type { Engine, PassSizes } from '../nn/engine';
import type { Pass } from '../nn/pass';
import type { Segment } from '../nn/segments';
import { evaluationSegments, sizesOf, trainingSegments } from './pass-sizes';

export class Passes {
  readonly #kept = new Map<string, Pass>();
  readonly #engine: Engine;
  readonly #configuration: RunConfiguration;
  readonly #trainingSegments: readonly Segment[];
  readonly #evaluationSegments: readonly Segment[];

  constructor(engine: Engine, configuration: RunConfiguration, data: PreparedDataset) {
    this.#engine = engine;
    this.#configuration = configuration;
    this.#trainingSegments = trainingSegments(configuration, data);
    this.#evaluationSegments = evaluationSegments(configuration, data);
  }

  /** The mini-batch of the sequences `indices`, for a gradient. Run each pass before asking for the next. */
  training(set: SequenceSet, indices: ArrayLike<number>): Iterable<Pass> {
    return this.#filled(this.#trainingSegments, set, indices);
  }

  /** The same for forward passes alone: all outputs of the sequences, in order of time. */
  evaluation(set: SequenceSet, indices: ArrayLike<number>): Iterable<Pass> {
    return this.#filled(this.#evaluationSegments, set, indices);
  }

  *#filled(segments: readonly Segment[], set: SequenceSet, indices: ArrayLike<number>): Iterable<Pass> {
    const batchSize = indices.length;
    let state: Pass['initialState'] | null = null;
    for (const segment of segments) {
      const pass = this.#pass(sizesOf(this.#configuration, segment, batchSize));
      const x = pass.x as Float32Array;
      const t = pass.t as Float32Array;
      for (let b = 0; b < batchSize; b++) set.copyInto(indices[b] as number, x, t, b, batchSize, segment);
      if (state) pass.initialState.set(state);
      yield pass;
      // One segment passes nothing on.
      if (segments.length > 1) state = pass.stateAfter(segment.passedOn);
    }
  }

  #pass(sizes: PassSizes): Pass {
    const key = `${sizes.batchSize} ${sizes.steps} ${sizes.outputs} ${sizes.continues}`;
    let pass = this.#kept.get(key);
    if (!pass) {
      pass = this.#engine.pass(sizes);
      this.#kept.set(key, pass);
    }
    return pass;
  }
}
