/**
 * Reference kernels: plain loops in a fixed order of summation, for float32 and float64 alike. They are kept for ever as
 * the oracle of faster ones.
 *
 * N rows, I inputs, O outputs; all matrices row-major; output first.
 */
import type { FloatArray } from './float-array';
import { tanh } from './tanh';

/**
 * out = x weightᵀ + bias. Overwrites.
 *
 * @param out    (N, O)
 * @param x      (N, I)
 * @param weight (O, I)
 * @param bias   (O), or null for none
 */
export function matmulForward(
  out: FloatArray,
  x: FloatArray,
  weight: FloatArray,
  bias: FloatArray | null,
  N: number,
  I: number,
  O: number,
): void {
  for (let n = 0; n < N; n++) {
    const row = n * I;
    for (let o = 0; o < O; o++) {
      const column = o * I;
      let sum = bias === null ? 0 : (bias[o] as number);
      for (let i = 0; i < I; i++) sum += (x[row + i] as number) * (weight[column + i] as number);
      out[n * O + o] = sum;
    }
  }
}

/**
 * Gradient of {@link matmulForward} with respect to its input: dX = dOut weight. Overwrites.
 *
 * @param dX     (N, I)
 * @param dOut   (N, O)
 * @param weight (O, I)
 */
export function matmulBackwardInput(
  dX: FloatArray,
  dOut: FloatArray,
  weight: FloatArray,
  N: number,
  I: number,
  O: number,
): void {
  dX.fill(0, 0, N * I);
  for (let n = 0; n < N; n++) {
    const row = n * I;
    for (let o = 0; o < O; o++) {
      const column = o * I;
      const d = dOut[n * O + o] as number;
      for (let i = 0; i < I; i++) dX[row + i] = (dX[row + i] as number) + d * (weight[column + i] as number);
    }
  }
}

/**
 * Gradients of {@link matmulForward} with respect to its weight and bias: dWeight += dOutᵀ x, dBias += Σ_n dOut.
 * Accumulates; the caller zeroes the buffers once per optimizer step.
 *
 * @param dWeight (O, I)
 * @param dBias   (O), or null for none
 * @param dOut    (N, O)
 * @param x       (N, I)
 */
export function matmulBackwardWeight(
  dWeight: FloatArray,
  dBias: FloatArray | null,
  dOut: FloatArray,
  x: FloatArray,
  N: number,
  I: number,
  O: number,
): void {
  for (let n = 0; n < N; n++) {
    const row = n * I;
    for (let o = 0; o < O; o++) {
      const column = o * I;
      const d = dOut[n * O + o] as number;
      if (dBias !== null) dBias[o] = (dBias[o] as number) + d;
      for (let i = 0; i < I; i++) dWeight[column + i] = (dWeight[column + i] as number) + d * (x[row + i] as number);
    }
  }
}

/** z = tanh(z) over the first `length` elements. Overwrites. */
export function tanhForward(z: FloatArray, length: number): void {
  for (let i = 0; i < length; i++) z[i] = tanh(z[i] as number);
}

/** Gradient of {@link tanhForward}: d = (1 − z²) ⊙ d, from its output z. Overwrites. */
export function tanhBackward(d: FloatArray, z: FloatArray, length: number): void {
  for (let i = 0; i < length; i++) {
    const value = z[i] as number;
    d[i] = (1 - value * value) * (d[i] as number);
  }
}

/** out += x over the first `length` elements. */
export function addTo(out: FloatArray, x: FloatArray, length: number): void {
  for (let i = 0; i < length; i++) out[i] = (out[i] as number) + (x[i] as number);
}
