import { reportError } from '../../core/contract/errors';

export interface FollowingPace {
  /** Milliseconds between an answer and the next question, at the least. */
  readonly rest: number;
}

/** So many times as long as an answer took, before it is asked for again: what is asked has other work to do. */
const REST_PER_ANSWER = 9;

/** An answer that is asked for again and again while what it is about changes. */
export class Following<Question, Answer> {
  /** The last answer; it stays while the next one is on its way, so that nothing jumps. */
  answer = $state.raw<Answer | null>(null);
  problem = $state<string | null>(null);

  constructor(
    private readonly fetch: (question: Question) => Promise<Answer>,
    private readonly pace: FollowingPace,
  ) {}

  /** @returns a function that ends it; what is still to come then counts no more */
  follow(question: Question, isChanging: boolean): () => void {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const start = performance.now();
      try {
        const answer = await this.fetch(question);
        if (isOver) return;
        this.answer = answer;
        this.problem = null;
      } catch (error) {
        if (isOver) return;
        this.answer = null;
        this.problem = reportError(error).message;
      }
      const took = performance.now() - start;
      if (isChanging) timer = setTimeout(() => void ask(), Math.max(this.pace.rest, REST_PER_ANSWER * took));
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }
}
