/**
 * Gathers metric rows so that the window gets at most ten messages a second of a run, however fast its epochs are:
 * MessagePorts have no backpressure, and hundreds of thousands of small messages cost hundreds of megabytes.
 */
import type { Progress } from '../../core/contract/run';
import type { MetricsBatch } from '../../core/contract/trainer-protocol';

const INTERVAL_SECONDS = 0.1;

export class MetricsBatcher {
  readonly #clock: () => number;
  readonly #send: (batch: MetricsBatch) => void;
  #waiting: Float64Array[] = [];
  #sentAt = -Infinity;

  /** @param clock seconds */
  constructor(clock: () => number, send: (batch: MetricsBatch) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** @param last sends at once what is left */
  add(rows: Float64Array, progress: Progress, last = false): void {
    if (rows.length > 0) this.#waiting.push(rows);
    const now = this.#clock();
    if (!last && now - this.#sentAt < INTERVAL_SECONDS) return;
    this.#sentAt = now;
    this.#send({ rows: concatenate(this.#waiting), progress });
    this.#waiting = [];
  }
}

function concatenate(pieces: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
