/**
 * p-values of several comparisons made together, adjusted so that the chance of even one false alarm among them stays below
 * the level asked for, whatever depends on what: sorted, the k-th smallest of m times m − k + 1, never below the one before.
 *
 * Source: Holm 1979, A simple sequentially rejective multiple test procedure; as R's `p.adjust(method = "holm")`.
 */

/** @param ps null where a comparison has none: it is not counted, and stays null */
export function holmAdjusted(ps: readonly (number | null)[]): (number | null)[] {
  const known = ps.flatMap((p, position) => (p === null ? [] : [{ p, position }])).sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = ps.map(() => null);
  let least = 0;
  for (const [rank, { p, position }] of known.entries()) {
    least = Math.max(least, Math.min(1, p * (known.length - rank)));
    adjusted[position] = least;
  }
  return adjusted;
}
