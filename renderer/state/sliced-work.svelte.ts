import { inFrames } from './in-frames';

/** A long calculation that lets frames be drawn in between, of which only the last one asked for counts. */
export class SlicedWork<T> {
  /** The last answer; it stays while the next one is worked out, so that nothing jumps. */
  answer = $state.raw<T | null>(null);
  isPending = $state(false);
  #turn = 0;

  start(work: Generator<unknown, T>): void {
    const turn = ++this.#turn;
    this.isPending = true;
    void inFrames(work, () => turn === this.#turn).then((answer) => {
      if (turn !== this.#turn) return;
      this.answer = answer ?? null;
      this.isPending = false;
    });
  }

  /** Forgets question and answer: the question makes no sense at the moment. */
  clear(): void {
    this.#turn++;
    this.isPending = false;
    this.answer = null;
  }
}
