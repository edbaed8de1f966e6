/**
 * Rules that turn a gradient into an update, over the one parameter vector. Formulas and sources are beside their float64
 * counterparts in core/nn/optimizer.ts.
 */
import { madd } from './madd';

const SGD: i32 = 0;
const MOMENTUM: i32 = 1;
const NESTEROV: i32 = 2;
const RMSPROP: i32 = 3;
const ADAM: i32 = 4;
/** AdamW is Adam, whose decay is taken from the parameters beforehand instead of from the gradient. */

/**
 * θ ← θ − η · rule(factor g + decay θ), one vector of four after another. Overwrites parameters and the optimizer's state.
 *
 * @param n         floats; vectors are padded with zeros to four, which stay zeros
 * @param factor    1 / B, times what clipping takes away
 * @param decay     L2 penalty: added to the gradient
 * @param shrink    1 − η · decay for decoupled decay (Loshchilov and Hutter 2019), else 1
 * @param a         momentum, or β of the mean
 * @param b         β of the mean square
 * @param epsilon   against division by zero
 * @param correctA  1 / (1 − β₁^t)
 * @param correctB  1 / (1 − β₂^t)
 * @returns L2 norm of g; on the way, because reading a long gradient takes longer than squaring it
 */
export function update(
  rule: i32,
  n: i32,
  w: usize,
  g: usize,
  first: usize,
  second: usize,
  rate: f32,
  factor: f32,
  decay: f32,
  shrink: f32,
  a: f32,
  b: f32,
  epsilon: f32,
  correctA: f32,
  correctB: f32,
): f64 {
  const down = f32x4.splat(-rate);
  const scale = f32x4.splat(factor);
  const pull = f32x4.splat(decay);
  const keep = f32x4.splat(shrink);
  const A = f32x4.splat(a);
  const B = f32x4.splat(b);
  const restA = f32x4.splat(<f32>(1 - <f64>a));
  const restB = f32x4.splat(<f32>(1 - <f64>b));
  const tiny = f32x4.splat(epsilon);
  const stepA = f32x4.splat(<f32>(-(<f64>rate) * <f64>correctA));
  const squareB = f32x4.splat(correctB);
  const zero = f32x4.splat(0);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let finite = zero;
  const end = (<usize>n) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    let value = v128.load(w + at);
    const sum = v128.load(g + at);
    low = addSquares(low, sum);
    high = addSquares(high, v128.shuffle<f32>(sum, sum, 2, 3, 2, 3));
    const gradient = madd(pull, value, f32x4.mul(scale, sum));
    value = f32x4.mul(keep, value);
    if (rule == SGD) value = madd(down, gradient, value);
    else if (rule == MOMENTUM || rule == NESTEROV) {
      const velocity = madd(A, v128.load(first + at), gradient);
      v128.store(first + at, velocity);
      value = madd(down, rule == NESTEROV ? madd(A, velocity, gradient) : velocity, value);
    } else {
      const square = madd(restB, f32x4.mul(gradient, gradient), f32x4.mul(B, v128.load(second + at)));
      v128.store(second + at, square);
      if (rule == RMSPROP) {
        value = madd(down, f32x4.div(gradient, f32x4.add(f32x4.sqrt(square), tiny)), value);
      } else {
        const mean = madd(restA, gradient, f32x4.mul(A, v128.load(first + at)));
        v128.store(first + at, mean);
        const size = f32x4.add(f32x4.sqrt(f32x4.mul(square, squareB)), tiny);
        value = f32x4.add(value, f32x4.div(f32x4.mul(stepA, mean), size));
      }
    }
    v128.store(w + at, value);
    // Zero times a number is zero, times NaN or infinity NaN, which then stays.
    finite = f32x4.add(finite, f32x4.mul(value, zero));
  }
  sumOfZeros =
    f32x4.extract_lane(finite, 0) +
    f32x4.extract_lane(finite, 1) +
    f32x4.extract_lane(finite, 2) +
    f32x4.extract_lane(finite, 3);
  return root(low, high);
}

let sumOfZeros: f32 = 0;

/** Whether every parameter was finite after the last {@link update}. */
export function finite(): bool {
  return sumOfZeros == 0;
}

/** L2 norm of n floats, squared and summed in float64: the same as {@link update} returns. */
export function norm(v: usize, n: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const end = v + ((<usize>n) << 2);
  for (; v < end; v += 16) {
    const four = v128.load(v);
    low = addSquares(low, four);
    high = addSquares(high, v128.shuffle<f32>(four, four, 2, 3, 2, 3));
  }
  return root(low, high);
}

/** sums += the squares of the first two floats */
// @ts-ignore: decorator
@inline
function addSquares(sums: v128, floats: v128): v128 {
  const two = f64x2.promote_low_f32x4(floats);
  return f64x2.add(sums, f64x2.mul(two, two));
}

// @ts-ignore: decorator
@inline
function root(low: v128, high: v128): f64 {
  const sum = f64x2.add(low, high);
  return Math.sqrt(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
}
