/** Files that are almost right: cut, spliced, with turned bits, other lengths, and texts with other words in them. */
import type { Rng } from '../../core/random/rng';
import type { FuzzTarget } from './target';

/** The same for the same generator: every second one is right in its outer form. */
export function* mutants({ seeds, structured }: FuzzTarget, count: number, rng: Rng): Generator<Uint8Array> {
  for (let made = 0; made < count; made++) {
    yield made % 2 === 0 ? structured(rng) : mutated(one(seeds, rng), rng, seeds);
  }
}

export function one<T>(list: readonly T[], rng: Rng): T {
  return list[rng.below(list.length)] as T;
}

const CHANGES = ['bit', 'byte', 'cut', 'drop', 'double', 'number', 'splice'] as const;

export function mutated(seed: Uint8Array, rng: Rng, others: readonly Uint8Array[] = [seed]): Uint8Array<ArrayBuffer> {
  let bytes = Buffer.from(seed);
  for (let change = rng.below(3); change >= 0 && bytes.length > 0; change--) {
    const at = rng.below(bytes.length);
    const length = 1 + rng.below(16);
    switch (one(CHANGES, rng)) {
      case 'bit':
        bytes[at] = (bytes[at] ?? 0) ^ (1 << rng.below(8));
        break;
      case 'byte':
        bytes[at] = one([0, 1, 0x7f, 0x80, 0xff, 0x22, 0x5b, 0x7b], rng);
        break;
      case 'cut':
        bytes = bytes.subarray(0, at);
        break;
      case 'drop':
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 'double':
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
        break;
      case 'number':
        if (at + 4 <= bytes.length) bytes.writeUInt32LE(one([0, 1, 0xffff, 0x7fffffff, 0xffffffff], rng), at);
        break;
      case 'splice': {
        const other = one(others, rng);
        bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(rng.below(other.length))]);
      }
    }
  }
  return Uint8Array.from(bytes);
}

const NUMBERS = [
  '-1',
  '0',
  '1e999',
  '9007199254740993',
  '0.5',
  '1e400',
  'null',
  '"NaN"',
  '[]',
  '{}',
  '-0',
  '4294967296',
];
const PIECES = [
  '"__proto__":1,',
  '"',
  '[',
  '{',
  ',',
  ':',
  '\\',
  '\u0000',
  '\ud800',
  '['.repeat(200),
  '{"a":'.repeat(80),
];

/** JSON, or a Python dictionary, with other numbers, keys twice, brackets too many. */
export function mutatedText(text: string, rng: Rng): string {
  let changed = text;
  for (let change = rng.below(3); change >= 0; change--) {
    const numbers = [...changed.matchAll(/-?\d+(\.\d+)?(e[+-]?\d+)?/g)];
    const members = [...changed.matchAll(/"\w+":\s*("[^"]*"|[-\d.e+]+|\[[^[\]]*\])/g)];
    const target = rng.below(3) === 0 ? members : numbers;
    const match = target.length === 0 ? null : one(target, rng);
    const at = match?.index ?? rng.below(changed.length + 1);
    const length = match?.[0].length ?? 0;
    const with_ =
      match === null || rng.below(4) === 0
        ? one(PIECES, rng)
        : target === members
          ? one([`${match[0]},${match[0]}`, '', match[0].replace(/^"\w+"/, '"__proto__"')], rng)
          : one(NUMBERS, rng);
    changed = changed.slice(0, at) + with_ + changed.slice(at + length);
  }
  return changed;
}
