/**
 * tanh from additions, multiplications and one division, so that it is the same on every engine: `Math.tanh` differs
 * between V8 builds, and training amplifies a last-bit difference into another run.
 *
 *     tanh(x) = E / (E + 2),  E = exp(2|x|) − 1,  with the sign of x
 *
 * E comes from 2|x| = k·ln 2 + r, |r| ≤ ln 2 / 2: exp(2|x|) − 1 = 2^k (exp(r) − 1) + (2^k − 1). Within 3 ulp of the true
 * value in float64; odd; exact at ±0, ±1 beyond |x| = 22; NaN stays NaN.
 */

const INVERSE_LN2 = 1.4426950408889634;
// ln 2 in two parts, the first with enough trailing zeros that k · LN2_HIGH is exact (Cody and Waite 1980).
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** Past this tanh rounds to 1 in float64. */
const SATURATION = 22;

const POWERS_OF_TWO = Float64Array.from({ length: 65 }, () => 1);
for (let k = 1; k < POWERS_OF_TWO.length; k++) POWERS_OF_TWO[k] = 2 * (POWERS_OF_TWO[k - 1] as number);

export function tanh(x: number): number {
  const magnitude = x < 0 ? -x : x;
  // Below 2^-28 the cubic term is less than half an ulp. Also returns ±0 itself.
  if (magnitude < 3.7252902984619140625e-9) return x;
  if (magnitude > SATURATION) return x < 0 ? -1 : 1;
  const doubled = 2 * magnitude;
  const k = Math.floor(doubled * INVERSE_LN2 + 0.5);
  const r = doubled - k * LN2_HIGH - k * LN2_LOW;
  const power = POWERS_OF_TWO[k] as number;
  const e = power * expMinusOne(r) + (power - 1);
  const result = e / (e + 2);
  return x < 0 ? -result : result;
}

/** exp(r) − 1 for |r| ≤ ln 2 / 2: Taylor's series to r^13, whose remainder is below 2^-56 relative. */
function expMinusOne(r: number): number {
  let sum = 1 / 6227020800;
  sum = sum * r + 1 / 479001600;
  sum = sum * r + 1 / 39916800;
  sum = sum * r + 1 / 3628800;
  sum = sum * r + 1 / 362880;
  sum = sum * r + 1 / 40320;
  sum = sum * r + 1 / 5040;
  sum = sum * r + 1 / 720;
  sum = sum * r + 1 / 120;
  sum = sum * r + 1 / 24;
  sum = sum * r + 1 / 6;
  sum = sum * r + 0.5;
  return sum * r * r + r;
}
