/** Changes to files of any format; those that know a format are in the other files of this folder. */
import type { Rng } from '../../core/random/rng';

export type Bytes = Uint8Array<ArrayBuffer>;
/** Makes a damaged or hostile version of a sound file. */
export type Mutation = (bytes: Bytes, rng: Rng) => Bytes;

const BYTES = [0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x22] as const;
const SIZES = [0, 1, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff] as const;
const TOKENS = [
  '', ' ', '0', '-0', '1e999', '-1e-999', 'NaN', 'Infinity', '0x10', '007', '1,5', '1.5', '9007199254740993', '__proto__',
  'constructor', 'null', 'true', '""', '"', "'", '{', '}', '[', ']', '[[[[[[[[', ':', ',', ';', '\t', '\\', '\\u0000', '\\ud800', '\0',
  '\uFEFF', '\r', '\n', '\r\n', '=1+1', '𝄞', '2024-02-30', '31.12.2024',
] as const; // prettier-ignore

export function pick<T>(rng: Rng, list: readonly T[]): T {
  return list[rng.below(list.length)] as T;
}

const flipBit: Mutation = (bytes, rng) => {
  const at = rng.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << rng.below(8));
  return bytes;
};
const setByte: Mutation = (bytes, rng) => {
  bytes[rng.below(bytes.length)] = pick(rng, BYTES);
  return bytes;
};
const setSize: Mutation = (bytes, rng) => {
  if (bytes.length < 4) return bytes;
  new DataView(bytes.buffer).setUint32(rng.below(bytes.length - 3), pick(rng, SIZES), rng.below(2) === 0);
  return bytes;
};
const truncate: Mutation = (bytes, rng) => bytes.slice(0, rng.below(bytes.length));
const remove: Mutation = (bytes, rng) => {
  const [from, to] = range(bytes.length, rng);
  return joined(bytes.subarray(0, from), bytes.subarray(to));
};
const repeat: Mutation = (bytes, rng) => {
  const [from, to] = range(bytes.length, rng);
  return joined(bytes.subarray(0, to), bytes.subarray(from));
};
const insert: Mutation = (bytes, rng) => {
  const at = rng.below(bytes.length + 1);
  const noise = Uint8Array.from({ length: 1 + rng.below(16) }, () => rng.below(256));
  return joined(bytes.subarray(0, at), noise, bytes.subarray(at));
};

/** Of any bytes. */
export const BYTE_MUTATIONS: readonly Mutation[] = [
  flipBit,
  flipBit,
  setByte,
  setSize,
  truncate,
  remove,
  repeat,
  insert,
];

const replaceWord = inText((text, rng) => {
  const words = [...text.matchAll(/[\p{L}\p{N}_.+-]+/gu)];
  const word = words[rng.below(Math.max(1, words.length))];
  if (!word) return text + pick(rng, TOKENS);
  return text.slice(0, word.index) + pick(rng, TOKENS) + text.slice(word.index + word[0].length);
});
const insertToken = inText((text, rng) => {
  const at = rng.below(text.length + 1);
  return text.slice(0, at) + pick(rng, TOKENS) + text.slice(at);
});
const removeSign = inText((text, rng) => {
  const signs = [...text.matchAll(/[^\p{L}\p{N}]/gu)];
  const sign = signs[rng.below(Math.max(1, signs.length))];
  return sign ? text.slice(0, sign.index) + text.slice(sign.index + 1) : text;
});
const repeatLine = inText((text, rng) => {
  const lines = text.split('\n');
  const at = rng.below(lines.length);
  return lines.toSpliced(at, 0, lines[rng.below(lines.length)] ?? '').join('\n');
});
const otherLineEnds = inText((text, rng) => text.replaceAll(/\r?\n/g, pick(rng, ['\r', '\r\n', '\n\n', '\n\r'])));
const nest = inText((text, rng) => {
  const depth = pick(rng, [3, 64, 65, 10_000]);
  const at = rng.below(text.length + 1);
  return text.slice(0, at) + '['.repeat(depth) + (rng.below(2) === 0 ? ']'.repeat(depth) : '') + text.slice(at);
});
const longToken = inText((text, rng) => {
  const at = rng.below(text.length + 1);
  return text.slice(0, at) + pick(rng, ['9', 'a', '"', ' ', ',']).repeat(pick(rng, [300, 70_000])) + text.slice(at);
});
const otherEncoding: Mutation = (bytes, rng) => {
  const text = Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf16le');
  return Uint8Array.from(rng.below(2) === 0 || text.length % 2 === 1 ? text : text.swap16());
};

/** Of texts: words, signs, lines and nesting. */
export const TEXT_MUTATIONS: readonly Mutation[] = [
  replaceWord, replaceWord, replaceWord, insertToken, insertToken, removeSign, repeatLine, otherLineEnds, nest, longToken, otherEncoding,
]; // prettier-ignore

/** One to four changes, one after another. */
export function mutate(sound: Uint8Array, mutations: readonly Mutation[], rng: Rng): Bytes {
  let bytes: Bytes = Uint8Array.from(sound);
  for (let change = rng.below(4); change >= 0; change--) {
    if (bytes.length > 0) bytes = pick(rng, mutations)(bytes, rng);
  }
  return bytes;
}

export function inText(change: (text: string, rng: Rng) => string): Mutation {
  return (bytes, rng) => Uint8Array.from(Buffer.from(change(Buffer.from(bytes).toString('utf8'), rng)));
}

export function joined(...parts: readonly Uint8Array[]): Bytes {
  return Uint8Array.from(Buffer.concat(parts));
}

function range(length: number, rng: Rng): [number, number] {
  const from = rng.below(length);
  return [from, Math.min(length, from + 1 + rng.below(64))];
}
