/** Keeps the best weights by validation loss, and says when waiting for better ones has gone on long enough. */
export class EarlyStopping {
  readonly #patience: number;
  #bestLoss = Infinity;
  #bestEpoch = 0;
  #best: Float32Array | null = null;
  #waited = 0;

  /** @param patience epochs without improvement before stopping; 0 never stops */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Copies `parameters` where `validationLoss` is the lowest so far. @returns true when training should stop */
  observe(epoch: number, validationLoss: number, parameters: Float32Array): boolean {
    if (validationLoss < this.#bestLoss) {
      this.#bestLoss = validationLoss;
      this.#bestEpoch = epoch;
      this.#best = parameters.slice();
      this.#waited = 0;
      return false;
    }
    this.#waited++;
    return this.#patience > 0 && this.#waited >= this.#patience;
  }

  /** The best weights so far and their epoch, or null before the first finite validation loss. */
  get best(): { readonly epoch: number; readonly parameters: Float32Array } | null {
    return this.#best === null ? null : { epoch: this.#bestEpoch, parameters: this.#best };
  }
}
