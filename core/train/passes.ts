/** Passes of one network, filled from a dataset and kept by batch size: an epoch needs two, whole mini-batches and the rest. */
import type { RunConfiguration } from '../contract/run';
import type { PreparedDataset, SequenceSet } from '../data/dataset';
import type { Engine } from '../nn/engine';
import type { Pass } from '../nn/pass';
import { sizesOf } from './engine';

export class Passes {
  readonly #passes = new Map<number, Pass>();
  readonly #newPass: (batchSize: number) => Pass;

  constructor(engine: Engine, configuration: RunConfiguration, data: PreparedDataset) {
    this.#newPass = (batchSize) => engine.pass(sizesOf(configuration, data, batchSize));
  }

  /** A pass filled with the sequences `indices`, one a place in the batch. Filling another may overwrite it. */
  load(set: SequenceSet, indices: ArrayLike<number>): Pass {
    const batchSize = indices.length;
    let pass = this.#passes.get(batchSize);
    if (!pass) {
      pass = this.#newPass(batchSize);
      this.#passes.set(batchSize, pass);
    }
    const x = pass.x as Float32Array;
    const t = pass.t as Float32Array;
    for (let b = 0; b < batchSize; b++) set.copyInto(indices[b] as number, x, t, b, batchSize);
    return pass;
  }
}
