/**
 * A sweep: a search over hyperparameters. Each of its configurations is a trial, and each trial is trained with S seeds, so
 * that a lucky seed is not taken for a good configuration.
 */
import { RunConfiguration, RunId, RunName, Seed, MOST_SEED } from './run';
import { z } from './schema';
import { checkDimension, SweepDimension, SweepValue } from './sweep-dimension';

/** Runs of a sweep in all: trials × seeds. */
export const MOST_SWEEP_RUNS = 10_000;
/** As many as there are direction numbers for the quasi-random sequence. */
export const MOST_DIMENSIONS = 10;
const MOST_SEEDS = 100;

const wholeNumber = (label: string, minimum: number, maximum: number) => {
  const error = `${label} must be a whole number from ${minimum} to ${maximum}`;
  return z.number({ error }).int({ error }).min(minimum, { error }).max(maximum, { error });
};

export const SWEEP_METHODS = ['grid', 'random', 'quasi-random'] as const;
export const SweepMethod = z.enum(SWEEP_METHODS, { error: `Method must be one of ${SWEEP_METHODS.join(', ')}` });
export type SweepMethod = z.infer<typeof SweepMethod>;

/** Asynchronous successive halving: which trials are stopped before their last epoch. */
export const SweepStopping = z.strictObject({
  metric: z.literal('validationLoss', { error: 'Trials are stopped by their validation loss' }),
  /** r: no trial is stopped before. The rungs are at r, r·η, r·η², … epochs. */
  minEpochs: wholeNumber('Epochs before the first rung', 1, 1_000_000),
  /** η: of the trials at a rung, the best 1/η go on. */
  reduction: wholeNumber('Reduction (η)', 2, 16),
  rungs: wholeNumber('Rungs', 1, 20),
});
export type SweepStopping = z.infer<typeof SweepStopping>;

export const SweepDefinition = z
  .strictObject({
    formatVersion: z.literal(1),
    id: RunId,
    name: RunName,
    /** What every trial has in common. Seeds count up from its own. */
    base: RunConfiguration,
    method: SweepMethod,
    dimensions: z
      .array(SweepDimension)
      .min(1, { error: 'Choose at least one hyperparameter to search over' })
      .max(MOST_DIMENSIONS, { error: `Search over at most ${MOST_DIMENSIONS} hyperparameters` }),
    /** Not used by a grid, whose size follows from its dimensions. */
    trials: wholeNumber('Trials', 1, MOST_SWEEP_RUNS),
    /** S */
    seeds: wholeNumber('Seeds per trial', 1, MOST_SEEDS),
    /** Of the search itself: it decides which points are drawn, not how a run trains. */
    seed: Seed,
    stopping: SweepStopping.nullable(),
  })
  .superRefine((sweep, context) => {
    const complain = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    sweep.dimensions.forEach((dimension, index) => {
      for (const { place, message } of checkDimension(dimension)) complain(['dimensions', index, place], message);
      if (sweep.dimensions.findIndex(({ field }) => field === dimension.field) < index) {
        complain(['dimensions', index, 'field'], `${dimension.field} is searched over twice: remove one of the two`);
      }
    });
    const trials = plannedTrials(sweep);
    if (trials * sweep.seeds > MOST_SWEEP_RUNS) {
      complain(
        [sweep.method === 'grid' ? 'dimensions' : 'trials'],
        `${trials} trials with ${sweep.seeds} seeds each are ${trials * sweep.seeds} runs, and a sweep may have ` +
          `${MOST_SWEEP_RUNS}: choose fewer ${sweep.method === 'grid' ? 'values' : 'trials'} or fewer seeds`,
      );
    }
    if (sweep.base.seed + sweep.seeds - 1 > MOST_SEED) {
      complain(['base', 'seed'], `Seeds count up from ${sweep.base.seed} and would pass ${MOST_SEED}: start lower`);
    }
    const searchesEpochs = sweep.dimensions.some(({ field }) => field === 'epochs');
    if (sweep.stopping && !searchesEpochs && sweep.stopping.minEpochs >= sweep.base.epochs) {
      complain(
        ['stopping', 'minEpochs'],
        `The first rung, at epoch ${sweep.stopping.minEpochs}, must come before the last epoch (${sweep.base.epochs})`,
      );
    }
  });
export type SweepDefinition = z.infer<typeof SweepDefinition>;

/** Trials before repetitions and impossible combinations are left out. */
export function plannedTrials({
  method,
  dimensions,
  trials,
}: Pick<SweepDefinition, 'method' | 'dimensions' | 'trials'>) {
  if (method !== 'grid') return trials;
  return dimensions.reduce((product, each) => product * (each.kind === 'choice' ? each.values.length : each.count), 1);
}

/** What a trial changes in the base: one value a dimension, by the name of the hyperparameter. */
export const SweepPoint = z.record(z.string(), SweepValue);
export type SweepPoint = z.infer<typeof SweepPoint>;

/** A trial at a rung, in the order in which they arrived there: all that successive halving has to remember. */
export const RungVerdict = z.strictObject({
  /** 0 is the first. */
  rung: z.number().int().min(0),
  trial: z.number().int().min(0),
  /** Mean validation loss over the seeds; null where it is not finite. */
  loss: z.number().nullable(),
  goesOn: z.boolean(),
});
export type RungVerdict = z.infer<typeof RungVerdict>;

export const SweepTrial = z.strictObject({
  point: SweepPoint,
  /** One a seed, in the order of the seeds; null before it is launched. How a run stands is in its own document. */
  runs: z.array(RunId.nullable()),
  /** Where and why successive halving stopped it, or null. */
  stopped: z.strictObject({ epoch: z.number(), why: z.string() }).nullable(),
});
export type SweepTrial = z.infer<typeof SweepTrial>;

/** A combination that was drawn and is not trained, with the reason in words. */
export const SkippedPoint = z.strictObject({ point: SweepPoint, why: z.string() });
export type SkippedPoint = z.infer<typeof SkippedPoint>;

export const SWEEP_STATUSES = ['running', 'paused', 'completed', 'cancelled'] as const;
export const SweepStatus = z.enum(SWEEP_STATUSES);
export type SweepStatus = z.infer<typeof SweepStatus>;

/** The document kept for each sweep. */
export const SWEEP_FORMAT_VERSION = 1;

export const SweepDocument = z.strictObject({
  formatVersion: z.literal(SWEEP_FORMAT_VERSION),
  definition: SweepDefinition,
  createdAt: z.number(),
  finishedAt: z.number().nullable(),
  status: SweepStatus,
  /** Index is the trial's number. */
  trials: z.array(SweepTrial),
  skipped: z.array(SkippedPoint),
  /** What a person should know about the trials, in sentences: repetitions that were left out, say. */
  notes: z.array(z.string()),
  verdicts: z.array(RungVerdict),
});
export type SweepDocument = z.infer<typeof SweepDocument>;
