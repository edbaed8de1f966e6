/**
 * Asynchronous successive halving: which trials of a sweep are stopped early. Li et al. (2020), "A System for Massively
 * Parallel Hyperparameter Tuning", MLSys 2, Algorithm 2, with rungs at r·η^k epochs, k = 0, 1, ….
 *
 * The paper pauses a trial at every rung and promotes it once it is among the best 1/η there. Here a trial trains on, and is
 * judged once, as soon as its value at the rung is known, among those that were there before it: the stopping variant, as in
 * Ray Tune and Syne Tune. It needs no checkpoint and never leaves a trainer idle. What it costs: a trial that came early
 * and was let through is not called back by better ones that come later, so trials that happen to arrive in order from
 * worst to best are all trained to the end; and fewer than η at a rung are too few to stop any of them.
 *
 * The value of a trial at a rung is the mean validation loss of its seeds there. It is known once every seed has one:
 *   - reported at the rung's epoch, or at the first epoch after it that was reported;
 *   - the last one, where the run completed before the rung (early stopping);
 *   - infinite, where the run diverged before it, or where the loss is not a number;
 *   - none, where the run failed or was cancelled: that says nothing about the configuration, and the mean is over the others.
 *
 * Everything here is decided by the order of events alone: there is no clock.
 */
import type { RungVerdict, SweepStopping } from '../contract/sweep';

export type HalvingRules = Pick<SweepStopping, 'minEpochs' | 'reduction' | 'rungs'> & {
  /** S: the seeds of a trial are numbered 0 … S − 1. */
  readonly seeds: number;
};

interface OfRun {
  readonly trial: number;
  readonly seed: number;
}

export type HalvingEvent =
  | (OfRun & { readonly kind: 'reached'; readonly epoch: number; readonly loss: number })
  /** `failed` covers all that is no fault of the configuration: an error, a crash, a person who cancelled the run. */
  | (OfRun & { readonly kind: 'ended'; readonly how: 'completed' | 'diverged' | 'failed' });

export interface HalvingDecision {
  readonly trial: number;
  readonly rung: number;
  /** Of the rung; some seeds may have trained further. */
  readonly epoch: number;
  readonly goesOn: boolean;
  /** A sentence for the person. */
  readonly why: string;
}

interface SeedState {
  /** By rung; missing where not reached. */
  readonly losses: (number | undefined)[];
  last: { readonly epoch: number; readonly loss: number } | null;
  end: 'completed' | 'diverged' | 'failed' | null;
}

export class SuccessiveHalving {
  readonly #rules: HalvingRules;
  readonly #seeds = new Map<number, SeedState[]>();
  readonly #verdicts: RungVerdict[] = [];
  /** By rung: the losses there, lowest first. */
  readonly #losses: number[][] = [];
  /** By trial: how many rungs it has been judged at, and whether it went on from the last. */
  readonly #judged = new Map<number, { readonly rungs: number; readonly goesOn: boolean }>();

  /** @param verdicts of a sweep that goes on: those it had already reached, in their order */
  constructor(rules: HalvingRules, verdicts: readonly RungVerdict[] = []) {
    this.#rules = rules;
    for (const verdict of verdicts) {
      insert(this.#lossesAt(verdict.rung), verdict.loss ?? Infinity);
      this.#keep(verdict);
    }
  }

  /** In the order in which they were reached; all that must be kept to go on later. */
  get verdicts(): readonly RungVerdict[] {
    return this.#verdicts;
  }

  /** What was decided because of `event`: a trial may pass several rungs at once. Trials that have ended get no decision. */
  report(event: HalvingEvent): HalvingDecision[] {
    const seeds = this.#seedsOf(event.trial);
    const seed = seeds[event.seed];
    if (!seed) throw new RangeError(`Trial ${event.trial} has no seed ${event.seed}`);
    if (event.kind === 'reached') this.#reached(seed, event.epoch, event.loss);
    else seed.end = event.how;
    const decisions = this.#judge(event.trial, seeds);
    return seeds.every(({ end }) => end !== null) ? [] : decisions;
  }

  #seedsOf(trial: number): SeedState[] {
    const known = this.#seeds.get(trial);
    if (known) return known;
    const made = Array.from({ length: this.#rules.seeds }, (): SeedState => ({ losses: [], last: null, end: null }));
    this.#seeds.set(trial, made);
    return made;
  }

  #reached(seed: SeedState, epoch: number, loss: number): void {
    // A failed run that was started again.
    if (seed.end === 'failed') seed.end = null;
    const value = Number.isFinite(loss) ? loss : Infinity;
    for (let rung = 0; rung < this.#rules.rungs && rungEpoch(this.#rules, rung) <= epoch; rung++) {
      seed.losses[rung] ??= value;
    }
    if (seed.last === null || epoch > seed.last.epoch) seed.last = { epoch, loss: value };
  }

  #judge(trial: number, seeds: readonly SeedState[]): HalvingDecision[] {
    const decisions: HalvingDecision[] = [];
    const before = this.#judged.get(trial) ?? { rungs: 0, goesOn: true };
    if (!before.goesOn) return decisions;
    for (let rung = before.rungs; rung < this.#rules.rungs; rung++) {
      const loss = meanLoss(seeds, rung);
      if (loss === null) break;
      const decision = this.#verdict(trial, rung, loss);
      decisions.push(decision);
      if (!decision.goesOn) break;
    }
    return decisions;
  }

  #verdict(trial: number, rung: number, loss: number): HalvingDecision {
    const { reduction, seeds } = this.#rules;
    const losses = this.#lossesAt(rung);
    insert(losses, loss);
    const limit = losses[Math.floor(losses.length / reduction) - 1];
    // Equal to the limit is good enough, so that the best is never stopped for a tie.
    const goesOn = limit === undefined || (Number.isFinite(loss) && loss <= limit);
    this.#keep({ rung, trial, loss: Number.isFinite(loss) ? loss : null, goesOn });
    const epoch = rungEpoch(this.#rules, rung);
    const needed = `${losses.length} of the ${reduction} trials that a judgement needs have got there`;
    const mean = seeds > 1 ? ` (mean over ${seeds} seeds)` : '';
    const value = Number.isFinite(loss)
      ? `validation loss ${readable(loss)}${mean}`
      : 'a validation loss that is not finite';
    const among = `among the best 1/${reduction} of ${losses.length} trials at that epoch`;
    const why =
      limit === undefined
        ? `Goes on after epoch ${epoch}: ${needed}`
        : goesOn
          ? `Goes on after epoch ${epoch}: ${value} is ${among} (limit ${readable(limit)})`
          : `Stopped at epoch ${epoch}: ${value} is not ${among} (limit ${readable(limit)})`;
    return { trial, rung, epoch, goesOn, why };
  }

  #keep(verdict: RungVerdict): void {
    this.#verdicts.push(verdict);
    this.#judged.set(verdict.trial, { rungs: verdict.rung + 1, goesOn: verdict.goesOn });
  }

  #lossesAt(rung: number): number[] {
    return (this.#losses[rung] ??= []);
  }
}

/** Epochs after which trials are judged at `rung` (from 0): r·η^rung. */
export function rungEpoch(
  { minEpochs, reduction }: Pick<HalvingRules, 'minEpochs' | 'reduction'>,
  rung: number,
): number {
  return minEpochs * reduction ** rung;
}

/** @returns null where it is not known yet, or where no seed can ever say */
function meanLoss(seeds: readonly SeedState[], rung: number): number | null {
  let sum = 0;
  let count = 0;
  for (const { losses, last, end } of seeds) {
    const loss = losses[rung] ?? (end === 'completed' ? last?.loss : end === 'diverged' ? Infinity : undefined);
    if (loss !== undefined) {
      sum += loss;
      count++;
    } else if (end === null) return null;
  }
  return count === 0 ? null : sum / count;
}

/** Keeps `sorted` sorted. */
function insert(sorted: number[], value: number): void {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? NaN) <= value) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, value);
}

/** Four significant digits, as in tables. */
function readable(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : 'none finite';
}
