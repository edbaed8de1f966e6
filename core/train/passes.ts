/**
 * Passes of one network, filled from a dataset. A mini-batch is one pass, or, where its sequences are long, one for each
 * of their segments; passes are kept by their sizes, of which an epoch needs few. Sequences that are shorter than others of
 * their mini-batch are padded at their end, where nothing is asked of the network.
 */
import type { RunConfiguration } from '../contract/run';
import type { PreparedDataset, SequenceSet } from '../data/dataset';
import type { Engine, PassSizes } from '../nn/engine';
import type { Pass } from '../nn/pass';
import type { Segment } from '../nn/segments';
import { evaluationSegments, passSteps, sizesOf, trainingSegments } from './pass-sizes';

type SegmentsOf = (configuration: RunConfiguration, data: PreparedDataset, steps: number) => Segment[];

export class Passes {
  readonly #kept = new Map<string, Pass>();
  readonly #engine: Engine;
  readonly #configuration: RunConfiguration;
  readonly #data: PreparedDataset;
  /** By the steps of the whole sequences. */
  readonly #trainingSegments = new Map<number, readonly Segment[]>();
  readonly #evaluationSegments = new Map<number, readonly Segment[]>();

  constructor(engine: Engine, configuration: RunConfiguration, data: PreparedDataset) {
    this.#engine = engine;
    this.#configuration = configuration;
    this.#data = data;
  }

  /** The mini-batch of the sequences `indices`, for a gradient. Run each pass before asking for the next. */
  training(set: SequenceSet, indices: ArrayLike<number>): Iterable<Pass> {
    return this.#filled(this.#segments(this.#trainingSegments, trainingSegments, set, indices), set, indices);
  }

  /** The same for forward passes alone: all outputs of the sequences, in order of time. */
  evaluation(set: SequenceSet, indices: ArrayLike<number>): Iterable<Pass> {
    return this.#filled(this.#segments(this.#evaluationSegments, evaluationSegments, set, indices), set, indices);
  }

  #segments(
    kept: Map<number, readonly Segment[]>,
    segmentsOf: SegmentsOf,
    set: SequenceSet,
    indices: ArrayLike<number>,
  ): readonly Segment[] {
    const steps = passSteps(this.#data, set, indices);
    const segments = kept.get(steps) ?? segmentsOf(this.#configuration, this.#data, steps);
    kept.set(steps, segments);
    return segments;
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
