/**
 * cos(πx) for x in [0, 1], from additions and multiplications alone: `Math.cos` differs between engines.
 *
 *     cos(πx) = 1 − 2 sin²(πx/2)
 *
 * and Taylor's series of the sine, or of the cosine past the half-way point, both on [0, π/4]. Within 4e-16 of the true value.
 */
export function cosinePi(x: number): number {
  const half = x <= 0.5 ? sine((Math.PI / 2) * x) : cosine((Math.PI / 2) * (1 - x));
  return 1 - 2 * half * half;
}

/** |y| ≤ π/4 */
function sine(y: number): number {
  const square = y * y;
  let sum = 1 / 355687428096000;
  sum = 1 / 1307674368000 - square * sum;
  sum = 1 / 6227020800 - square * sum;
  sum = 1 / 39916800 - square * sum;
  sum = 1 / 362880 - square * sum;
  sum = 1 / 5040 - square * sum;
  sum = 1 / 120 - square * sum;
  sum = 1 / 6 - square * sum;
  return y * (1 - square * sum);
}

/** |y| ≤ π/4 */
function cosine(y: number): number {
  const square = y * y;
  let sum = 1 / 20922789888000;
  sum = 1 / 87178291200 - square * sum;
  sum = 1 / 479001600 - square * sum;
  sum = 1 / 3628800 - square * sum;
  sum = 1 / 40320 - square * sum;
  sum = 1 / 720 - square * sum;
  sum = 1 / 24 - square * sum;
  sum = 1 / 2 - square * sum;
  return 1 - square * sum;
}
