/**
 * out = dᵀ z, the gradient of a weight matrix: a sum over all rows (time × batch) of outer products.
 *
 * The same 6 × 8 tile as in tile.ts, but both operands are read along their rows: 6 numbers of `d` and 8 of `z` a row.
 */
import { madd } from './madd';
import { Plan } from './plan';
import { tileRows } from './tile';

/**
 * Floats of both operands that are gone through at once: they stay in the first-level cache for all tiles. Where rows are
 * too long for that, `d` comes from the second level once for every block of columns.
 */
const FLOATS_AT_ONCE: i32 = 8192;
const FEWEST_ROWS: i32 = 64;
const COLUMNS_AT_ONCE: i32 = 64;

/** Of both sides of `out`: from here on, operands are copied. */
const WORTH_PACKING: i32 = 256;

/** A tile whose columns are not all there is computed here. */
const EDGE: usize = memory.data(6 * 32, 16);

/** @param N 1 … 6, a constant */
// @ts-ignore: decorator
@inline
function tile(
  N: i32,
  out: usize,
  outRow: usize,
  accumulate: bool,
  d: usize,
  dRow: usize,
  z: usize,
  zRow: usize,
  R: i32,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero,
    c01 = zero,
    c10 = zero,
    c11 = zero,
    c20 = zero,
    c21 = zero;
  let c30 = zero,
    c31 = zero,
    c40 = zero,
    c41 = zero,
    c50 = zero,
    c51 = zero;
  for (; R > 0; R--) {
    const b0 = v128.load(z);
    const b1 = v128.load(z, 16);
    let s = v128.load_splat<f32>(d);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    if (N > 1) {
      s = v128.load_splat<f32>(d, 4);
      c10 = madd(s, b0, c10);
      c11 = madd(s, b1, c11);
    }
    if (N > 2) {
      s = v128.load_splat<f32>(d, 8);
      c20 = madd(s, b0, c20);
      c21 = madd(s, b1, c21);
    }
    if (N > 3) {
      s = v128.load_splat<f32>(d, 12);
      c30 = madd(s, b0, c30);
      c31 = madd(s, b1, c31);
    }
    if (N > 4) {
      s = v128.load_splat<f32>(d, 16);
      c40 = madd(s, b0, c40);
      c41 = madd(s, b1, c41);
    }
    if (N > 5) {
      s = v128.load_splat<f32>(d, 20);
      c50 = madd(s, b0, c50);
      c51 = madd(s, b1, c51);
    }
    d += dRow;
    z += zRow;
  }
  put(out, c00, c01, accumulate);
  if (N > 1) put((out += outRow), c10, c11, accumulate);
  if (N > 2) put((out += outRow), c20, c21, accumulate);
  if (N > 3) put((out += outRow), c30, c31, accumulate);
  if (N > 4) put((out += outRow), c40, c41, accumulate);
  if (N > 5) put((out += outRow), c50, c51, accumulate);
}

// @ts-ignore: decorator
@inline
function put(out: usize, low: v128, high: v128, accumulate: bool): void {
  if (accumulate) {
    v128.store(out, f32x4.add(v128.load(out), low));
    v128.store(out, f32x4.add(v128.load(out, 16), high), 16);
  } else {
    v128.store(out, low);
    v128.store(out, high, 16);
  }
}

function anyTile(
  rows: i32,
  out: usize,
  outRow: usize,
  accumulate: bool,
  d: usize,
  dRow: usize,
  z: usize,
  zRow: usize,
  R: i32,
): void {
  if (rows == 6) tile(6, out, outRow, accumulate, d, dRow, z, zRow, R);
  else if (rows == 5) tile(5, out, outRow, accumulate, d, dRow, z, zRow, R);
  else if (rows == 4) tile(4, out, outRow, accumulate, d, dRow, z, zRow, R);
  else if (rows == 3) tile(3, out, outRow, accumulate, d, dRow, z, zRow, R);
  else if (rows == 2) tile(2, out, outRow, accumulate, d, dRow, z, zRow, R);
  else tile(1, out, outRow, accumulate, d, dRow, z, zRow, R);
}

/** From {@link EDGE} to where it belongs. */
function storeEdge(out: usize, outRow: usize, rows: i32, columns: i32, accumulate: bool): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const target = out + row * outRow + ((<usize>column) << 2);
      const value = load<f32>(EDGE + ((<usize>row) << 5) + ((<usize>column) << 2));
      store<f32>(target, accumulate ? load<f32>(target) + value : value);
    }
  }
}

/**
 * Strides are in bytes.
 *
 * @param p          for its scratch: `packedRows` rows of padded I + 8 floats
 * @param out        (O, I)
 * @param accumulate add to `out`; else overwrite it, with zeros where R is 0
 * @param d          (R, O)
 * @param z          (R, I), rows padded so that whole panels of 8 can be read
 */
export function outerProduct(
  p: Plan,
  out: usize,
  outRow: usize,
  accumulate: bool,
  d: usize,
  dRow: usize,
  z: usize,
  zRow: usize,
  R: i32,
  O: i32,
  I: i32,
): void {
  const packed = min(O, I) >= WORTH_PACKING;
  const atOnce = packed ? p.packedRows : max(FEWEST_ROWS, FLOATS_AT_ONCE / (O + I));
  let start = 0;
  do {
    const count = min(R - start, atOnce);
    if (packed) packedChunk(p, out, outRow, accumulate, d, dRow, z, zRow, count, O, I);
    else chunk(out, outRow, accumulate, d, dRow, z, zRow, count, O, I);
    d += count * dRow;
    z += count * zRow;
    start += count;
    accumulate = true;
  } while (start < R);
}

/** A block of columns at a time, so that `d` need not come from the second-level cache for every panel. */
function chunk(
  out: usize,
  outRow: usize,
  accumulate: bool,
  d: usize,
  dRow: usize,
  z: usize,
  zRow: usize,
  R: i32,
  O: i32,
  I: i32,
): void {
  for (let block = 0; block < I; block += COLUMNS_AT_ONCE) {
    const last = min(I, block + COLUMNS_AT_ONCE);
    let rows = 0;
    for (let o = 0; o < O; o += rows) {
      rows = tileRows(O - o);
      for (let i = block; i < last; i += 8) {
        const shift = (<usize>i) << 2;
        const to = out + o * outRow + shift;
        edgeTile(rows, to, outRow, accumulate, d + ((<usize>o) << 2), dRow, z + shift, zRow, R, I - i);
      }
    }
  }
}

/**
 * The same from copies in which rows lie close together: long rows each need a page of their own, more of them than the
 * processor can look up at once, and so allow few rows at a time, which leaves much to add to `out` (a whole step at
 * P = 512 is 2.5 % faster).
 */
function packedChunk(
  p: Plan,
  out: usize,
  outRow: usize,
  accumulate: bool,
  d: usize,
  dRow: usize,
  z: usize,
  zRow: usize,
  R: i32,
  O: i32,
  I: i32,
): void {
  const scratch = p.packed;
  const panels = scratch + (p.packedRows << 5);
  const panelBytes = (<usize>R) << 5;
  let panel = panels;
  for (let i = 0; i < I; i += 8, panel += panelBytes) copyPanel(panel, z + ((<usize>i) << 2), zRow, R);
  let rows = 0;
  for (let o = 0; o < O; o += rows, out += rows * outRow) {
    rows = tileRows(O - o);
    copyPanel(scratch, d + ((<usize>o) << 2), dRow, R);
    panel = panels;
    for (let i = 0; i < I; i += 8, panel += panelBytes) {
      edgeTile(rows, out + ((<usize>i) << 2), outRow, accumulate, scratch, 32, panel, 32, R, I - i);
    }
  }
}

/** Eight columns of R rows, row after row. */
function copyPanel(to: usize, from: usize, row: usize, R: i32): void {
  for (; R > 0; R--, to += 32, from += row) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}

/** A tile of which only `columns` may be there. */
function edgeTile(
  rows: i32,
  out: usize,
  outRow: usize,
  accumulate: bool,
  d: usize,
  dRow: usize,
  z: usize,
  zRow: usize,
  R: i32,
  columns: i32,
): void {
  if (columns >= 8) anyTile(rows, out, outRow, accumulate, d, dRow, z, zRow, R);
  else {
    anyTile(rows, EDGE, 32, false, d, dRow, z, zRow, R);
    storeEdge(out, outRow, rows, columns, accumulate);
  }
}
