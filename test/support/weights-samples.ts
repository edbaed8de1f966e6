/** Weights for tests of what keeps them: a small network, and numbers that formats like to lose. */
import fc from 'fast-check';
import type { Tensor, WeightsFile } from '../../core/contract/weights';

/** Bit patterns: ±0, ±1, subnormals, the largest, ±Infinity, and NaNs with payloads (quiet, signalling, negative). */
const AWKWARD_BITS = [
  0x00000000, 0x80000000, 0x3f800000, 0xbf800000, 0x00000001, 0x807fffff, 0x00800000, 0x7f7fffff, 0x7f800000,
  0xff800000, 0x7fc00000, 0x7fc12345, 0x7f800001, 0xffffffff, 0x3dcccccd, 0x4b7fffff,
];

export function tensor(name: string, shape: readonly number[], values: Float32Array): Tensor {
  return { name, shape, values };
}

export function awkwardFloats(): Float32Array {
  return new Float32Array(Uint32Array.from(AWKWARD_BITS).buffer);
}

/** A matrix, a vector, a scalar and a tensor of rank 3. */
export function sampleWeights(): WeightsFile {
  return {
    specification: { model: 'alarmwork', inputs: 4, hiddenUnits: 4, outputs: 1, period: 2, readout: 'last' },
    preparation: {
      inputs: [{ name: 'CO₂', unit: 'ppm', offset: 350.25, factor: 0.1 }],
      outputs: [{ name: 'CO₂', unit: 'ppm', offset: -0.5, factor: 1e-7 }],
      window: 24,
      horizon: 12,
      differencing: true,
    },
    notes: { name: 'Night “run” 🌙', seed: '7', __proto_: '\\"\u0000' },
    tensors: [
      tensor('w_in1', [4, 4], awkwardFloats()),
      tensor('b_in1', [3], Float32Array.of(0.1, -0.2, 1e-20)),
      tensor('b_out', [], Float32Array.of(-0)),
      tensor('w_out', [2, 1, 2], Float32Array.of(1, 2, 3, 4)),
    ],
  };
}

/** Any float32 by its bits, so that every NaN and subnormal comes up. */
const anyFloats = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 0xffffffff }), { minLength: length, maxLength: length })
    .map((bits) => new Float32Array(Uint32Array.from(bits).buffer));

const anyTensor = fc
  .tuple(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,10}$/), fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }))
  .chain(([name, shape]) => {
    const count = shape.reduce((product, dimension) => product * dimension, 1);
    return anyFloats(count).map((values) => tensor(name, shape, values));
  });

export const anyWeights: fc.Arbitrary<WeightsFile> = fc
  .record({
    tensors: fc.uniqueArray(anyTensor, { selector: ({ name }) => name, maxLength: 6 }),
    notes: fc.dictionary(
      fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
      fc.string({ unit: 'grapheme' }),
    ),
  })
  .map((generated) => ({ ...sampleWeights(), ...generated }))
  .filter(({ tensors }) => !tensors.some(({ name }) => ['specification', 'preparation', 'notes'].includes(name)));

/** Names, shapes and bits: two lists are the same file content exactly if this is deeply equal. */
export function bitsOf(
  tensors: readonly { name: string; shape: readonly number[]; values: Float32Array | Float64Array }[],
) {
  return tensors.map(({ name, shape, values }) => ({
    name,
    shape,
    width: values.BYTES_PER_ELEMENT,
    bytes: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex'),
  }));
}
