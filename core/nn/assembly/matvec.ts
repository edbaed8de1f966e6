/**
 * Products of one row with a weight matrix as it is: where a mini-batch has few sequences, packing the matrix would cost
 * more than using it. Both directions read the matrix along its rows, eight of them side by side, so that each number is
 * loaded once and one copy serves both passes.
 */
import { madd } from './madd';

/** Index n: all bits set in the first n of four lanes. */
const MASKS: usize = memory.data<i32>([0, 0, 0, 0, -1, 0, 0, 0, -1, -1, 0, 0, -1, -1, -1, 0]);

/** (Σ a, Σ b, Σ c, Σ d), each as (0 + 2) + (1 + 3) */
// @ts-ignore: decorator
@inline
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** Σ_i w[i] x[i]. What follows the last of `x` may be anything and is masked, to meet what follows the row of `w` as zeros. */
// @ts-ignore: decorator
@inline
export function dot(w: usize, x: usize, I: i32): f32 {
  let sum = f32x4.splat(0);
  const end = w + ((<usize>(I & ~3)) << 2);
  for (; w != end; w += 16, x += 16) sum = madd(v128.load(w), v128.load(x), sum);
  if (I & 3) {
    const mask = v128.load(MASKS + ((<usize>(I & 3)) << 4));
    sum = madd(v128.load(w), v128.and(v128.load(x), mask), sum);
  }
  const zero = f32x4.splat(0);
  return f32x4.extract_lane(sums(sum, zero, zero, zero), 0);
}

/**
 * out += weight x. Accumulates.
 *
 * @param out    (O)
 * @param weight (O, I)
 * @param x      (I), padded to whole vectors
 */
export function matvecForward(out: usize, weight: usize, x: usize, O: i32, I: i32): void {
  const row = (<usize>I) << 2;
  const whole = (<usize>(I & ~3)) << 2;
  const mask = v128.load(MASKS + ((<usize>(I & 3)) << 4));
  let o = 0;
  for (; o + 8 <= O; o += 8, out += 32) {
    const zero = f32x4.splat(0);
    let s0 = zero,
      s1 = zero,
      s2 = zero,
      s3 = zero,
      s4 = zero,
      s5 = zero,
      s6 = zero,
      s7 = zero;
    let w0 = weight;
    let w1 = w0 + row;
    let w2 = w1 + row;
    let w3 = w2 + row;
    let w4 = w3 + row;
    let w5 = w4 + row;
    let w6 = w5 + row;
    let w7 = w6 + row;
    weight = w7 + row;
    let at = x;
    for (const end = x + whole; at != end; at += 16) {
      const v = v128.load(at);
      s0 = madd(v128.load(w0), v, s0);
      s1 = madd(v128.load(w1), v, s1);
      s2 = madd(v128.load(w2), v, s2);
      s3 = madd(v128.load(w3), v, s3);
      s4 = madd(v128.load(w4), v, s4);
      s5 = madd(v128.load(w5), v, s5);
      s6 = madd(v128.load(w6), v, s6);
      s7 = madd(v128.load(w7), v, s7);
      w0 += 16;
      w1 += 16;
      w2 += 16;
      w3 += 16;
      w4 += 16;
      w5 += 16;
      w6 += 16;
      w7 += 16;
    }
    if (I & 3) {
      const v = v128.and(v128.load(at), mask);
      s0 = madd(v128.load(w0), v, s0);
      s1 = madd(v128.load(w1), v, s1);
      s2 = madd(v128.load(w2), v, s2);
      s3 = madd(v128.load(w3), v, s3);
      s4 = madd(v128.load(w4), v, s4);
      s5 = madd(v128.load(w5), v, s5);
      s6 = madd(v128.load(w6), v, s6);
      s7 = madd(v128.load(w7), v, s7);
    }
    v128.store(out, f32x4.add(v128.load(out), sums(s0, s1, s2, s3)));
    v128.store(out, f32x4.add(v128.load(out, 16), sums(s4, s5, s6, s7)), 16);
  }
  for (; o < O; o++, out += 4, weight += row) store<f32>(out, load<f32>(out) + dot(weight, x, I));
}

/**
 * out += weightᵀ d. Accumulates.
 *
 * @param out    (I), padded to whole vectors; the padding stays as it is
 * @param weight (O, I)
 * @param d      (O)
 */
export function matvecBackward(out: usize, weight: usize, d: usize, O: i32, I: i32): void {
  const row = (<usize>I) << 2;
  const whole = (<usize>(I & ~3)) << 2;
  const mask = v128.load(MASKS + ((<usize>(I & 3)) << 4));
  let o = 0;
  for (; o + 8 <= O; o += 8, d += 32) {
    const d0 = v128.load_splat<f32>(d);
    const d1 = v128.load_splat<f32>(d, 4);
    const d2 = v128.load_splat<f32>(d, 8);
    const d3 = v128.load_splat<f32>(d, 12);
    const d4 = v128.load_splat<f32>(d, 16);
    const d5 = v128.load_splat<f32>(d, 20);
    const d6 = v128.load_splat<f32>(d, 24);
    const d7 = v128.load_splat<f32>(d, 28);
    let w0 = weight;
    let w1 = w0 + row;
    let w2 = w1 + row;
    let w3 = w2 + row;
    let w4 = w3 + row;
    let w5 = w4 + row;
    let w6 = w5 + row;
    let w7 = w6 + row;
    weight = w7 + row;
    let at = out;
    for (const end = out + whole; at != end; at += 16) {
      // Two sums, so that neither waits for eight additions.
      const low = madd(
        d3,
        v128.load(w3),
        madd(d2, v128.load(w2), madd(d1, v128.load(w1), madd(d0, v128.load(w0), v128.load(at)))),
      );
      const high = madd(
        d7,
        v128.load(w7),
        madd(d6, v128.load(w6), madd(d5, v128.load(w5), f32x4.mul(d4, v128.load(w4)))),
      );
      v128.store(at, f32x4.add(low, high));
      w0 += 16;
      w1 += 16;
      w2 += 16;
      w3 += 16;
      w4 += 16;
      w5 += 16;
      w6 += 16;
      w7 += 16;
    }
    if (I & 3) {
      const low = madd(
        d3,
        v128.load(w3),
        madd(d2, v128.load(w2), madd(d1, v128.load(w1), f32x4.mul(d0, v128.load(w0)))),
      );
      const high = madd(
        d7,
        v128.load(w7),
        madd(d6, v128.load(w6), madd(d5, v128.load(w5), f32x4.mul(d4, v128.load(w4)))),
      );
      v128.store(at, f32x4.add(v128.load(at), v128.and(f32x4.add(low, high), mask)));
    }
  }
  for (; o < O; o++, d += 4, weight += row) {
    const splat = v128.load_splat<f32>(d);
    let at: usize = 0;
    for (; at != whole; at += 16) v128.store(out + at, madd(splat, v128.load(weight + at), v128.load(out + at)));
    if (I & 3) {
      const value = v128.and(f32x4.mul(splat, v128.load(weight + at)), mask);
      v128.store(out + at, f32x4.add(v128.load(out + at), value));
    }
  }
}
