/** What the window may see of a network's inside: the states of its layers over one sequence, its weights, and how they spread over time. */
import { PARTS } from './dataset';
import { WeightsChoice } from './run';
import { z } from './schema';

/** Numbers of one layer's states that cross to the window; of a longer sequence the last steps are shown. */
export const MOST_STATES = 400_000;
/** Rows, and columns, of a weight matrix that cross; a larger one is shown in blocks. */
export const MOST_CELLS = 256;

export const StatesQuestion = z.strictObject({
  part: z.enum(PARTS),
  /** Counts from 0; past the end it means the last. */
  sequence: z.number().int().min(0),
  weights: WeightsChoice,
});
export type StatesQuestion = z.infer<typeof StatesQuestion>;

const Floats = z.instanceof(Float32Array);
const Column = z.strictObject({ name: z.string(), unit: z.string() });

/** One sequence through the network. T is the number of steps shown, the last of the sequence's L. */
export const SequenceStates = z.strictObject({
  part: z.enum(PARTS),
  weights: WeightsChoice,
  sequence: z.number(),
  /** Sequences of the part. */
  sequences: z.number(),
  model: z.enum(['alarmwork', 'elman']),
  period: z.number(),
  hiddenUnits: z.number(),
  /** L */
  steps: z.number(),
  /** The first step shown; steps count from 1. */
  first: z.number(),
  /** (T) of each step the last update of the memory layer at or before it; 0 while it holds its initial state. */
  heldSince: z.instanceof(Int32Array),
  /** in1 and in2, or Elman's h; each (T, P). */
  layers: z.array(z.strictObject({ name: z.string(), states: Floats })),
  inputs: z.array(Column),
  /** Inputs, and the target, are changes since the row before. */
  differencing: z.boolean(),
  /** (T, D) as the network sees it, and in the data's own units. */
  x: Floats,
  xInUnits: z.instanceof(Float64Array),
  output: Column,
  /** All M of them, where there are several. */
  outputs: z.array(Column).optional(),
  /** (T, M) outputs, and targets in the same scale; NaN where a step has no target. */
  y: Floats,
  t: Floats,
  /** (T, M) the same in the data's own units; NaN where a step has no target. */
  yInUnits: z.instanceof(Float64Array),
  tInUnits: z.instanceof(Float64Array),
  /** (T) of the steps' rows, and of the target of the last step. */
  labels: z.array(z.string()).nullable(),
  targetLabel: z.string().nullable(),
});
export type SequenceStates = z.infer<typeof SequenceStates>;

/** A parameter as a matrix; a bias has one column. */
export const WeightMatrix = z.strictObject({
  name: z.string(),
  shape: z.array(z.number()),
  /** Of `mean`: those of the parameter, unless it is shown in blocks. */
  rows: z.number(),
  columns: z.number(),
  /** Rows and columns of the parameter in one cell: 1 and 1 unless it is larger than can be shown. */
  blockRows: z.number(),
  blockColumns: z.number(),
  /** (rows, columns) the values, or the mean of each block. */
  mean: Floats,
  /** (rows, columns) of each block; empty where every cell is one value. */
  lowest: Floats,
  highest: Floats,
});
export type WeightMatrix = z.infer<typeof WeightMatrix>;

export const WeightMatrices = z.strictObject({ weights: WeightsChoice, matrices: z.array(WeightMatrix) });
export type WeightMatrices = z.infer<typeof WeightMatrices>;

/** Per cent of a parameter's values that lie below each kept value. */
export const QUANTILES = [0, 1, 5, 25, 50, 75, 95, 99, 100] as const;
export const DISTRIBUTION_KINDS = ['weight', 'gradient'] as const;
export type DistributionKind = (typeof DISTRIBUTION_KINDS)[number];

/** Columns of the log of distributions: `epoch`, `step`, then of each parameter and kind the quantiles and the L2 norm. */
export function distributionColumns(parameters: readonly string[]): string[] {
  const figures = [...QUANTILES.map((quantile) => `q${quantile}`), 'norm'];
  const ofParameter = (name: string): string[] =>
    DISTRIBUTION_KINDS.flatMap((kind) => figures.map((figure) => `${name}.${kind}.${figure}`));
  return ['epoch', 'step', ...parameters.flatMap(ofParameter)];
}

export const Distributions = z.strictObject({
  columns: z.array(z.string()),
  /** Flattened, `columns.length` numbers a row; sorted by epoch. */
  rows: z.instanceof(Float64Array),
  /** Damaged stretches of the log that were skipped. */
  damagedRecords: z.number(),
});
export type Distributions = z.infer<typeof Distributions>;

/** What a trainer, or the worker in its place, can be asked about a network's inside; a trainer also for its parameters as they are. */
export type InsideQuestion =
  | ({ readonly about: 'states' } & StatesQuestion)
  | { readonly about: 'weights'; readonly weights: WeightsChoice }
  | { readonly about: 'parameters'; readonly weights: WeightsChoice };
export type InsideAnswer<Question extends InsideQuestion = InsideQuestion> = Question extends {
  readonly about: 'states';
}
  ? SequenceStates
  : Question extends { readonly about: 'parameters' }
    ? Float32Array
    : WeightMatrices;
