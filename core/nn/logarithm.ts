/**
 * Natural logarithm from additions, multiplications and one division: `Math.log` differs between engines.
 *
 *     x = m 2^k,  m in [√½, √2):   ln x = k ln 2 + 2 artanh(s),   s = (m − 1) / (m + 1)
 *
 * @param x finite, at least 2^-1022
 */
export function logarithm(x: number): number {
  let m = x;
  let k = 0;
  while (m >= Math.SQRT2) {
    m /= 2;
    k++;
  }
  while (m < Math.SQRT1_2) {
    m *= 2;
    k--;
  }
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 1 / 23;
  for (let n = 21; n >= 1; n -= 2) sum = sum * square + 1 / n;
  return k * Math.LN2 + 2 * s * sum;
}
