/** What a trained network says of data that a person chooses, as people see it. */
import { SOURCE_PATTERN } from './dataset';
import { RunId, WeightsChoice } from './run';
import { z } from './schema';
import { ModelSpecification, Preparation } from './weights';

/** Opaque stand-in for a file, as in ipc.ts. */
const Token = z.string().regex(/^[0-9a-f-]{36}$/);

const stepsError = 'Steps must be a whole number from 0 to 100000';

export const PredictionQuestion = z.strictObject({
  /** The weights: of a run, or in a file that was chosen. */
  model: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('run'), id: RunId, weights: WeightsChoice }),
    z.strictObject({ kind: z.literal('file'), token: Token }),
  ]),
  /** A series of the library: never a path. */
  source: z
    .string()
    .regex(SOURCE_PATTERN)
    .refine((source) => !source.startsWith('file:'), { error: 'Choose data of the library' }),
  /** Rows past the end to forecast by feeding predictions back. */
  steps: z.number({ error: stepsError }).int({ error: stepsError }).min(0, { error: stepsError }).max(100_000, {
    error: stepsError,
  }),
});
export type PredictionQuestion = z.infer<typeof PredictionQuestion>;

export const PredictedOutput = z.strictObject({
  name: z.string(),
  unit: z.string(),
  /** Rows that have both a prediction and a target, and the error over all of them; null without a target. */
  targets: z.number(),
  rmse: z.number().nullable(),
  skill: z.number().nullable(),
  /** Of the rows shown; NaN where there is none. */
  predicted: z.instanceof(Float64Array),
  target: z.instanceof(Float64Array),
  baseline: z.instanceof(Float64Array),
});
export type PredictedOutput = z.infer<typeof PredictedOutput>;

export const DataPredictions = z.strictObject({
  /** Of the data. */
  rows: z.number(),
  /** How many values of rows were predicted, those past its end included. */
  predicted: z.number(),
  /** What gave no prediction and why, a sentence each. */
  notes: z.array(z.string()),
  /** Number of the first row shown, from 1; the arrays hold the last 5,000 rows at most. */
  firstShown: z.number(),
  /** One a row shown, or null where the data has none. */
  labels: z.array(z.string()).nullable(),
  outputs: z.array(PredictedOutput),
  /** Where outputs stand for classes: what they are called, and how often the right one was said where the data has them. */
  classes: z
    .strictObject({
      names: z.array(z.string()),
      column: z.string().nullable(),
      accuracy: z.number().nullable(),
      /** Rows are true classes, columns what the network said. */
      confusion: z.array(z.array(z.number())).nullable(),
      /** Rows of classes that the network has not learnt. */
      unknown: z.number(),
    })
    .optional(),
  /** Number of the first row past the data's end that is fed back; null without. */
  fedBackFrom: z.number().nullable(),
  /** Why predictions cannot be fed back, in a sentence; null where they can. */
  cannotFeedBack: z.string().nullable(),
});
export type DataPredictions = z.infer<typeof DataPredictions>;

/** What a file of weights says of itself. */
export const WeightsSummary = z.strictObject({
  fileName: z.string(),
  format: z.string(),
  /** Null where the file says nothing of it. */
  specification: ModelSpecification.nullable(),
  preparation: Preparation.nullable(),
  /** The run that they are of, as the file calls it. */
  run: z.string().nullable(),
  parameters: z.number(),
  /** Over the parameters, as everywhere. */
  sha256: z.string(),
});
export type WeightsSummary = z.infer<typeof WeightsSummary>;
