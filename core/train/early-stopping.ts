/** Keeps the best weights by validation loss, and says when waiting for better ones has gone on long enough. */

/** Everything but the weights. */
export interface StoppingState {
  readonly bestLoss: number;
  readonly bestEpoch: number;
  /** Epochs without a better loss since. */
  readonly waited: number;
}

const START: StoppingState = { bestLoss: Infinity, bestEpoch: 0, waited: 0 };

export class EarlyStopping {
  readonly #patience: number;
  #state: StoppingState;
  #best: Float32Array | null;

  /**
   * @param patience epochs without improvement before stopping; 0 never stops
   * @param best     the weights that belong to `state`
   */
  constructor(patience: number, state: StoppingState = START, best: Float32Array | null = null) {
    this.#patience = patience;
    this.#state = state;
    this.#best = best;
  }

  get state(): StoppingState {
    return this.#state;
  }

  /** True when training should stop. */
  get isOver(): boolean {
    return this.#patience > 0 && this.#state.waited >= this.#patience;
  }

  /** To be told of each epoch, in order. Copies `parameters` where `validationLoss` is the lowest so far. */
  observe(epoch: number, validationLoss: number, parameters: Float32Array): void {
    if (validationLoss < this.#state.bestLoss) {
      this.#state = { bestLoss: validationLoss, bestEpoch: epoch, waited: 0 };
      this.#best = parameters.slice();
    } else {
      this.#state = { ...this.#state, waited: this.#state.waited + 1 };
    }
  }

  /** The best weights so far and their epoch, or null before the first finite validation loss. */
  get best(): { readonly epoch: number; readonly parameters: Float32Array } | null {
    return this.#best === null ? null : { epoch: this.#state.bestEpoch, parameters: this.#best };
  }
}
