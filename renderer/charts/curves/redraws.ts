/** When a chart is drawn: at once for what a person does, a few times a second for rows that come in, never twice at a time. */
import type { Breathe } from './build-chart';

/** Milliseconds from one drawing of new rows to the next. */
const LIVE_EVERY = 250;
/** The same while histories are still being read: each drawing would soon be replaced by one of more runs. */
const LOADING_EVERY = 1000;
/** Milliseconds of work after which others get their turn. */
const SLICE = 6;
/** Stroked points after which others get their turn whatever the clock says: strokes are carried out later than they are asked for. */
const SLICE_STROKES = 24_000;

export class Redraws {
  #isDrawing = false;
  #isWanted: 'now' | 'live' | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = -Infinity;
  #isOver = false;

  constructor(private readonly draw: () => Promise<void>) {}

  now(): void {
    if (this.#isDrawing) this.#isWanted = 'now';
    else this.#schedule(0);
  }

  /** @param isLoading whether much more is about to come */
  live(isLoading = false): void {
    if (this.#isDrawing) this.#isWanted ??= 'live';
    else if (this.#timer === undefined) {
      const every = isLoading ? LOADING_EVERY : LIVE_EVERY;
      this.#schedule(Math.max(0, this.#last + every - performance.now()));
    }
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), delay);
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    if (this.#isOver) return;
    this.#isDrawing = true;
    try {
      await this.draw();
    } finally {
      this.#isDrawing = false;
      this.#last = performance.now();
      const wanted = this.#isWanted;
      this.#isWanted = null;
      if (!this.#isOver && wanted === 'now') this.now();
      else if (!this.#isOver && wanted === 'live') this.live();
    }
  }
}

/**
 * Lets the window draw its frame and take input whenever a slice of work has lasted long enough. Calculations are waited for
 * no longer than others need; strokes until they have been carried out, with the next frame.
 */
export function breathing(): Breathe {
  let start = performance.now();
  let strokes = 0;
  return (stroked = 0) => {
    strokes += stroked;
    const isStroked = strokes > SLICE_STROKES;
    if (performance.now() - start < SLICE && !isStroked) return;
    return (isStroked ? nextFrame() : nextTask()).then(() => {
      start = performance.now();
      if (isStroked) strokes = 0;
    });
  };
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Not `setTimeout`: nested ones are held back for 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
