/** What one output has to do with its target; a target that is NaN is none, and there is nothing then. */

/** (t − y)² */
export function squaredError(t: number, y: number): number {
  return Number.isNaN(t) ? 0 : (t - y) * (t - y);
}

/** (3.3): δ^(out) = (t − y)(y² − 1) */
export function outputDelta(t: number, y: number): number {
  return Number.isNaN(t) ? 0 : (t - y) * (y * y - 1);
}
