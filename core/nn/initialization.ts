/** Weights before training. Biases start at zero, whatever the rule. */
import { logarithm } from './logarithm';
import { parameterLayout, type ParameterName, type Specification } from './parameters';
import type { Rng } from '../random/rng';

export const INITIALIZATIONS = ['xavier', 'uniform', 'orthogonal'] as const;
export type Initialization = (typeof INITIALIZATIONS)[number];

/**
 *     xavier      uniform in ±√(6 / (fan in + fan out)): about equal variance of activations and gradients through tanh
 *                 layers (Glorot and Bengio 2010, eq. 16)
 *     uniform     uniform in ±1/√P, as the recurrent layers of PyTorch start
 *     orthogonal  recurrent matrices are random orthogonal ones, which neither stretch nor shrink what they carry
 *                 through time (Saxe, McClelland and Ganguli 2014); all others as `xavier`
 *
 * @returns all parameters, in the order of the layout
 */
export function initializeParameters(
  specification: Specification,
  rng: Rng,
  initialization: Initialization = 'xavier',
): Float32Array {
  const layout = parameterLayout(specification);
  const parameters = new Float32Array(layout.reduce((sum, { size }) => sum + size, 0));
  for (const { name, shape, offset, size } of layout) {
    const [fanOut, fanIn] = shape;
    if (fanOut === undefined || fanIn === undefined) continue;
    if (initialization === 'orthogonal' && isRecurrent(name)) {
      parameters.set(randomOrthogonal(fanOut, rng), offset);
      continue;
    }
    const limit =
      initialization === 'uniform' ? 1 / Math.sqrt(specification.hiddenUnits) : Math.sqrt(6 / (fanIn + fanOut));
    for (let i = offset; i < offset + size; i++) parameters[i] = rng.between(-limit, limit);
  }
  return parameters;
}

function isRecurrent(name: ParameterName): boolean {
  return name === 'w_rec' || name === 'w_rec1' || name === 'w_rec2';
}

/**
 * A random orthogonal matrix, every one equally likely: the rows of a Gaussian matrix made orthonormal one after another
 * (Gram-Schmidt; Mezzadri 2007). Each row is projected twice, which keeps them orthogonal to rounding ("twice is enough", Kahan
 * and Parlett).
 *
 * @returns (P, P), row-major
 */
function randomOrthogonal(P: number, rng: Rng): Float64Array {
  const rows: Float64Array[] = [];
  while (rows.length < P) {
    const row = Float64Array.from({ length: P }, () => gaussian(rng));
    for (let pass = 0; pass < 2; pass++) {
      for (const done of rows) addMultiple(row, done, -dot(row, done));
    }
    const length = Math.sqrt(dot(row, row));
    rows.push(row.map((value) => value / length));
  }
  const matrix = new Float64Array(P * P);
  rows.forEach((row, j) => matrix.set(row, j * P));
  return matrix;
}

/** Standard normal, by the polar method (Marsaglia and Bray 1964); the second number of each pair is let go. */
function gaussian(rng: Rng): number {
  for (;;) {
    const u = rng.between(-1, 1);
    const v = rng.between(-1, 1);
    const square = u * u + v * v;
    if (square > 0 && square < 1) return u * Math.sqrt((-2 * logarithm(square)) / square);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** out += factor x */
function addMultiple(out: Float64Array, x: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + factor * (x[i] as number);
}
