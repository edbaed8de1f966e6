/** A run: one training of one configuration and seed, executed by one trainer. */
import { DatasetChoice } from './dataset';
import { Hyperparameters } from './hyperparameters';
import { z } from './schema';

export const RUN_STATUSES = [
  'queued',
  'running',
  'paused',
  'completed',
  'diverged',
  'failed',
  'interrupted',
  'cancelled',
] as const;
export const RunStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof RunStatus>;

export const RunId = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export type RunId = z.infer<typeof RunId>;

export const MOST_SEED = 4_294_967_295;
const seedError = `Seed must be a whole number from 0 to ${MOST_SEED}`;
export const Seed = z
  .number({ error: seedError })
  .int({ error: seedError })
  .min(0, { error: seedError })
  .max(MOST_SEED, { error: seedError });

const nameError = 'Name must be 1 to 120 characters';
export const RunName = z
  .string({ error: nameError })
  .trim()
  .min(1, { error: nameError })
  .max(120, { error: nameError });

/** Everything that decides the bits of a run. What the command line reads as its configuration file. */
export const RunConfiguration = z
  .strictObject({
    formatVersion: z.literal(1),
    name: RunName,
    seed: Seed,
    dataset: DatasetChoice,
    ...Hyperparameters.shape,
  })
  .refine(
    (chosen) => !(chosen.dataset.kind === 'task' && chosen.dataset.task === 'adding' && chosen.readout === 'every'),
    {
      error: 'The adding problem has one target a sequence: set Readout to "last"',
      path: ['readout'],
    },
  );
export type RunConfiguration = z.infer<typeof RunConfiguration>;

/**
 * Columns of a metric row, in the order of the log and of every message. One row an epoch; row 0 is the untrained network.
 * NaN means "not measured".
 */
export const METRICS = [
  'epoch',
  'step',
  'seconds',
  'loss',
  'validationLoss',
  'validationRmse',
  'validationSkill',
  'validationAccuracy',
  'gradientNorm',
] as const;
export type MetricName = (typeof METRICS)[number];
export type MetricRow = Record<MetricName, number>;

export const Progress = z.strictObject({
  epoch: z.number(),
  epochs: z.number(),
  step: z.number(),
  steps: z.number(),
  seconds: z.number(),
  secondsLeft: z.number().nullable(),
  stepsPerSecond: z.number().nullable(),
});
export type Progress = z.infer<typeof Progress>;

/** Figures of one part of the data, by one set of weights. */
export const Evaluation = z.strictObject({
  /** Sum-squared error ½Σ(t−y)² per sequence, in scaled units: what training minimises. */
  loss: z.number(),
  /**
   * Root mean squared error in the data's own units; of several targets that of the first, because others may have other
   * units. Of classes, over all outputs, where 1 is the class and 0 is not.
   */
  rmse: z.number(),
  /**
   * 1 − MSE / MSE of the baseline forecast: 1 is perfect, 0 is no better than the baseline, negative is worse; null where the
   * baseline makes no error. The mean over several targets, each against its own baseline. Of classes 1 − errors / errors of
   * the baseline, which always says the most frequent class of the training part.
   */
  skill: z.number().nullable(),
  /** Share of targets whose class has the largest output, or of outputs on the target's side of zero; null without classes. */
  accuracy: z.number().nullable(),
  /** Of each of several targets, in their order, the same. */
  outputs: z.array(z.strictObject({ rmse: z.number(), skill: z.number().nullable() })).optional(),
});
export type Evaluation = z.infer<typeof Evaluation>;
/** Those that are a number each. */
export type EvaluationFigure = Exclude<keyof Evaluation, 'outputs'>;

export const WEIGHTS_CHOICES = ['final', 'best'] as const;
/** Which weights: those after the last step, or those with the lowest validation loss. */
export const WeightsChoice = z.enum(WEIGHTS_CHOICES);
export type WeightsChoice = z.infer<typeof WeightsChoice>;

/** What a run ended with. */
export const RunResults = z.strictObject({
  steps: z.number(),
  epochs: z.number(),
  seconds: z.number(),
  parameters: z.number(),
  /** Training loss of the last epoch (running mean over its mini-batches). */
  loss: z.number().nullable(),
  /** Null where the final weights say nothing finite, which only a diverged run's do. */
  validation: Evaluation.nullable(),
  test: Evaluation.nullable(),
  best: z
    .strictObject({ epoch: z.number(), validation: Evaluation.nullable(), test: Evaluation.nullable() })
    .nullable(),
  baseline: z.string(),
  unit: z.string(),
  /** SHA-256 over the final weights' bytes (little-endian float32) in the order of the file. */
  weightsSha256: z.string(),
  bestWeightsSha256: z.string().nullable(),
});
export type RunResults = z.infer<typeof RunResults>;

/** Eight colours, each with four dash patterns: more runs than that share their looks. */
export const RUN_COLOUR_COUNT = 32;

/** `checkpoint.bin` is where the run stands; the others are older, and kept to fork from. */
export const CheckpointName = z.string().regex(/^checkpoint(\.previous|\.best|\.epoch-\d{6,7})?\.bin$/);
export type CheckpointName = z.infer<typeof CheckpointName>;

/** A kept checkpoint, as its file says. */
export const CheckpointInfo = z.strictObject({
  name: CheckpointName,
  epoch: z.number(),
  step: z.number(),
  /** After the last whole epoch; null before the first. */
  validationLoss: z.number().nullable(),
  bytes: z.number(),
  writtenAt: z.number(),
});
export type CheckpointInfo = z.infer<typeof CheckpointInfo>;

/** The checkpoint of another run that a run was forked from. */
export const RunParent = z.strictObject({
  run: RunId,
  /** As it was called then: it may have been deleted since. */
  name: RunName,
  epoch: z.number(),
  step: z.number(),
});
export type RunParent = z.infer<typeof RunParent>;

/** What a person writes on a run; nothing of it changes what it computes. */
export const RunAnnotations = z.strictObject({
  tags: z
    .array(z.string().trim().min(1).max(40))
    .max(20)
    .refine((tags) => new Set(tags).size === tags.length, { error: 'A tag may be given once' }),
  notes: z.string().max(20_000),
  /** Put away: not deleted, and not in the way. */
  isArchived: z.boolean(),
});
export type RunAnnotations = z.infer<typeof RunAnnotations>;

export const RUN_FORMAT_VERSION = 2;

/** The document kept for each run. Older versions are brought up to this one by `upgradeRunDocument`. */
export const RunDocument = z.strictObject({
  formatVersion: z.literal(RUN_FORMAT_VERSION),
  id: RunId,
  configuration: RunConfiguration,
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  status: RunStatus,
  /** Why a run ended other than by completing, in words. */
  cause: z.string().nullable(),
  /** Index into the run colours; stays with the run for ever. */
  colour: z.number().int().min(0),
  results: RunResults.nullable(),
  /** SHA-256 of the data the run was given, once known. */
  dataSha256: z.string().nullable(),
  /** App, Electron, V8, operating system and architecture that trained it. */
  environment: z.record(z.string(), z.string()),
  /** Null for a run that began with weights drawn at random. */
  parent: RunParent.nullable(),
  /** How many sequences the training part has; null before the run started. */
  sequences: z.number().int().min(1).nullable(),
  /** The search that the run belongs to, and which of its trials it is one seed of. */
  sweep: z.strictObject({ id: RunId, trial: z.number().int().min(0) }).nullable(),
  ...RunAnnotations.shape,
});
export type RunDocument = z.infer<typeof RunDocument>;

/** A run as the window sees it: its document, and where it stands now. */
export const RunSummary = z.strictObject({
  ...RunDocument.shape,
  progress: Progress.nullable(),
  /** 1 is next; null when the run is not waiting. */
  queuePosition: z.number().nullable(),
  /** Last training and validation loss, live. */
  loss: z.number().nullable(),
  validationLoss: z.number().nullable(),
  /** True where its trainer has not given a sign of life for a while. */
  isStalled: z.boolean(),
});
export type RunSummary = z.infer<typeof RunSummary>;

/** Predicted against target on one part of the data, in the data's own units and in time order. */
export const Predictions = z.strictObject({
  part: z.enum(['validation', 'test']),
  weights: WeightsChoice,
  name: z.string(),
  unit: z.string(),
  labels: z.array(z.string()).nullable(),
  target: z.array(z.number()),
  predicted: z.array(z.number()),
  baseline: z.array(z.number()),
  baselineName: z.string(),
  evaluation: Evaluation,
  /** How many targets the part has in all; the arrays hold the last 5,000 at most. */
  total: z.number(),
  /** Which of several outputs these are the values of. Absent where there is one, and where they are classes. */
  output: z.number().optional(),
  /** All outputs, where there are several. */
  outputs: z.array(z.strictObject({ name: z.string(), unit: z.string() })).optional(),
  /** Of each target its sequence, counted from 0 in the part; only where sequences are of their own lengths. */
  sequences: z.array(z.number()).optional(),
  /** Names of the classes; without `output`, target, predicted and baseline are indices into them. */
  classes: z.array(z.string()).optional(),
  /** How often a class, a row each, was taken for a class, a column each; over all targets of the part. */
  confusion: z.array(z.array(z.number())).optional(),
});
export type Predictions = z.infer<typeof Predictions>;
