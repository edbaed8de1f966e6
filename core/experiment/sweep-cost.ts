/** What a sweep costs, before it is launched: trials, runs and time. */
import type { RunConfiguration } from '../contract/run';
import type { SweepDefinition, SweepStopping } from '../contract/sweep';
import { rungEpoch } from './asha';
import { trialRuns, type SweepPlan } from './sweep-trials';

/** A configuration that was timed. More than one makes the estimate better: each trial goes by the nearest of them. */
export interface Measured {
  readonly configuration: RunConfiguration;
  readonly secondsPerEpoch: number;
}

/** Sizes of the data: D, M, and L where sequences have lengths of their own. */
export interface Widths {
  readonly inputs: number;
  readonly outputs: number;
  readonly longest: { readonly steps: number } | null;
}

export interface SweepCost {
  readonly trials: number;
  readonly runs: number;
  /** Training time of all runs, added up, with every run trained to its last epoch. */
  readonly trainingSeconds: number;
  /** From start to end with so many runs at a time, in the order of the trials. */
  readonly seconds: number;
  /** `seconds` if successive halving stops the share of trials that it aims at; equal to it without stopping. */
  readonly secondsWithStopping: number;
}

export function sweepCost(
  sweep: SweepDefinition,
  plan: Pick<SweepPlan, 'trials'>,
  measured: readonly Measured[],
  widths: Widths,
  parallelRuns: number,
): SweepCost {
  const full: number[] = [];
  let stopped = 0;
  for (const trial of plan.trials) {
    for (const run of trialRuns(sweep, trial)) {
      const perEpoch = secondsPerEpoch(run, measured, widths);
      full.push(perEpoch * run.epochs);
      stopped += perEpoch * (sweep.stopping ? expectedEpochs(run.epochs, sweep.stopping) : run.epochs);
    }
  }
  const trainingSeconds = full.reduce((sum, each) => sum + each, 0);
  const seconds = elapsed(full, parallelRuns);
  return {
    trials: plan.trials.length,
    runs: full.length,
    trainingSeconds,
    seconds,
    secondsWithStopping: trainingSeconds > 0 ? (seconds * stopped) / trainingSeconds : 0,
  };
}

/** Scaled by {@link work} from the measured configuration whose work is nearest. */
export function secondsPerEpoch(run: RunConfiguration, measured: readonly Measured[], widths: Widths): number {
  const own = work(run, widths);
  let best = { distance: Infinity, seconds: NaN };
  for (const { configuration, secondsPerEpoch: seconds } of measured) {
    const ratio = own / work(configuration, widths);
    const distance = Math.abs(Math.log(ratio));
    if (distance < best.distance) best = { distance, seconds: seconds * ratio };
  }
  return best.seconds;
}

/** In multiplications, as measured with the SIMD kernels at P = 4 … 256 and B = 1 … 256: a layer's step beside its products, … */
const PER_STEP = 500;
/** … tanh and gradients of a unit, … */
const PER_UNIT = 16;
/** … and an optimizer step, in sequences. */
const OPTIMIZER_STEP = 1;

/**
 * Relative work of an epoch. With K outputs and U updates of the memory layer per sequence of L steps,
 *
 *     AlarmworkNet   K (P D + P M + s) + U (P D + 2 P² + s)        Elman   L (P D + P² + s) + K P M
 *
 * where s is what a layer's step costs beside its products; all times 1 + 1/B. Optimizer, schedule and the like are
 * taken to cost nothing. A rule of thumb: within a factor of two of what was measured, three where P = 256 outgrows the
 * processor's cache. The number of sequences is the same in all trials of a sweep and is left out.
 */
function work(run: RunConfiguration, { inputs: D, outputs: M, longest }: Widths): number {
  const { hiddenUnits: P, batchSize: B } = run;
  const L = longest?.steps ?? run.dataset.window;
  const K = run.readout === 'every' ? L : 1;
  const U = Math.floor(L / run.period);
  const s = PER_STEP + PER_UNIT * P;
  const perSequence =
    run.model === 'elman' ? L * (P * D + P * P + s) + K * P * M : K * (P * D + P * M + s) + U * (P * D + 2 * P * P + s);
  return perSequence * (1 + OPTIMIZER_STEP / B);
}

/** The mean over trials of which exactly 1/η go on at each rung. */
function expectedEpochs(epochs: number, stopping: SweepStopping): number {
  let expected = 0;
  let share = 1;
  let before = 0;
  for (let rung = 0; rung < stopping.rungs; rung++) {
    const at = Math.min(rungEpoch(stopping, rung), epochs);
    expected += share * (at - before);
    before = at;
    if (at === epochs) return expected;
    share /= stopping.reduction;
  }
  return expected + share * (epochs - before);
}

/** Each run starts on the trainer that is free first (list scheduling). */
function elapsed(seconds: readonly number[], parallelRuns: number): number {
  const busyUntil = new Array<number>(Math.max(1, parallelRuns)).fill(0);
  for (const each of seconds) {
    const first = busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[first] = (busyUntil[first] ?? 0) + each;
  }
  return Math.max(...busyUntil);
}
