import { reportError, type ErrorReport } from '../../core/contract/errors';

/** An answer that follows a changing question: waits until the question rests, and only the latest one counts. */
export class Lookup<Question, Answer> {
  /** The last answer; it stays while the next one is on its way, so that nothing jumps. */
  answer = $state.raw<Answer | null>(null);
  /** Why there is none. */
  failure = $state.raw<ErrorReport | null>(null);
  readonly problem = $derived(this.failure?.message ?? null);
  isPending = $state(false);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param delay milliseconds of rest before asking */
  constructor(
    private readonly fetch: (question: Question) => Promise<Answer>,
    private readonly delay = 0,
  ) {}

  ask(question: Question): void {
    clearTimeout(this.#timer);
    const turn = ++this.#asked;
    this.isPending = true;
    this.#timer = setTimeout(() => void this.#run(question, turn), this.delay);
  }

  /** Forgets question and answer: the question makes no sense at the moment. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#asked++;
    this.isPending = false;
    this.answer = null;
    this.failure = null;
  }

  async #run(question: Question, turn: number): Promise<void> {
    try {
      const answer = await this.fetch(question);
      if (turn !== this.#asked) return;
      this.answer = answer;
      this.failure = null;
    } catch (error) {
      if (turn !== this.#asked) return;
      this.answer = null;
      this.failure = reportError(error);
    }
    this.isPending = false;
  }
}
