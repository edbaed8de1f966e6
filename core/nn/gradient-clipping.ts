import type { FloatArray } from './float-array';

/** L2 norm, summed in float64 in index order. */
export function norm(vector: FloatArray): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] as number) * (vector[i] as number);
  return Math.sqrt(sum);
}

/**
 * Shortens a gradient to `maxNorm` where it is longer (Pascanu et al. 2013, Alg. 1).
 *
 * @param maxNorm 0 leaves every gradient as it is
 * @returns the L2 norm before clipping; NaN or Infinity means the run diverged
 */
export function clipGradientNorm(gradient: FloatArray, maxNorm: number): number {
  const length = norm(gradient);
  if (maxNorm > 0 && length > maxNorm && length < Infinity) {
    const factor = maxNorm / length;
    for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i] as number) * factor;
  }
  return length;
}
