/**
 * Student's t distribution, for intervals of means. The degrees of freedom need not be whole (Welch's are not).
 *
 *     P(T > t) = ½ I_x(ν/2, ½),  x = ν / (ν + t²),  t ≥ 0
 *
 * where I is the regularised incomplete beta function. Source: NIST Digital Library of Mathematical Functions, 8.17;
 * Abramowitz and Stegun 1964, 26.7.1.
 */

/** @returns P(T > t) with ν degrees of freedom, which must be more than 0; NaN where an argument says nothing */
export function studentUpperTail(t: number, degrees: number): number {
  if (Number.isNaN(t) || !(degrees > 0)) return NaN;
  if (t < 0) return 1 - studentUpperTail(-t, degrees);
  if (t === Infinity) return 0;
  const a = degrees / 2;
  const square = (t * t) / degrees;
  if (square === Infinity) return 0;
  // x^a (1 − x)^½ / B(a, ½), written so that nothing cancels where t is small or ν is large.
  const front = Math.exp(-a * Math.log1p(square)) * Math.sqrt(square / (1 + square)) * inverseBeta(a);
  const x = 1 / (1 + square);
  // The fraction converges fast on its own side of (a + 1) / (a + b + 2) only: DLMF 8.17.4 mirrors the other side.
  if (x < (a + 1) / (a + 2.5)) return (front * betaFraction(a, 0.5, x)) / a / 2;
  return 0.5 - front * betaFraction(0.5, a, square / (1 + square));
}

/**
 * The t that a share `p` of the distribution lies below: Newton's method, kept between bounds that close in.
 *
 * @param p more than 0 and less than 1; 0.975 for a 95 % interval
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1) || !(degrees > 0)) return NaN;
  if (p === 0.5) return 0;
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  const tail = 1 - p;
  let low = 0;
  let high = 1;
  while (studentUpperTail(high, degrees) > tail) {
    low = high;
    high *= 2;
    if (high === Infinity) return Infinity;
  }
  let t = (low + high) / 2;
  for (let round = 0; round < 200; round++) {
    const excess = studentUpperTail(t, degrees) - tail;
    if (excess > 0) low = t;
    else high = t;
    let next = t + excess / density(t, degrees);
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - t) <= 2e-16 * t || next === low || next === high) return next;
    t = next;
  }
  return t;
}

function density(t: number, degrees: number): number {
  return (
    (Math.exp((-(degrees + 1) / 2) * Math.log1p((t * t) / degrees)) * inverseBeta(degrees / 2)) / Math.sqrt(degrees)
  );
}

/** 1 / B(a, ½) = Γ(a + ½) / (Γ(a) √π) */
function inverseBeta(a: number): number {
  return gammaRatio(a) / Math.sqrt(Math.PI);
}

/**
 * Γ(a + ½) / Γ(a) without either Γ, whose logarithms would cancel all digits but a few where a is large: the asymptotic
 * series (Graham, Knuth and Patashnik 1994, exercise 9.60), reached from smaller a by Γ(a + 1) = a Γ(a).
 */
function gammaRatio(a: number): number {
  let factor = 1;
  let shifted = a;
  // From 50 on, the terms left out are below a part in 10¹⁴.
  for (; shifted < 50; shifted++) factor *= shifted / (shifted + 0.5);
  const r = 1 / shifted;
  const series =
    1 +
    r * (-1 / 8 + r * (1 / 128 + r * (5 / 1024 + r * (-21 / 32_768 + r * (-399 / 262_144 + (r * 869) / 4_194_304)))));
  return factor * Math.sqrt(shifted) * series;
}

/** DLMF 8.17.22 by the modified Lentz method (Press et al. 2007, 5.2 and 6.4). It takes about √max(a, b) rounds. */
function betaFraction(a: number, b: number, x: number): number {
  const away = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return result;
}
