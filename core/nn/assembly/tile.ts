/**
 * out = init + a panelsᵀ, the product behind every layer's forward pass and every gradient of an input.
 *
 * Weights come packed in panels of 8 columns, [columns/8][K][8], so that the inner loop reads them in order. A tile of up
 * to 6 rows × 8 columns of the output stays in registers for the whole sum: 12 sums, 2 vectors of the panel and 1 of `a`
 * are the 15 that V8 has to give; fewer than 8 sums would wait for each other (latency 4, two multiply-adds a cycle).
 */
import { madd } from './madd';

/** Rows whose `a` stays in the caches while all panels go by. */
const ROWS_AT_ONCE: i32 = 48;

/** @param N 1 … 6, a constant: what is not needed for fewer rows is not compiled in */
// @ts-ignore: decorator
@inline
function tile(
  N: i32,
  out: usize,
  outRow: usize,
  init: usize,
  initRow: usize,
  a: usize,
  aRow: usize,
  panel: usize,
  K: i32,
): void {
  const zero = f32x4.splat(0);
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let a4 = a3 + aRow;
  let a5 = a4 + aRow;
  let c00 = v128.load(init);
  let c01 = v128.load(init, 16);
  let c10 = zero,
    c11 = zero,
    c20 = zero,
    c21 = zero,
    c30 = zero,
    c31 = zero,
    c40 = zero,
    c41 = zero,
    c50 = zero,
    c51 = zero;
  if (N > 1) {
    init += initRow;
    c10 = v128.load(init);
    c11 = v128.load(init, 16);
  }
  if (N > 2) {
    init += initRow;
    c20 = v128.load(init);
    c21 = v128.load(init, 16);
  }
  if (N > 3) {
    init += initRow;
    c30 = v128.load(init);
    c31 = v128.load(init, 16);
  }
  if (N > 4) {
    init += initRow;
    c40 = v128.load(init);
    c41 = v128.load(init, 16);
  }
  if (N > 5) {
    init += initRow;
    c50 = v128.load(init);
    c51 = v128.load(init, 16);
  }
  for (const end = panel + ((<usize>K) << 5); panel != end; panel += 32) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let s = v128.load_splat<f32>(a);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    a += 4;
    if (N > 1) {
      s = v128.load_splat<f32>(a1);
      c10 = madd(s, b0, c10);
      c11 = madd(s, b1, c11);
      a1 += 4;
    }
    if (N > 2) {
      s = v128.load_splat<f32>(a2);
      c20 = madd(s, b0, c20);
      c21 = madd(s, b1, c21);
      a2 += 4;
    }
    if (N > 3) {
      s = v128.load_splat<f32>(a3);
      c30 = madd(s, b0, c30);
      c31 = madd(s, b1, c31);
      a3 += 4;
    }
    if (N > 4) {
      s = v128.load_splat<f32>(a4);
      c40 = madd(s, b0, c40);
      c41 = madd(s, b1, c41);
      a4 += 4;
    }
    if (N > 5) {
      s = v128.load_splat<f32>(a5);
      c50 = madd(s, b0, c50);
      c51 = madd(s, b1, c51);
      a5 += 4;
    }
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  if (N > 1) {
    out += outRow;
    v128.store(out, c10);
    v128.store(out, c11, 16);
  }
  if (N > 2) {
    out += outRow;
    v128.store(out, c20);
    v128.store(out, c21, 16);
  }
  if (N > 3) {
    out += outRow;
    v128.store(out, c30);
    v128.store(out, c31, 16);
  }
  if (N > 4) {
    out += outRow;
    v128.store(out, c40);
    v128.store(out, c41, 16);
  }
  if (N > 5) {
    out += outRow;
    v128.store(out, c50);
    v128.store(out, c51, 16);
  }
}

function anyTile(
  rows: i32,
  out: usize,
  outRow: usize,
  init: usize,
  initRow: usize,
  a: usize,
  aRow: usize,
  panel: usize,
  K: i32,
): void {
  if (rows == 6) tile(6, out, outRow, init, initRow, a, aRow, panel, K);
  else if (rows == 5) tile(5, out, outRow, init, initRow, a, aRow, panel, K);
  else if (rows == 4) tile(4, out, outRow, init, initRow, a, aRow, panel, K);
  else if (rows == 3) tile(3, out, outRow, init, initRow, a, aRow, panel, K);
  else if (rows == 2) tile(2, out, outRow, init, initRow, a, aRow, panel, K);
  else tile(1, out, outRow, init, initRow, a, aRow, panel, K);
}

/**
 * How many of `left` rows the next tile takes. Sixes and fives keep the processor busy, fours do not quite: as many fives
 * first as make the rest divisible by six, or where there are too few rows for that, at least no tile of one or two.
 */
// @ts-ignore: decorator
@inline
export function tileRows(left: i32): i32 {
  const fives = (6 - (left % 6)) % 6;
  if (fives == 0) return 6;
  if (5 * fives <= left) return 5;
  if (left >= 12) return 6;
  return left < 6 ? left : (left + 1) >> 1;
}

/**
 * Overwrites. Strides are in bytes; `init` may be `out` itself, to accumulate.
 *
 * @param out    (R, columns)
 * @param init   (R, columns), or one row again and again where `initRow` is 0
 * @param a      (R, K)
 * @param panels [columns/8][K][8]
 */
export function product(
  out: usize,
  outRow: usize,
  init: usize,
  initRow: usize,
  a: usize,
  aRow: usize,
  panels: usize,
  R: i32,
  K: i32,
  columns: i32,
): void {
  for (let left = R; left > 0; left -= ROWS_AT_ONCE) {
    let panel = panels;
    for (let column: usize = 0; column < (<usize>columns) << 2; column += 32, panel += (<usize>K) << 5) {
      let o = out + column;
      let i = init + column;
      let r = a;
      let rows = min(left, ROWS_AT_ONCE);
      // Two calls, because a function that is called once is inlined, and V8 unrolls deeply nested loops in a way that
      // loads everything first and runs out of registers: 32 instead of 44 GFLOP/s.
      while (rows % 6 != 0) {
        const count = tileRows(rows);
        anyTile(count, o, outRow, i, initRow, r, aRow, panel, K);
        rows -= count;
        o += count * outRow;
        i += count * initRow;
        r += count * aRow;
      }
      for (; rows > 0; rows -= 6, o += 6 * outRow, i += 6 * initRow, r += 6 * aRow) {
        anyTile(6, o, outRow, i, initRow, r, aRow, panel, K);
      }
    }
    out += ROWS_AT_ONCE * outRow;
    init += ROWS_AT_ONCE * initRow;
    a += ROWS_AT_ONCE * aRow;
  }
}
