import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { parse as foreignNpy } from 'npyjs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { writeNpy } from '../../../core/formats/npy';
import { readNpz, writeNpz } from '../../../core/formats/npz';
import { writeZip } from '../../../core/formats/zip';
import { bitFlips, scrambles, truncations } from '../../support/damage';
import { messageOf, valueOrRefusal } from '../../support/expect-studio-error';
import { numpyPython, readWithNumpy, writeWithNumpy } from '../../support/foreign-readers';
import { temporaryFolder } from '../../support/temporary-folder';
import { anyWeights, bitsOf, sampleWeights } from '../../support/weights-samples';

const contents = ({ tensors, metadata }: ReturnType<typeof readNpz>) => ({ tensors: bitsOf(tensors), metadata });
const inflate = (deflated: Uint8Array, size: number) =>
  inflateRawSync(deflated, { maxOutputLength: Math.max(size, 1) });

it('gives any weights back to the bit, with the texts beside them', () => {
  fc.assert(
    fc.property(anyWeights, (weights) => {
      const { tensors, metadata } = readNpz(writeNpz(weights));
      expect(bitsOf(tensors)).toEqual(bitsOf(weights.tensors));
      expect(JSON.parse(metadata['specification'] ?? '')).toEqual(weights.specification);
      expect(JSON.parse(metadata['notes'] ?? '')).toEqual(weights.notes);
    }),
  );
});

it('is unpacked by fflate and read by npyjs, equal to the bit', () => {
  const weights = sampleWeights();
  const entries = unzipSync(writeNpz(weights));
  const read = weights.tensors.map(({ name }) => {
    const { data, shape } = foreignNpy(Uint8Array.from(entries[`${name}.npy`] ?? []).buffer);
    return { name, shape, values: data as Float32Array };
  });
  expect(bitsOf(read)).toEqual(bitsOf(weights.tensors));
});

describe.skipIf(numpyPython === null)('with NumPy (skipped where no Python has it)', () => {
  const python = numpyPython ?? '';

  it('is read by numpy.load without pickle: the parameters alone, equal to the bit, and the texts as the file’s comment', () => {
    const weights = sampleWeights();
    const path = join(temporaryFolder(), 'weights.npz');
    writeFileSync(path, writeNpz(weights));
    const { arrays, comment } = readWithNumpy(python, path);
    expect(
      Object.entries(arrays).map(([name, { dtype, shape, hex }]) => ({
        name,
        shape,
        width: dtype === 'float32' ? 4 : 0,
        bytes: hex,
      })),
    ).toEqual(bitsOf(weights.tensors));
    const { specification, preparation, notes } = weights;
    expect(JSON.parse(comment)).toEqual({ specification, preparation, notes, crc32: expect.any(Number) as number });
  });

  it('reads what numpy.savez and numpy.savez_compressed write', () => {
    const folder = temporaryFolder();
    const paths = ['plain', 'compressed', 'fortran', 'objects'].map((name) => join(folder, `${name}.npz`));
    const [plain = '', compressed = '', fortran = '', objects = ''] = paths;
    writeWithNumpy(python, plain, compressed, fortran, objects);
    const expected = {
      tensors: bitsOf([
        { name: 'w_in1', shape: [2, 3], values: Float32Array.of(0, 1, 2, 3, 4, 5) },
        { name: 'b_out', shape: [], values: Float64Array.of(-0) },
        { name: 'w_out', shape: [3], values: Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, 5e-324) },
      ]),
      metadata: { specification: '{"period": 2, "name": "₂"}' },
    };
    expect(contents(readNpz(readFileSync(plain)))).toEqual(expected);
    expect(contents(readNpz(readFileSync(compressed), inflate))).toEqual(expected);
    expect(messageOf('bad-file', () => readNpz(readFileSync(compressed)))).toContain('numpy.savez instead');
    expect(messageOf('bad-file', () => readNpz(readFileSync(fortran)))).toContain('ascontiguousarray');
    expect(messageOf('bad-file', () => readNpz(readFileSync(objects)))).toMatch(/objects\.npy: .*\|O/);
  });

  it('never accepts a compressed file in which a bit changed, unless its contents are the same', () => {
    const folder = temporaryFolder();
    const paths = ['plain', 'compressed', 'fortran', 'objects'].map((name) => join(folder, `${name}.npz`));
    const [plain = '', compressed = '', fortran = '', objects = ''] = paths;
    writeWithNumpy(python, plain, compressed, fortran, objects);
    for (const path of [plain, compressed]) {
      const bytes = readFileSync(path);
      const expected = contents(readNpz(bytes, inflate));
      for (const { damaged } of bitFlips(bytes, 600)) {
        const read = valueOrRefusal(() => readNpz(damaged, inflate));
        if (read !== null) expect(contents(read)).toEqual(expected);
      }
    }
  });
});

it('never accepts a file in which a bit changed, unless its contents are the same', () => {
  const bytes = writeNpz(sampleWeights());
  const expected = contents(readNpz(bytes));
  let refused = 0;
  for (const { damaged } of bitFlips(bytes, 2000)) {
    const read = valueOrRefusal(() => readNpz(damaged));
    if (read === null) refused++;
    else expect(contents(read)).toEqual(expected);
  }
  // What may change unnoticed are dates and attributes of the archive.
  expect(refused).toBeGreaterThan(1600);
});

it('answers any damage with a StudioError or the same contents', () => {
  const bytes = writeNpz(sampleWeights());
  for (const damaged of truncations(bytes)) messageOf('bad-file', () => readNpz(damaged));
  for (const damaged of scrambles(bytes, 500)) {
    const read = valueOrRefusal(() => readNpz(damaged));
    if (read !== null) expect(contents(read)).toEqual(contents(readNpz(bytes)));
  }
});

describe('refuses, with the place,', () => {
  const array = writeNpy([1], Float32Array.of(1));
  const zip = (name: string, bytes: Uint8Array = array) => writeZip([{ name, bytes }]);
  const npy = (header: string, data = 0) => {
    const text = Buffer.from(header);
    return Buffer.concat([
      Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length & 255, text.length >> 8]),
      text,
      Buffer.alloc(data),
    ]);
  };

  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'File: does not end as'],
    ['a name that climbs', zip('../a.npy'), 'the name "../a.npy" is not allowed'],
    ['a folder', zip('a/b.npy'), 'is not allowed'],
    ['a name with NUL', zip('a\0.npy'), 'is not allowed'],
    [
      'a name that comes twice',
      writeZip([
        { name: 'a.npy', bytes: array },
        { name: 'a.npy', bytes: array },
      ]),
      'twice',
    ],
    ['something else than arrays', zip('readme.txt'), 'readme.txt: not an NPY array'],
    ['an array that is none', zip('a.npy', Buffer.from('not an array')), 'a.npy: not an NPY array'],
    ['objects', zip('a.npy', npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n", 8)), "dtype '|O'"],
    [
      'big-endian numbers',
      zip('a.npy', npy("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }\n", 4)),
      "dtype '>f4'",
    ],
    [
      'a header with code in it',
      zip('a.npy', npy("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,)}\n", 4)),
      'not the dictionary',
    ],
    [
      'a key that comes twice',
      zip('a.npy', npy("{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}\n", 4)),
      'not the dictionary',
    ],
    ['a missing key', zip('a.npy', npy("{'descr': '<f4', 'shape': (1,)}\n", 4)), 'does not say'],
    [
      'a shape that overflows',
      zip('a.npy', npy("{'descr': '<f4', 'fortran_order': False, 'shape': (9007199254740991, 4)}\n", 4)),
      'too large',
    ],
    [
      'too little data',
      zip('a.npy', npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}\n", 4)),
      '4 bytes of data where 8 are due',
    ],
    [
      'too much data',
      zip('a.npy', npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}\n", 12)),
      '12 bytes of data where 8 are due',
    ],
    ['a header of 10,001 bytes', zip('a.npy', npy(' '.repeat(10_001))), 'a header of 10001 bytes'],
    [
      'a list of texts',
      zip('a.npy', npy("{'descr': '<U1', 'fortran_order': False, 'shape': (2,)}\n", 8)),
      'a list of texts',
    ],
    ['more entries than the cap', tooManyEntries(), 'entries; at most 1000'],
    [
      'bytes before the first entry',
      withJunk(zip('a.npy'), 'start'),
      'a.npy: starts at byte 1 where the one before ends at 0',
    ],
    [
      'bytes before the directory',
      withJunk(zip('a.npy'), 'directory'),
      '1 bytes between the last entry and the directory',
    ],
  ])('%s', (_, bytes, message) => {
    expect(messageOf('bad-file', () => readNpz(bytes))).toContain(message);
  });

  it('an inflater that gives more or less than the entry promises', () => {
    const bytes = Buffer.from(zip('a.npy'));
    const central = bytes.indexOf('PK\u0001\u0002');
    bytes.writeUInt16LE(8, 8);
    bytes.writeUInt16LE(8, central + 10);
    expect(messageOf('bad-file', () => readNpz(bytes, () => new Uint8Array(1)))).toContain('unpacks to 1 bytes');
    expect(messageOf('bad-file', () => readNpz(bytes, () => new Uint8Array(array.length)))).toContain('CRC-32');
  });
});

/** Our writer refuses to make one: the count is put in by hand. */
function tooManyEntries(): Uint8Array {
  const bytes = Buffer.from(writeZip([]));
  bytes.writeUInt16LE(1001, 8);
  bytes.writeUInt16LE(1001, 10);
  return bytes;
}

/** An archive of one entry with a byte in it that belongs to nothing, and every position in it put right. */
function withJunk(zip: Uint8Array, place: 'start' | 'directory'): Uint8Array {
  const directory = Buffer.from(zip).readUInt32LE(zip.length - 6);
  const at = place === 'start' ? 0 : directory;
  const bytes = Buffer.concat([zip.subarray(0, at), Buffer.of(0), zip.subarray(at)]);
  bytes.writeUInt32LE(directory + 1, bytes.length - 6);
  if (place === 'start') bytes.writeUInt32LE(1, directory + 1 + 42);
  return bytes;
}
