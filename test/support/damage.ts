/** Ways in which a file may come back other than it was written. The same on every run. */
import { Rng } from '../../core/random/rng';

/** @returns copies of the bytes with one bit turned each, at `count` places spread over the whole */
export function* bitFlips(
  bytes: Uint8Array,
  count: number,
): Generator<{ at: number; damaged: Uint8Array<ArrayBuffer> }> {
  const rng = Rng.fromSeed(1, 'data');
  for (let flip = 0; flip < count; flip++) {
    const at = rng.below(bytes.length);
    const damaged = Uint8Array.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ (1 << rng.below(8));
    yield { at, damaged };
  }
}

/** Every proper beginning, at most `count` of them. */
export function* truncations(bytes: Uint8Array, count = bytes.length): Generator<Uint8Array<ArrayBuffer>> {
  const step = Math.max(1, Math.floor(bytes.length / count));
  for (let length = 0; length < bytes.length; length += step) yield Uint8Array.from(bytes.subarray(0, length));
}

/** Several bytes replaced, removed or doubled at once. */
export function* scrambles(bytes: Uint8Array, count: number): Generator<Uint8Array<ArrayBuffer>> {
  const rng = Rng.fromSeed(2, 'data');
  for (let turn = 0; turn < count; turn++) {
    const list = [...bytes];
    for (let change = rng.below(4); change >= 0; change--) {
      const at = rng.below(list.length);
      const kind = rng.below(3);
      if (kind === 0) list[at] = rng.below(256);
      if (kind === 1) list.splice(at, 1 + rng.below(8));
      if (kind === 2) list.splice(at, 0, ...list.slice(at, at + 1 + rng.below(8)));
    }
    yield Uint8Array.from(list);
  }
}
