/** Trained weights as they are kept, exported and shown to people. */
import { z } from './schema';

/** Sizes and kind of a network: what one needs besides the weights to run it. */
export const ModelSpecification = z.strictObject({
  model: z.enum(['alarmwork', 'elman']),
  /** D: numbers per time step */
  inputs: z.number().int().min(1),
  /** P: units in each hidden layer */
  hiddenUnits: z.number().int().min(1),
  /** M: numbers predicted */
  outputs: z.number().int().min(1),
  /** Time steps between two alarms; 1 for Elman. */
  period: z.number().int().min(1),
  readout: z.enum(['last', 'every']),
});
export type ModelSpecification = z.infer<typeof ModelSpecification>;

/** How a column's values become network inputs or outputs: scaled = (value − offset) · factor. */
export const ColumnScaling = z.strictObject({
  name: z.string(),
  unit: z.string(),
  offset: z.number(),
  factor: z.number(),
});
export type ColumnScaling = z.infer<typeof ColumnScaling>;

/** How data was prepared for the network, and is undone for its predictions. */
export const Preparation = z.strictObject({
  inputs: z.array(ColumnScaling),
  outputs: z.array(ColumnScaling),
  window: z.number().int(),
  horizon: z.number().int(),
  /** Columns hold the change since the row before; the target the change since the last known value. */
  differencing: z.boolean(),
  /** Names of the classes, one an output; the largest output is the answer. Absent where values are predicted. */
  classes: z.array(z.string()).optional(),
  /** The column that held them. */
  classColumn: z.string().optional(),
  /** The column that told sequences apart; `window` is then the longest. Absent where windows were cut out of a series. */
  sequenceColumn: z.string().optional(),
});
export type Preparation = z.infer<typeof Preparation>;

/** A number as JSON can hold it: what JSON has no number for stands as a text. */
const AnyNumber = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
const MOST_SELF_TEST_STEPS = 1500;

/** An input sequence and what the network answers: whoever runs the weights elsewhere can tell whether they run them right. */
export const SelfTest = z.strictObject({
  /** Where the inputs are from, in words. */
  source: z.string(),
  /** [L][D], scaled */
  inputs: z.array(z.array(z.number()).min(1)).min(1).max(MOST_SELF_TEST_STEPS),
  /** [L][M]: the answer after every step, whatever the readout, scaled */
  outputs: z.array(z.array(AnyNumber).min(1)).min(1).max(MOST_SELF_TEST_STEPS),
  /** [L][M]: the same in the units of the outputs' columns */
  outputsInUnits: z.array(z.array(AnyNumber).min(1)).min(1).max(MOST_SELF_TEST_STEPS),
  /** How far a right answer may lie from `outputs`, at the most. */
  tolerance: z.number().positive(),
});
export type SelfTest = z.infer<typeof SelfTest>;

/** One named parameter with its values. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Trained weights with all that is needed to use them elsewhere. */
export interface WeightsFile {
  readonly specification: ModelSpecification;
  readonly preparation: Preparation;
  readonly tensors: readonly Tensor[];
  /** Free text kept with the file: run name, seed, source, SHA-256 … */
  readonly notes: Readonly<Record<string, string>>;
  readonly selfTest?: SelfTest | undefined;
}

/** What is kept of a finished run: the weights after its last step, and those with the lowest validation loss. */
export interface TrainedWeights {
  readonly specification: ModelSpecification;
  readonly preparation: Preparation;
  readonly final: readonly Tensor[];
  readonly best: readonly Tensor[] | null;
}
