/** Every point under a chart of which the window holds a part only: asked for when they are saved. */
import { DatasetChoice, PARTS } from './dataset';
import { PredictionQuestion } from './predictions';
import { RunId, WeightsChoice } from './run';
import { z } from './schema';
import { SweepDefinition } from './sweep';

export const RunPoints = z.discriminatedUnion('about', [
  /** Every target of a part, with what is predicted. */
  z.strictObject({
    about: z.literal('predictions'),
    id: RunId,
    part: z.enum(['validation', 'test']),
    weights: WeightsChoice,
    /** As in `runs:predictions`. */
    output: z.number().int().min(0).optional(),
  }),
  /** Every step of a sequence, with the states of all units. */
  z.strictObject({
    about: z.literal('states'),
    id: RunId,
    part: z.enum(PARTS),
    /** Counts from 0; past the end it means the last. */
    sequence: z.number().int().min(0),
    weights: WeightsChoice,
  }),
  /** Every value of every parameter. */
  z.strictObject({ about: z.literal('weights'), id: RunId, weights: WeightsChoice }),
]);
export type RunPoints = z.infer<typeof RunPoints>;

/** Every row of the target of a choice of data. */
export const DatasetPoints = z.strictObject({
  about: z.literal('dataset'),
  dataset: DatasetChoice,
  readout: z.enum(['last', 'every']),
});
export type DatasetPoints = z.infer<typeof DatasetPoints>;

/** Every row of data that a trained network was put to, and past its end. */
const DataPredictionPoints = z.strictObject({
  about: z.literal('data-predictions'),
  question: PredictionQuestion,
});

/** Every trial that a search would have. */
const SearchPoints = z.strictObject({ about: z.literal('search'), definition: SweepDefinition });
export type SearchPoints = z.infer<typeof SearchPoints>;

export const PointsQuestion = z.union([RunPoints, DatasetPoints, DataPredictionPoints, SearchPoints]);
export type PointsQuestion = z.infer<typeof PointsQuestion>;
