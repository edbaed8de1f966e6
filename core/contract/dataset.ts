/** Which data a run learns from: a real series (shipped, imported, or a CSV file for the command line) or a synthetic task. */
import { settingConflict } from './dataset-rules';
import { z } from './schema';

export const TASKS = ['temporal-xor', 'delayed-echo', 'adding', 'mackey-glass', 'narma-10'] as const;
export const TaskName = z.enum(TASKS);
export type TaskName = z.infer<typeof TaskName>;

export const SAMPLES = ['co2', 'seattle-weather', 'sp500'] as const;
export type SampleName = (typeof SAMPLES)[number];

const wholeNumber = (label: string, minimum: number, maximum: number) => {
  const error = `${label} must be a whole number from ${minimum} to ${maximum}`;
  return z.number({ error }).int({ error }).min(minimum, { error }).max(maximum, { error });
};

const fraction = (label: string) => {
  const error = `${label} must be from 0.05 to 0.45`;
  return z.number({ error }).min(0.05, { error }).max(0.45, { error });
};

const columnName = z.string().min(1, { error: 'A column name must not be empty' }).max(200);

/** Settings shared by every kind of data. */
const common = {
  window: wholeNumber('Window length (L)', 1, 10_000_000),
  stride: wholeNumber('Stride', 1, 10_000_000),
  validationFraction: fraction('Validation fraction'),
  testFraction: fraction('Test fraction'),
};

/** How a CSV file is read. Nothing is guessed: what is not said here has the stated default. */
export const CsvOptions = z.strictObject({
  separator: z.enum([',', ';', '\t', '|', ' '], { error: 'Separator must be one of , ; tab | space' }).default(','),
  header: z.boolean().default(true),
  decimalComma: z.boolean().default(false),
  /** Cells that mean "no value", besides the empty cell. */
  missingMarkers: z.array(z.string().max(40)).max(20).default(['NA', 'NaN', 'null', '?']),
  /** What to do with a row whose chosen column has no value. */
  missing: z.enum(['refuse', 'drop', 'carry-forward']).default('refuse'),
});
export type CsvOptions = z.infer<typeof CsvOptions>;

export const SOURCE_PATTERN = /^(co2|seattle-weather|sp500|imported:[0-9a-f]{64}|file:.+)$/;

/**
 * `range`: smallest and largest value to ∓0.8; `standard`: mean to 0, standard deviation to 1 (of a target, whose outputs
 * reach ±1 only at infinity, three standard deviations to 0.8); `none`: as it is. Of classes the inputs alone are scaled.
 */
export const SCALINGS = ['range', 'standard', 'none'] as const;
/**
 * `time`: the past is learnt from, the future forecast; `sequence`: the same by whole sequences; `random`: drawn by
 * `splitSeed`, whole sequences or, without a sequence column, blocks of rows that hold one window and its targets each
 * (`stride` then says nothing).
 */
export const SPLITS = ['time', 'sequence', 'random'] as const;

export const SeriesDataset = z.strictObject({
  kind: z.literal('series'),
  /** A shipped sample's name, `imported:<sha-256 of the CSV>`, or (command line only) `file:PATH` of a CSV file. */
  source: z.string().regex(SOURCE_PATTERN, {
    error: `Source must be ${SAMPLES.join(', ')}, imported:<hash> or (command line only) file:PATH`,
  }),
  csv: CsvOptions.optional(),
  inputs: z
    .array(columnName)
    .min(1, { error: 'Choose at least one input column' })
    .max(64, { error: 'Choose at most 64 input columns' })
    .refine((names) => new Set(names).size === names.length, { error: 'An input column is chosen twice' }),
  target: columnName,
  /** Columns that are predicted beside the target, in this order. */
  otherTargets: z.array(columnName).max(63, { error: 'Choose at most 64 targets' }).optional(),
  /**
   * What the targets are: `value` (absent means the same), a number to be met; `class`, one of a few classes, each with an
   * output of its own.
   */
  targetKind: z.enum(['value', 'class'], { error: 'Target kind must be value or class' }).optional(),
  /** Rows from a step to its target; 0 where both stand in the same row. */
  horizon: wholeNumber('Horizon', 0, 10_000),
  /** Learn the change since the last known value instead of the value itself: for series that drift or grow. */
  differencing: z.boolean(),
  /**
   * The column that says which sequence a row belongs to. Each sequence then is learnt as a whole, however long it is, and
   * `window` and `stride` say nothing. Absent: the rows are one series, and windows are cut out of it.
   */
  sequenceColumn: columnName.optional(),
  /** How columns come into the network's range; fitted on the training part. Absent means `range`. */
  scaling: z.enum(SCALINGS, { error: `Scaling must be ${SCALINGS.join(', ')}` }).optional(),
  /** Which sequences belong to which part. Absent means `time`, and `sequence` where there is a sequence column. */
  split: z.enum(SPLITS, { error: `Split must be ${SPLITS.join(', ')}` }).optional(),
  /** Seed of a random split, apart from the run's own: runs with different seeds are then compared on the same parts. */
  splitSeed: wholeNumber('Split seed', 0, 4_294_967_295).optional(),
  ...common,
});
export type SeriesDataset = z.infer<typeof SeriesDataset>;

export const TaskDataset = z.strictObject({
  kind: z.literal('task'),
  task: TaskName,
  /** Time steps of the generated stream; for `adding`, the number of sequences. */
  size: wholeNumber('Size', 20, 10_000_000),
  /** Time steps between an input and its echo. Used by `delayed-echo` only. */
  delay: wholeNumber('Delay', 1, 10_000),
  /** Seed of the data, apart from the run's own: several runs with different seeds then learn from the same data. */
  dataSeed: wholeNumber('Data seed', 0, 4_294_967_295),
  ...common,
});
export type TaskDataset = z.infer<typeof TaskDataset>;

export const DatasetChoice = z
  .discriminatedUnion('kind', [SeriesDataset, TaskDataset])
  .refine((choice) => choice.validationFraction + choice.testFraction <= 0.8, {
    error: 'Validation and test fraction together must leave at least 0.2 for training',
    path: ['testFraction'],
  })
  .superRefine((choice, context) => {
    const conflict = choice.kind === 'series' ? settingConflict(choice) : null;
    if (conflict) context.addIssue({ code: 'custom', message: conflict.message, path: [conflict.key] });
  });
export type DatasetChoice = z.infer<typeof DatasetChoice>;

export const PARTS = ['training', 'validation', 'test'] as const;
export const Part = z.enum(PARTS);
export type Part = z.infer<typeof Part>;

/** A column of a series as people see it. */
export const ColumnSummary = z.strictObject({
  name: z.string(),
  unit: z.string(),
  missing: z.number(),
  /** How many different texts a column of texts has; absent for a column of numbers. */
  texts: z.number().optional(),
});

/** Where imported data came from, and which of several imports under one name it is. */
export const ImportedFacts = z.strictObject({
  name: z.string(),
  /** 1, 2, …: importing other data under the same name makes the next one. */
  version: z.number(),
  fileName: z.string(),
  /** SHA-256 and length of that file; null where an older version of the app imported it. */
  fileSha256: z.string().nullable(),
  fileBytes: z.number().nullable(),
  /** Milliseconds since 1970. */
  importedAt: z.number(),
  /** What was done to the file's rows, in words. */
  notes: z.array(z.string()),
});
export type ImportedFacts = z.infer<typeof ImportedFacts>;

/** An entry of the data library: what it is, where it comes from, and a sensible way to learn from it. */
export const DatasetSummary = z.strictObject({
  /** `co2`, `imported:<hash>`, or a task's name. */
  id: z.string(),
  title: z.string(),
  description: z.string(),
  source: z.string(),
  licence: z.string(),
  rows: z.number(),
  columns: z.array(ColumnSummary),
  suggested: DatasetChoice,
  /** Hyperparameters that suit this data, over the defaults. */
  suggestedHyperparameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Of imported data only. */
  imported: ImportedFacts.optional(),
});
export type DatasetSummary = z.infer<typeof DatasetSummary>;

/** A choice of data, seen before launching: the series to plot and what windowing makes of it. */
export const DatasetPreview = z.strictObject({
  /** The target column, at most 2,000 points (every k-th), with the row each point came from. */
  plot: z.strictObject({
    name: z.string(),
    unit: z.string(),
    rows: z.array(z.number()),
    values: z.array(z.number()),
    /** Labels of the rows (dates), or null where the series has none. */
    labels: z.array(z.string()).nullable(),
    /** The part of each point, as an index into PARTS, or -1; only where the parts do not follow one another (a random split). */
    parts: z.array(z.number()).optional(),
    /** Of classes: their names, of which `values` are indices. */
    classes: z.array(z.string()).optional(),
  }),
  /** First row of the validation and of the test part, in the order of the rows; with a random split both the count of rows. */
  boundaries: z.strictObject({ validation: z.number(), test: z.number() }),
  sequences: z.strictObject({ training: z.number(), validation: z.number(), test: z.number() }),
  /** D and M. */
  inputs: z.number(),
  outputs: z.number(),
  /** Of the first target. Of classes, RMSE of the memberships 0 and 1, and the share that the baseline gets wrong. */
  baseline: z.strictObject({
    name: z.string(),
    validationRmse: z.number(),
    validationErrorRate: z.number().optional(),
  }),
  unit: z.string(),
  /** Steps of the sequences of all parts, where these are of their own lengths, and which one is longest. */
  lengths: z
    .strictObject({ shortest: z.number(), median: z.number(), longest: z.number(), longestId: z.string() })
    .optional(),
  /** How often each class is the target of a sequence (or of a step, with readout every) in each part. */
  classes: z
    .array(z.strictObject({ name: z.string(), training: z.number(), validation: z.number(), test: z.number() }))
    .optional(),
});
export type DatasetPreview = z.infer<typeof DatasetPreview>;
