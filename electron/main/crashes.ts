/** How often runs were started again after a crash: one that crashes again and again would do so for ever. */
const MOST = 3;
const WITHIN_MINUTES = 5;

export class Crashes {
  readonly #clock: () => number;
  /** Times of the last restarts, by run */
  readonly #restarts = new Map<string, number[]>();

  /** @param clock milliseconds */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Counts the restart where it says yes. */
  mayStartAgain(id: string): boolean {
    const now = this.#clock();
    const recent = (this.#restarts.get(id) ?? []).filter((time) => now - time < WITHIN_MINUTES * 60_000);
    const may = recent.length < MOST;
    this.#restarts.set(id, may ? [...recent, now] : recent);
    return may;
  }

  /** In words, for a run that may not be. */
  readonly whyNot = `It was started again ${MOST} times within ${WITHIN_MINUTES} minutes, and not once more.`;
}
