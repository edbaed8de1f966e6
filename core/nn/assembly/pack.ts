/** Weights in panels of 8 columns, [columns/8][K][8], for tile.ts; columns that are not there are zeros. */

/**
 * Panels of weightᵀ, for the forward pass: column = output, k = input. Overwrites.
 *
 * @param weight (O, I)
 * @param bias   (O), added as one more k, for inputs that end with a one; or 0 for none
 */
export function packForward(panels: usize, weight: usize, bias: usize, O: i32, I: i32): void {
  const row = (<usize>I) << 2;
  for (let o = 0; o < O; o += 8) {
    const count = min(8, O - o);
    let i = 0;
    if (count == 8) {
      for (; i + 4 <= I; i += 4, panels += 128) {
        const from = weight + ((<usize>i) << 2);
        transpose(panels, from, row);
        transpose(panels + 16, from + 4 * row, row);
      }
    }
    for (; i < I; i++, panels += 32) column(panels, weight + ((<usize>i) << 2), row, count);
    if (bias) {
      column(panels, bias + ((<usize>o) << 2), 4, count);
      panels += 32;
    }
    weight += row << 3;
  }
}

/** 4 × 4 numbers from rows of a matrix to columns of a panel */
// @ts-ignore: decorator
@inline
function transpose(to: usize, from: usize, row: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + row);
  const c = v128.load(from + 2 * row);
  const d = v128.load(from + 3 * row);
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7), 96);
}

function column(to: usize, from: usize, row: usize, count: i32): void {
  for (let j = 0; j < 8; j++, to += 4, from += row) store<f32>(to, j < count ? load<f32>(from) : 0);
}

/**
 * Panels of weight, for the gradient of the input: column = input, k = output. Overwrites.
 *
 * @param weight (O, I)
 */
export function packBackward(panels: usize, weight: usize, O: i32, I: i32): void {
  const row = (<usize>I) << 2;
  for (let i = 0; i < I; i += 8) {
    const count = min(8, I - i);
    let from = weight + ((<usize>i) << 2);
    for (let o = 0; o < O; o++, panels += 32, from += row) {
      if (count == 8) {
        v128.store(panels, v128.load(from));
        v128.store(panels, v128.load(from, 16), 16);
      } else column(panels, from, 4, count);
    }
  }
}
