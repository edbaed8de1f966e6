import { safetensors as foreign } from '@jax-js/loaders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../../core/formats/safetensors';
import { bitFlips, scrambles, truncations } from '../../support/damage';
import { messageOf, valueOrRefusal } from '../../support/expect-studio-error';
import { anyWeights, bitsOf, sampleWeights } from '../../support/weights-samples';

/** A file with this header, whatever it says, and so many zero bytes of data. */
function fileOf(header: unknown, dataBytes = 0, length?: bigint): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([prefix, text, Buffer.alloc(dataBytes)]);
}

const f32 = (shape: unknown, start: number, end: number) => ({ dtype: 'F32', shape, data_offsets: [start, end] });

it('gives any weights back to the bit, with the texts beside them', () => {
  fc.assert(
    fc.property(anyWeights, (weights) => {
      const { tensors, metadata } = readSafetensors(writeSafetensors(weights));
      expect(bitsOf(tensors)).toEqual(bitsOf(weights.tensors));
      expect(JSON.parse(metadata['specification'] ?? '')).toEqual(weights.specification);
      expect(JSON.parse(metadata['preparation'] ?? '')).toEqual(weights.preparation);
      expect(JSON.parse(metadata['notes'] ?? '')).toEqual(weights.notes);
    }),
  );
});

it('is read by a reader that others wrote (@jax-js/loaders), equal to the bit', () => {
  const weights = sampleWeights();
  const { tensors, metadata } = foreign.parse(writeSafetensors(weights));
  const read = Object.entries(tensors).map(([name, { shape, data }]) => ({
    name,
    shape,
    values: data as Float32Array,
  }));
  expect(bitsOf(read)).toEqual(bitsOf(weights.tensors));
  expect(JSON.parse(metadata?.['notes'] ?? '')).toEqual(weights.notes);
});

it('keeps the numbers aligned, so that a reader may map the file into memory', () => {
  for (let length = 0; length < 8; length++) {
    const bytes = writeSafetensors({ ...sampleWeights(), notes: { name: 'x'.repeat(length) } });
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  }
});

it('reads F64, from a header in any order and at any alignment', () => {
  const header = JSON.stringify({ b: f32([1], 16, 20), a: { dtype: 'F64', shape: [2], data_offsets: [0, 16] } });
  const file = Buffer.concat([
    fileOf(header),
    Buffer.from(Float64Array.of(0.1, -0).buffer),
    Buffer.from(Float32Array.of(7).buffer),
  ]);
  expect(bitsOf(readSafetensors(file).tensors)).toEqual(
    bitsOf([
      { name: 'a', shape: [2], values: Float64Array.of(0.1, -0) },
      { name: 'b', shape: [1], values: Float32Array.of(7) },
    ]),
  );
});

describe('refuses, with the place,', () => {
  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'File: too short'],
    ['a header past the end', fileOf({}, 0, 100n), 'Header length: 100 bytes reach past'],
    ['a header of 2^63 bytes', fileOf({}, 0, 1n << 63n), 'Header length: 9223372036854775808 bytes; at most'],
    ['a header that starts with a space', fileOf(' {}'), 'Header: does not start with "{"'],
    [
      'two equal names',
      fileOf('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"\\u0061":{}}', 4),
      'the key "a" appears twice',
    ],
    ['a gap', fileOf({ a: f32([1], 4, 8) }, 8), 'Tensor "a": starts at byte 4 where the one before ends at 0'],
    ['an overlap', fileOf({ a: f32([2], 0, 8), b: f32([1], 4, 8) }, 8), 'Tensor "b": starts at byte 4'],
    ['bytes left over', fileOf({ a: f32([1], 0, 4) }, 5), 'File: 1 bytes after the last tensor'],
    ['data that is missing', fileOf({ a: f32([2], 0, 8) }, 4), 'Tensor "a": ends at byte 8 of 4'],
    ['a shape that does not fit', fileOf({ a: f32([3], 0, 8) }, 8), 'does not take 8 bytes'],
    ['a shape whose product overflows', fileOf({ a: f32([2 ** 40, 2 ** 40], 0, 4) }, 4), 'the shape is too large'],
    ['a negative dimension', fileOf({ a: f32([-1, -1], 0, 4) }, 4), 'dimension -1 is not a whole number'],
    ['a broken offset', fileOf({ a: f32([1], 0, 4.5) }, 4), 'data_offsets is not a pair'],
    ['another dtype', fileOf({ a: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } }, 4), 'dtype "BF16"; only'],
    ['metadata that is no text', fileOf({ __metadata__: { a: 1 } }), '__metadata__: "a" is not a text'],
    ['an unknown key', fileOf({ a: { ...f32([1], 0, 4), offset: 1 } }, 4), 'unknown key "offset"'],
    [
      '10,001 tensors',
      fileOf(Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`t${i}`, f32([0], 0, 0)]))),
      '10001 tensors',
    ],
  ])('%s', (_, bytes, message) => {
    expect(messageOf('bad-file', () => readSafetensors(bytes))).toContain(message);
  });
});

it('answers damage with a StudioError or other numbers, never with another error', () => {
  const bytes = writeSafetensors(sampleWeights());
  for (const damaged of truncations(bytes)) messageOf('bad-file', () => readSafetensors(damaged));
  for (const { damaged } of bitFlips(bytes, 2000)) valueOrRefusal(() => readSafetensors(damaged));
  for (const damaged of scrambles(bytes, 500)) valueOrRefusal(() => readSafetensors(damaged));
});
