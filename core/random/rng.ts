/**
 * Random numbers that are the same on every machine: xoshiro128** (Blackman and Vigna 2018), integer arithmetic only.
 *
 * Every use of chance has a stream of its own, so that drawing more of one (validating more often, say) never
 * shifts another.
 */

export const RNG_STREAMS = {
  initialization: 1,
  shuffling: 2,
  data: 3,
  resampling: 4,
  sweep: 5,
  importance: 6,
  splitting: 7,
} as const;
export type RngStream = keyof typeof RNG_STREAMS;

/** The whole state: four unsigned 32-bit words. */
export type RngState = readonly [number, number, number, number];

export class Rng {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(state: RngState) {
    if (state.every((word) => word === 0)) throw new RangeError('xoshiro128** must not start from the all-zero state');
    [this.#a, this.#b, this.#c, this.#d] = state;
  }

  /** @param seed unsigned 32-bit */
  static fromSeed(seed: number, stream: RngStream): Rng {
    const next = splitMix32((seed ^ Math.imul(RNG_STREAMS[stream], 0x9e3779b9)) >>> 0);
    return new Rng([next(), next(), next(), next()]);
  }

  get state(): RngState {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  uint32(): number {
    const result = Math.imul(rotateLeft(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b = (this.#b ^ this.#c) >>> 0;
    this.#a = (this.#a ^ this.#d) >>> 0;
    this.#c = (this.#c ^ shifted) >>> 0;
    this.#d = rotateLeft(this.#d, 11) >>> 0;
    return result;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** Uniform over 0 … bound − 1, without the bias of a bare remainder: draws past the last whole multiple are repeated. */
  below(bound: number): number {
    const limit = 4_294_967_296 - (4_294_967_296 % bound);
    let draw = this.uint32();
    while (draw >= limit) draw = this.uint32();
    return draw % bound;
  }

  /** Fisher-Yates, in place (Durstenfeld 1964). */
  shuffle(items: Uint32Array): void {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const kept = items[last] as number;
      items[last] = items[other] as number;
      items[other] = kept;
    }
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** SplitMix with 32-bit words (constants of MurmurHash3's finalizer); spreads one seed over a whole state. */
function splitMix32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return (word ^ (word >>> 16)) >>> 0;
  };
}
