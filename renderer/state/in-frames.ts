/** A frame has 16 ms; a person notices one that takes longer than 50. */
const SLICE_MILLISECONDS = 8;

/**
 * Runs a long calculation to its end and lets frames be drawn in between.
 *
 * @param isWanted asked before every slice
 * @returns undefined once it is not wanted any more
 */
export async function inFrames<T>(
  work: Generator<unknown, T>,
  isWanted: () => boolean = () => true,
): Promise<T | undefined> {
  for (;;) {
    // First of all: whoever asks does so while something is drawn.
    await new Promise((resolve) => setTimeout(resolve));
    if (!isWanted()) return undefined;
    const end = performance.now() + SLICE_MILLISECONDS;
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() < end);
  }
}
