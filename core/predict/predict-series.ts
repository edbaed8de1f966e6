/** A trained network on any series: what it says of every row that has enough before it, and how that goes on past the end. */
import { StudioError } from '../contract/errors';
import type { Series } from '../contract/series';
import { unscale } from '../data/scaling';
import type { LoadKernels } from '../train/engine';
import { classAnswers, type ClassAnswers } from './class-answers';
import { contextWindows, stretchesOf, type ContextWindows } from './context-windows';
import { WindowForward } from './forward-windows';
import { inputTable, writeFeatures, type InputTable } from './input-table';
import { inputsAhead } from './known-ahead';
import { sequenceContexts } from './sequence-contexts';
import type { TrainedModel } from './trained-model';

export interface SeriesPredictions {
  /** R: rows of the data */
  readonly rows: number;
  /** Values of M outputs in their own units, by the row that they are of; R and more numbers each, NaN where there is none. */
  readonly predicted: readonly Float64Array[];
  /** The scaled outputs behind them, in the same places. */
  readonly scaled: readonly Float32Array[];
  /** What was there to be met: R numbers each, NaN where a row has none; null where the data has no such column. */
  readonly targets: readonly (Float64Array | null)[];
  /** Which classes the outputs say; null where they are values. */
  readonly classes: ClassAnswers | null;
  /** Rows that lack a value of an input, or of what a change is added to. */
  readonly incomplete: number;
  /** Rows that have all of them, and too few rows before them: at the beginning, or after a gap. */
  readonly early: number;
  /** The first row that was predicted from what had been predicted; null without such a forecast. */
  readonly fedBackFrom: number | null;
}

/** Past this nobody looks, and each step takes a whole window. */
export const MOST_STEPS = 100_000;

/**
 * @param steps rows past the end of the data to forecast by feeding predictions back; 0 for only those that the data's own
 *              rows lead to
 * @throws StudioError `bad-file` where the data lacks a column; `not-allowed` where it cannot feed itself
 */
export function predictSeries(
  model: TrainedModel,
  series: Series,
  steps: number,
  loadKernels: LoadKernels,
): SeriesPredictions {
  const { specification, preparation } = model;
  const { window, horizon, differencing } = preparation;
  const ahead = steps > 0 ? inputsAhead(preparation, series) : [];
  if (typeof ahead === 'string') throw new StudioError('not-allowed', ahead);
  const table = inputTable(preparation, series);
  const { rows, known, targets } = table;
  if (differencing) {
    for (const base of targets) base?.forEach((value, r) => Number.isNaN(value) && (known[r] = 0));
  }
  const { sequenceColumn } = preparation;
  const contexts =
    sequenceColumn === undefined
      ? contextWindows(known, window, specification.readout)
      : sequenceContexts(known, series, sequenceColumn, model);
  const forward = new WindowForward(model, loadKernels, {
    window: contexts.ends.length > 0 ? window : 0,
    beginnings: contexts.beginnings,
    isReadAtEnd: contexts.isReadAtEnd,
  });

  const length = rows + Math.max(horizon, steps);
  const predicted = preparation.outputs.map(() => new Float64Array(length).fill(NaN));
  const scaled = preparation.outputs.map(() => new Float32Array(length).fill(NaN));
  const bases = targets.map((column) => extended(column, length));
  const say = (r: number, y: Float32Array): void => {
    preparation.outputs.forEach((scaling, m) => {
      const value = y[m] as number;
      const change = unscale(value, scaling);
      (scaled[m] as Float32Array)[r + horizon] = value;
      (predicted[m] as Float64Array)[r + horizon] = differencing ? change + (bases[m]?.[r] as number) : change;
    });
  };
  forward.whole(table.features, contexts.ends, say);
  forward.beginnings(table.features, say);

  const answered = contexts.ends.length + contexts.beginnings.reduce((sum, { from, to }) => sum + to - from, 0);
  // The first row has no change, and lacks nothing but a row before it.
  const isFirstWhole =
    rows > 0 && [...table.inputs, ...(differencing ? targets : [])].every((each) => isNumber(each?.[0]));
  const knownRows = known.reduce((sum, each) => sum + each, 0);
  const complete = knownRows + (known[0] === 0 && isFirstWhole ? 1 : 0);
  const answer = {
    ...{ rows, predicted, scaled, targets, classes: classAnswers(preparation, series, scaled) },
    ...(sequenceColumn === undefined
      ? { incomplete: rows - complete, early: complete - answered }
      : // Of a sequence, none is early; what its last rows would foretell lies past its end.
        { incomplete: rows - knownRows, early: 0 }),
  };
  if (steps === 0) return { ...answer, fedBackFrom: null };

  assertLeadsOn(table, contexts, window, horizon);
  const features = extended32(table.features, length * specification.inputs);
  const inputs = table.inputs.map((column) => extended(column, length));
  for (let r = rows; r < length; r++) {
    // Row r as the network would have found it there.
    ahead.forEach((input, d) => {
      (inputs[d] as Float64Array)[r] = input.kind === 'output' ? (predicted[input.m]?.[r] as number) : input.valueAt(r);
    });
    bases.forEach((base, m) => (base[r] = predicted[m]?.[r] as number));
    writeFeatures(features, r, inputs, preparation);
    if (r + horizon < length) forward.whole(features, Uint32Array.of(r), say);
  }
  return { ...answer, fedBackFrom: rows };
}

/** The end of the data must lead on by itself: all of its last rows known, and enough of them. */
function assertLeadsOn({ rows, known }: InputTable, { ends }: ContextWindows, window: number, horizon: number): void {
  const last = stretchesOf(known).at(-1);
  const length = last?.to === rows ? rows - last.from : 0;
  const needed = window + horizon - 1;
  if (length >= needed && ends.at(-1) === rows - 1) return;
  throw new StudioError(
    'bad-file',
    `A forecast from the end of the data needs its last ${needed} rows without a gap (window ${window}, horizon ${horizon}); ` +
      `it has ${length}. Fill the gap in, or use data that is longer.`,
  );
}

function isNumber(value: number | undefined): boolean {
  return value !== undefined && !Number.isNaN(value);
}

function extended(column: Float64Array | null, length: number): Float64Array {
  const longer = new Float64Array(length).fill(NaN);
  if (column) longer.set(column);
  return longer;
}

function extended32(values: Float32Array, length: number): Float32Array {
  const longer = new Float32Array(length);
  longer.set(values);
  return longer;
}
