/** What the window may ask about sweeps, and what it is told: a sweep of ten thousand runs never crosses whole at every change. */
import { HYPERPARAMETER_NAMES, type HyperparameterName } from './hyperparameters';
import { RunId } from './run';
import { z } from './schema';
import { SkippedPoint, SweepDefinition, SweepMethod, SweepPoint, SweepStatus } from './sweep';

const Field = z.enum(HYPERPARAMETER_NAMES as [HyperparameterName, ...HyperparameterName[]]);

/** A sweep in a list. How its runs stand, the window knows from the runs, which name their sweep. */
export const SweepSummary = z.strictObject({
  id: RunId,
  name: z.string(),
  status: SweepStatus,
  createdAt: z.number(),
  finishedAt: z.number().nullable(),
  method: SweepMethod,
  fields: z.array(Field),
  trials: z.number(),
  seeds: z.number(),
  /** Runs that exist, or were deleted since. */
  launched: z.number(),
  /** Numbers of the trials that successive halving has stopped, counted from 0. */
  stopped: z.array(z.number()),
});
export type SweepSummary = z.infer<typeof SweepSummary>;

/** What a sweep's page shows beside its runs. Of all this only `stopped` changes. */
export const SweepDetail = z.strictObject({
  definition: SweepDefinition,
  /** Index is the trial's number. */
  trials: z.array(
    z.strictObject({ point: SweepPoint, stopped: z.strictObject({ epoch: z.number(), why: z.string() }).nullable() }),
  ),
  skipped: z.array(SkippedPoint),
  notes: z.array(z.string()),
});
export type SweepDetail = z.infer<typeof SweepDetail>;

/** Points in a preview's picture: more would lie on one another. */
export const MOST_PREVIEW_POINTS = 500;
export const MOST_PREVIEW_SKIPPED = 50;

/** What a sweep would be, before it is launched. */
export const SweepPreview = z.strictObject({
  trials: z.number(),
  runs: z.number(),
  /** The first of them. */
  points: z.array(SweepPoint),
  skippedCount: z.number(),
  /** The first of them. */
  skipped: z.array(SkippedPoint),
  /** Repetitions that were left out, and the like, in sentences. */
  notes: z.array(z.string()),
  parallelRuns: z.number(),
  /** From start to end with so many runs at a time; null where the base was not measured. */
  seconds: z.number().nullable(),
  /** The same if successive halving stops the share of trials that it aims at. */
  secondsWithStopping: z.number().nullable(),
});
export type SweepPreview = z.infer<typeof SweepPreview>;

/** Which hyperparameters decided how runs ended. */
export const ImportanceResult = z.strictObject({
  fields: z.array(
    z.strictObject({
      field: Field,
      label: z.string(),
      /** Share of the value's variance: mean and standard deviation over repetitions. */
      share: z.number(),
      deviation: z.number(),
      pearson: z.number().nullable(),
      spearman: z.number().nullable(),
    }),
  ),
  explained: z.number().nullable(),
  warnings: z.array(z.string()),
});
export type ImportanceResult = z.infer<typeof ImportanceResult>;

/** More take the forest minutes. */
export const MOST_IMPORTANCE_RUNS = 2000;

const oneSweep = z.strictObject({ id: RunId });

export const sweepRequests = {
  /** Oldest first. */
  'sweeps:list': { params: z.void(), result: z.array(SweepSummary) },
  /** JSON of a `SweepDetail`: thousands of objects take seconds to reach the window, and their text a tenth. */
  'sweeps:get': { params: oneSweep, result: z.string() },
  /** @property secondsPerEpoch of the base, as `runs:measure` told; null where that is not known yet */
  'sweeps:preview': {
    params: z.strictObject({ definition: SweepDefinition, secondsPerEpoch: z.number().positive().nullable() }),
    result: SweepPreview,
  },
  'sweeps:launch': { params: z.strictObject({ definition: SweepDefinition }), result: SweepSummary },
  /** Keeps every run of it in a checkpoint, and launches no more. */
  'sweeps:pause': { params: oneSweep, result: z.void() },
  'sweeps:resume': { params: oneSweep, result: z.void() },
  'sweeps:cancel': { params: oneSweep, result: z.void() },
  /** Failed and interrupted runs train again, from their last checkpoint where they have one. */
  'sweeps:rerun-failed': { params: oneSweep, result: z.void() },
  /** Its runs stay. `sweeps:restore` undoes it. */
  'sweeps:delete': { params: oneSweep, result: z.void() },
  'sweeps:restore': { params: oneSweep, result: z.void() },
  /** Of the hyperparameters that vary between runs for how each ended: one value a run, null where it has none. */
  'runs:importance': {
    params: z.strictObject({
      ids: z.array(RunId).max(MOST_IMPORTANCE_RUNS),
      values: z.array(z.number().nullable()).max(MOST_IMPORTANCE_RUNS),
    }),
    result: ImportanceResult,
  },
} as const satisfies Record<string, { params: z.ZodType; result: z.ZodType }>;
