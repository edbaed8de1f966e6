/** How the learning rate changes while a run trains. */
import { cosinePi } from './cosine';

export const SCHEDULES = ['constant', 'step', 'cosine', 'plateau'] as const;

export interface ScheduleChoice {
  readonly schedule: (typeof SCHEDULES)[number];
  readonly learningRate: number;
  /** Optimizer steps over which the rate rises linearly from (almost) zero; 0 for none. */
  readonly warmup: number;
  /** `step` and `plateau`: what the rate is multiplied by. */
  readonly decay: number;
  /** `step`: epochs between two decays. `plateau`: epochs without a better validation loss before one. */
  readonly decayEpochs: number;
}

/** Everything of a schedule that is not in its choice. */
export interface ScheduleState {
  /** Decays of `plateau` so far. */
  readonly plateaus: number;
  readonly bestLoss: number;
  readonly waited: number;
}

const START: ScheduleState = { plateaus: 0, bestLoss: Infinity, waited: 0 };

/**
 *     constant  η
 *     step      η γ^⌊e / n⌋              after e whole epochs
 *     cosine    η (1 + cos(π s / S)) / 2  after s of S steps (Loshchilov and Hutter 2017, eq. 5, one cycle to zero)
 *     plateau   η γ^p                     after p times n epochs without a better validation loss
 *
 * times min(1, (s + 1) / warm-up) in the first steps (Goyal et al. 2017, 2.2).
 */
export class LearningRate {
  readonly #choice: ScheduleChoice;
  readonly #stepsPerEpoch: number;
  readonly #steps: number;
  #state: ScheduleState;

  /** @param steps S, of the whole run */
  constructor(choice: ScheduleChoice, stepsPerEpoch: number, steps: number, state: ScheduleState = START) {
    this.#choice = choice;
    this.#stepsPerEpoch = stepsPerEpoch;
    this.#steps = steps;
    this.#state = state;
  }

  get state(): ScheduleState {
    return this.#state;
  }

  /** @param step optimizer steps done before this one */
  at(step: number): number {
    const { learningRate, warmup } = this.#choice;
    const rising = warmup > 0 && step < warmup ? (step + 1) / warmup : 1;
    return learningRate * rising * this.#factor(step);
  }

  /** To be told of each epoch's validation loss, in order. */
  observe(validationLoss: number): void {
    const { bestLoss, waited, plateaus } = this.#state;
    if (validationLoss < bestLoss) this.#state = { plateaus, bestLoss: validationLoss, waited: 0 };
    else if (waited + 1 < this.#choice.decayEpochs) this.#state = { plateaus, bestLoss, waited: waited + 1 };
    else this.#state = { plateaus: plateaus + 1, bestLoss, waited: 0 };
  }

  #factor(step: number): number {
    const { schedule, decay, decayEpochs } = this.#choice;
    switch (schedule) {
      case 'constant':
        return 1;
      case 'step':
        return power(decay, Math.floor(step / (this.#stepsPerEpoch * decayEpochs)));
      case 'cosine':
        return (1 + cosinePi(step / this.#steps)) / 2;
      case 'plateau':
        return power(decay, this.#state.plateaus);
    }
  }
}

/** base^exponent by repeated multiplication, the same on every engine. @param exponent whole, not negative */
function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent && product > 0; i++) product *= base;
  return product;
}
