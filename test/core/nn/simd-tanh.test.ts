/** A sample; test/bench/tanh-exhaustive.mjs looks at all 2^32 numbers. */
import { describe, expect, it } from 'vitest';
import { KERNEL_MODULES } from '../../support/kernel-modules';

const COUNT = 1 << 16;
const START = 4096;

/** tanh of the floats whose bit patterns are given. */
function tanhOfBits(kernel: 'fast' | 'strict', bits: Uint32Array): { inputs: Float32Array; outputs: Float32Array } {
  const { exports, buffer } = KERNEL_MODULES[kernel].instantiate(START + 4 * bits.length);
  new Uint32Array(buffer, START, bits.length).set(bits);
  exports.tanh(START, bits.length);
  return {
    inputs: new Float32Array(bits.slice().buffer),
    outputs: new Float32Array(buffer, START, bits.length).slice(),
  };
}

function tanhOf(kernel: 'fast' | 'strict', values: readonly number[]): number[] {
  return [...tanhOfBits(kernel, new Uint32Array(Float32Array.from(values).buffer)).outputs];
}

/** Distance between float32 neighbours at a magnitude of up to 1 */
function ulp(magnitude: number): number {
  return Math.max(2 ** -149, 2 ** (Math.floor(Math.log2(magnitude)) - 23));
}

/** From zero to infinity in even steps of the bit pattern, hence about evenly in the logarithm. */
const SPREAD = Uint32Array.from({ length: COUNT }, (_, i) => Math.floor((i * 0x7f800000) / (COUNT - 1)));

describe.each(['fast', 'strict'] as const)('tanh of the %s kernels', (kernel) => {
  it('is within 2 ulp of the float64 value', () => {
    const { inputs, outputs } = tanhOfBits(kernel, SPREAD);
    const worst = inputs.reduce((most, x, i) => {
      const exact = Math.tanh(x);
      return exact === 0 ? most : Math.max(most, Math.abs((outputs[i] as number) - exact) / ulp(Math.min(exact, 0.99)));
    }, 0);
    expect(worst).toBeLessThanOrEqual(2);
  });

  it.each([0.0001, 0.3, 0.6249, 0.8664, 1.2129, 2.4, 4.9, 8.9])('never decreases around %f', (middle) => {
    const [first = 0] = new Uint32Array(Float32Array.of(middle).buffer);
    const { outputs } = tanhOfBits(
      kernel,
      Uint32Array.from({ length: COUNT }, (_, i) => first - COUNT / 2 + i),
    );
    expect(outputs.every((y, i) => i === 0 || y >= (outputs[i - 1] as number))).toBe(true);
  });

  it('is odd', () => {
    const positive = tanhOfBits(kernel, SPREAD).outputs;
    const negative = tanhOfBits(
      kernel,
      SPREAD.map((bits) => (bits | 0x80000000) >>> 0),
    ).outputs;
    expect(negative.map((y) => -y)).toEqual(positive);
  });

  it('is right at zeros, infinities, NaN, subnormals and past saturation', () => {
    const tiny = 2 ** -149;
    const values = [0, -0, Infinity, -Infinity, NaN, tiny, -tiny, 2 ** -126, 9.1, -20, 3.4e38];
    expect(tanhOf(kernel, values)).toEqual([0, -0, 1, -1, NaN, tiny, -tiny, 2 ** -126, 1, -1, 1]);
  });
});
