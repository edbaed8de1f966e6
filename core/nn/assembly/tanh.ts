/**
 * tanh, four numbers at once, from additions, multiplications, one division and choices: within 2 ulp, odd and monotone.
 *
 *     |x| < 0.625:   x + x³ S(x²)                      S from Cephes tanhf (Moshier 1989)
 *     otherwise:     1 − 2 / (exp(2|x|) + 1)           with the sign of x
 *
 * Monotone, because every operation that comes after the last sum of each branch is rounded from a value that grows with
 * |x| faster than its error: in the first branch the correction is small against x, in the second exp(2|x|) grows by an
 * ulp or more from one float to the next. That argument is no proof at the seams; test/bench/tanh-exhaustive.mjs looks at
 * all 2^32 inputs.
 */
import { madd } from './madd';

// Constants live in memory, four of each: V8 builds a vector constant anew where it is used, which costs more than a load.
const TABLE: usize = memory.data<f32>([
  // S, from x^8 to 1
  -5.70498872745e-3, -5.70498872745e-3, -5.70498872745e-3, -5.70498872745e-3,
  2.06390887954e-2, 2.06390887954e-2, 2.06390887954e-2, 2.06390887954e-2,
  -5.37397155531e-2, -5.37397155531e-2, -5.37397155531e-2, -5.37397155531e-2,
  1.33314422036e-1, 1.33314422036e-1, 1.33314422036e-1, 1.33314422036e-1,
  -3.33332819422e-1, -3.33332819422e-1, -3.33332819422e-1, -3.33332819422e-1,
  // Q, from r^4 to 1
  1.392617750110624e-3, 1.392617750110624e-3, 1.392617750110624e-3, 1.392617750110624e-3,
  8.363174180109543e-3, 8.363174180109543e-3, 8.363174180109543e-3, 8.363174180109543e-3,
  4.166655465375631e-2, 4.166655465375631e-2, 4.166655465375631e-2, 4.166655465375631e-2,
  1.6666577018959428e-1, 1.6666577018959428e-1, 1.6666577018959428e-1, 1.6666577018959428e-1,
  0.5, 0.5, 0.5, 0.5,
  // 2 log2(e); 1.5 · 2^23, whose addition rounds to a whole number and leaves it in the low bits; −ln 2
  2.8853900817779268, 2.8853900817779268, 2.8853900817779268, 2.8853900817779268,
  12582912, 12582912, 12582912, 12582912,
  -0.6931471805599453, -0.6931471805599453, -0.6931471805599453, -0.6931471805599453,
  1, 1, 1, 1,
  2, 2, 2, 2,
  // Past 10 the result is 1 whatever x is, and the power of two stays in range.
  10, 10, 10, 10,
  0.625, 0.625, 0.625, 0.625,
  // The sign bit
  -0.0, -0.0, -0.0, -0.0,
]);
const S8: i32 = 0;
const S6: i32 = 1;
const S4: i32 = 2;
const S2: i32 = 3;
const S0: i32 = 4;
const Q4: i32 = 5;
const Q3: i32 = 6;
const Q2: i32 = 7;
const Q1: i32 = 8;
const Q0: i32 = 9;
const TWO_LOG2_E: i32 = 10;
const SHIFTER: i32 = 11;
const MINUS_LN2: i32 = 12;
const ONE: i32 = 13;
const TWO: i32 = 14;
const SATURATED: i32 = 15;
const SEAM: i32 = 16;
const SIGN: i32 = 17;

// @ts-ignore: decorator
@inline
function constant(index: i32): v128 {
  return v128.load(TABLE + ((<usize>index) << 4));
}

/** a + a³ S(a²) for 0 ≤ a < 0.625 */
// @ts-ignore: decorator
@inline
function tanhSmall(a: v128): v128 {
  const u = f32x4.mul(a, a);
  let s = madd(constant(S8), u, constant(S6));
  s = madd(s, u, constant(S4));
  s = madd(s, u, constant(S2));
  s = madd(s, u, constant(S0));
  return madd(f32x4.mul(s, u), a, a);
}

/** 1 − 2 / (exp(2a) + 1) for a ≥ 0, exp(2a) = 2^k exp(r), exp(r) = 1 + r (1 + r Q(r)), |r| ≤ ½ ln 2 */
// @ts-ignore: decorator
@inline
function tanhLarge(magnitude: v128): v128 {
  // In this order NaN comes through.
  const a = f32x4.pmin(magnitude, constant(SATURATED));
  const shifted = madd(a, constant(TWO_LOG2_E), constant(SHIFTER));
  const k = f32x4.sub(shifted, constant(SHIFTER));
  // The product's rounding is the same for all arguments of one k, and small against what the division leaves of it.
  const r = madd(k, constant(MINUS_LN2), f32x4.add(a, a));
  let q = madd(constant(Q4), r, constant(Q3));
  q = madd(q, r, constant(Q2));
  q = madd(q, r, constant(Q1));
  q = madd(q, r, constant(Q0));
  const one = constant(ONE);
  const exp = madd(madd(q, r, one), r, one);
  const power = i32x4.add(i32x4.shl(shifted, 23), one);
  return f32x4.sub(one, f32x4.div(constant(TWO), madd(exp, power, one)));
}

// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const sign = v128.and(x, constant(SIGN));
  const a = v128.xor(x, sign);
  const small = f32x4.lt(a, constant(SEAM));
  // Both branches always: to skip one where no lane needs it costs more in mispredicted jumps than it saves.
  return v128.or(v128.bitselect(tanhSmall(a), tanhLarge(a), small), sign);
}

/** z = tanh(z). Overwrites, in whole vectors: the buffer must be padded to four floats. */
export function tanhForward(z: usize, bytes: usize): void {
  // Two at once share the loads of the constants.
  const end = z + bytes;
  const pairs = z + (bytes & ~31);
  for (; z < pairs; z += 32) {
    const low = tanh4(v128.load(z));
    const high = tanh4(v128.load(z, 16));
    v128.store(z, low);
    v128.store(z, high, 16);
  }
  for (; z < end; z += 16) v128.store(z, tanh4(v128.load(z)));
}

/** d = (1 − z²) ⊙ d, as (1 − z)(1 + z), which loses nothing where z is near one. Overwrites. */
export function tanhBackward(d: usize, z: usize, bytes: usize): void {
  const end = d + bytes;
  const one = constant(ONE);
  for (; d < end; d += 16, z += 16) {
    const value = v128.load(z);
    v128.store(d, f32x4.mul(f32x4.mul(f32x4.sub(one, value), f32x4.add(one, value)), v128.load(d)));
  }
}
