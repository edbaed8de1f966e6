import type { FloatArray } from './float-array';

/**
 * Sum-squared error over a mini-batch, and what backward passes start from.
 *
 *     E = ½ Σ (t − y)²                         (the seed's loss)
 *     δo = (t − y) ⊙ (y² − 1)                  (3.3)
 *
 * @param dA the gradient with respect to the output layer's activation `ao`; overwritten. Null to have the loss alone.
 * @param y  outputs, already through tanh
 * @param t  targets, as many as outputs; NaN where there is none, without loss or gradient
 * @returns E, summed in float64
 */
export function sumSquaredError(dA: FloatArray | null, y: FloatArray, t: FloatArray): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    const output = y[i] as number;
    const target = t[i] as number;
    const isMasked = Number.isNaN(target);
    const error = isMasked ? 0 : target - output;
    sum += error * error;
    // Chosen, not multiplied by zero: the output of a masked step may be NaN.
    if (dA !== null) dA[i] = isMasked ? 0 : error * (output * output - 1);
  }
  return sum / 2;
}
