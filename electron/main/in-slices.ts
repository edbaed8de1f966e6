import { setImmediate } from 'node:timers/promises';

/** Main answers the window in between: a person notices a pause of 50 ms. */
const SLICE_MS = 12;

/** Runs a long piece of work to its end, and lets the window and everything else have their turn in between. */
export async function inSlices<T>(work: Iterator<unknown, T>): Promise<T> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    do {
      const { done, value } = work.next();
      if (done) return value;
    } while (performance.now() < end);
    await setImmediate();
  }
}
