const SMALLEST_NORMAL = 1.1754943508222875e-38;

/**
 * The shortest decimal that `Math.fround(Number(…))` turns back into the same float32: 0.1, not 0.10000000149011612.
 *
 * Any decimal of up to 6 digits survives a normal float32, and 9 digits tell all of them apart; subnormals have fewer.
 *
 * @param value a finite float32
 */
export function shortestDecimal(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const fewest = Math.abs(value) < SMALLEST_NORMAL ? 1 : 6;
  // From the long end, because a trained weight nearly always needs 8 or 9 digits.
  let shortest = Number(value.toPrecision(9));
  for (let digits = 8; digits >= fewest; digits--) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) !== value) break;
    shortest = rounded;
  }
  return String(shortest);
}
