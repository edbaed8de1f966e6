/** Which runs wait, in which order, and how many may train at once. Knows nothing of what a run is. */
export class RunQueue {
  readonly #waiting: string[] = [];
  readonly #training = new Set<string>();
  readonly #limit: () => number;
  readonly #start: (id: string) => void;

  /**
   * @param limit how many may train at once, asked anew each time
   * @param start called when a run's turn has come; the run counts as training until {@link done}
   */
  constructor(limit: () => number, start: (id: string) => void) {
    this.#limit = limit;
    this.#start = start;
  }

  add(id: string): void {
    this.#waiting.push(id);
  }

  /** Starts as many as may; call it after anything that could make room. */
  pump(): void {
    while (this.#training.size < this.#limit()) {
      const id = this.#waiting.shift();
      if (id === undefined) return;
      this.#training.add(id);
      this.#start(id);
    }
  }

  /** @returns false if the run was not waiting */
  remove(id: string): boolean {
    const index = this.#waiting.indexOf(id);
    if (index < 0) return false;
    this.#waiting.splice(index, 1);
    return true;
  }

  /** A run whose turn had come and that could not be started: it is next again. */
  putBack(id: string): void {
    this.#training.delete(id);
    this.#waiting.unshift(id);
  }

  done(id: string): void {
    this.#training.delete(id);
    this.pump();
  }

  /** 1 is next; null if the run isn't waiting. */
  position(id: string): number | null {
    const index = this.#waiting.indexOf(id);
    return index < 0 ? null : index + 1;
  }

  get waiting(): readonly string[] {
    return this.#waiting;
  }

  get trainingCount(): number {
    return this.#training.size;
  }
}
