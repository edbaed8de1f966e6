/**
 * Long sequences in pieces, so that memory is that of a piece, whatever the sequence's length. A piece starts from the
 * state that an earlier one reached. Truncated BPTT carries an error back through at most k updates, so a piece with an
 * error needs the k updates before its first output and no more: they are computed again, for their states alone. The
 * gradients of all pieces then sum to exactly that of the whole sequence.
 */

export interface Segment {
  /** Steps of the sequence before the segment's first */
  readonly from: number;
  readonly steps: number;
  /** Outputs are those of so many of the segment's last steps; 0 where only the state is wanted. */
  readonly outputs: number;
  /** The next segment starts from the state after so many of this one's updates. */
  readonly passedOn: number;
}

export interface SequenceShape {
  /** L */
  readonly steps: number;
  /** K: outputs belong to the last so many steps, 1 or L */
  readonly outputs: number;
  readonly period: number;
}

/** A segment repeats at most one update in so many, and those go forth and back without an error of their own. */
const UPDATES_PER_REPEATED = 8;
/** Longer products are hardly faster. */
const LEAST_STEPS = 1024;

/**
 * @param repeated updates before a segment's first output that are computed again: k for truncated BPTT, 0 for a forward
 *                 pass alone, Infinity where the sequence must stay whole (exact BPTT)
 * @returns in order of time; one segment where cutting would save little
 */
export function segmentsOf(
  { steps, outputs, period }: SequenceShape,
  repeated: number,
  leastSteps = LEAST_STEPS,
): Segment[] {
  const updates = Math.floor(steps / period);
  const between = Math.max(UPDATES_PER_REPEATED * repeated, Math.ceil(leastSteps / period));
  // The last piece holds every update that an error of its outputs may reach.
  const pieces = Math.max(1, 1 + Math.floor((updates - Math.max(repeated, 1)) / between));
  if (!Number.isFinite(between) || pieces === 1) return [{ from: 0, steps, outputs, passedOn: updates }];

  const isEvery = outputs > 1;
  const startOf = (piece: number): number => (isEvery && piece > 0 ? piece * between - repeated : piece * between);
  return Array.from({ length: pieces }, (_, piece) => {
    const isLast = piece === pieces - 1;
    const from = startOf(piece) * period;
    const to = isLast ? steps : (piece + 1) * between * period;
    return {
      from,
      steps: to - from,
      outputs: isEvery ? to - piece * between * period : isLast ? outputs : 0,
      passedOn: isLast ? Math.floor((to - from) / period) : startOf(piece + 1) - startOf(piece),
    };
  });
}
