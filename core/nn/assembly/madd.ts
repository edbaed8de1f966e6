/**
 * The one operation in which the two builds differ. `fast` fuses multiply and add where the processor can; `strict` rounds
 * the product, then the sum, which every processor does alike.
 */

/** a b + c */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (FAST) return f32x4.relaxed_madd(a, b, c);
  else return f32x4.add(f32x4.mul(a, b), c);
}
