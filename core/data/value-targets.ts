/**
 * Targets that are numbers, each column with its own scaling:
 *
 *     without differencing:  t[r] = target[r + h]
 *     with differencing:     t[r] = target[r + h] − target[r]
 */
import type { SeriesColumn } from '../contract/series';
import type { ColumnScaling } from '../contract/weights';
import { refused } from './refused';
import type { RowGroups } from './row-groups';
import { fitScaling, rangeOf, scale, unscale, type Scaling, type ScalingRule } from './scaling';
import { countRows, noTrainingValues, type TrainingRows } from './training-rows';
import type { Targets } from './targets';

export interface ValueRules {
  readonly horizon: number;
  readonly differencing: boolean;
  readonly baseline: 'persistence' | 'training mean';
  readonly scaling: ScalingRule;
}

/** One target column, made ready. */
interface Prepared {
  readonly scaling: Scaling;
  readonly values: Float64Array;
  /** (R) of step rows, scaled; NaN where there is no target */
  readonly scaled: Float32Array;
  /** (R) of step rows, in the column's units */
  readonly baseline: Float64Array;
}

/** @throws StudioError `bad-configuration` for a column that cannot be a target, or has nothing to learn in the training part */
export function valueTargets(
  columns: readonly SeriesColumn[],
  groups: RowGroups,
  training: TrainingRows,
  rules: ValueRules,
): Targets {
  const prepared = columns.map((column) => prepare(column, groups, training, rules));
  return new ValueTargets(columns, prepared, rules);
}

function prepare(
  column: SeriesColumn,
  { bounds }: RowGroups,
  training: TrainingRows,
  { horizon, differencing, baseline: baselineName, scaling: rule }: ValueRules,
): Prepared {
  const { name, values, categories } = column;
  if (categories) {
    throw refused(
      `The target column "${name}" holds texts, not numbers. Choose another target, or predict classes (targetKind class).`,
    );
  }
  const rows = values.length;
  const ahead = new Float64Array(rows).fill(NaN);
  for (let group = 0; group < bounds.length - 1; group++) {
    const end = (bounds[group + 1] ?? 0) - horizon;
    for (let r = bounds[group] ?? 0; r < end; r++) {
      ahead[r] = (values[r + horizon] ?? NaN) - (differencing ? (values[r] ?? NaN) : 0);
    }
  }
  // A change of the target belongs to training if the row it ends in does.
  const learnt = differencing
    ? training.rows.map(({ from, to }) => ({ from, to: Math.max(from, to - horizon) }))
    : training.rows;
  const trained = differencing ? ahead : values;
  const scaling = fitScaling(trained, learnt, rule, 'target');
  const range = rangeOf(trained, learnt);
  if (scaling === null || range === null) throw noTrainingValues(name, training);
  if (scaling.factor === 0 || range.smallest === range.largest) {
    throw refused(
      `The target "${name}" ${differencing ? 'always changes by the same amount' : 'has the same value'} in all ` +
        `${countRows(training)} rows of the training part: there is nothing to learn. Choose another target.`,
    );
  }
  if (rule === 'none') checkReachable(name, trained, differencing);
  const mean = baselineName === 'persistence' ? NaN : meanOfTargets(values, training);
  const baseline = baselineName === 'persistence' ? values : new Float64Array(rows).fill(mean);
  const scaled = new Float32Array(rows);
  for (let r = 0; r < rows; r++) {
    scaled[r] = Number.isNaN(baseline[r] ?? NaN) ? NaN : scale(ahead[r] ?? NaN, scaling);
  }
  return { scaling, values, scaled, baseline };
}

/** Outputs are tanh of something: they come near ±1, and never there. */
function checkReachable(name: string, values: Float64Array, differencing: boolean): void {
  const range = rangeOf(values, [{ from: 0, to: values.length }]);
  if (range === null || (range.smallest > -1 && range.largest < 1)) return;
  throw refused(
    `The target "${name}" ${differencing ? 'changes by' : 'has values'} from ${range.smallest} to ${range.largest} and is not ` +
      'scaled (scaling none), but what the network says lies between -1 and 1. Choose scaling range or standard.',
  );
}

class ValueTargets implements Targets {
  readonly outputs: readonly ColumnScaling[];
  readonly classes = null;
  readonly known: Uint8Array;
  readonly #prepared: readonly Prepared[];
  readonly #horizon: number;
  readonly #differencing: boolean;

  constructor(columns: readonly SeriesColumn[], prepared: readonly Prepared[], rules: ValueRules) {
    this.#prepared = prepared;
    this.#horizon = rules.horizon;
    this.#differencing = rules.differencing;
    this.outputs = columns.map(({ name, unit }, m) => ({ name, unit, ...this.#at(m).scaling }));
    this.known = new Uint8Array(columns[0]?.values.length ?? 0).fill(1);
    for (const { scaled } of prepared) {
      for (let r = 0; r < scaled.length; r++) if (Number.isNaN(scaled[r])) this.known[r] = 0;
    }
  }

  copyInto(t: Float32Array, at: number, stride: number, r: number, count: number): void {
    for (let m = 0; m < this.#prepared.length; m++) {
      const { scaled } = this.#at(m);
      for (let i = 0; i < count; i++) t[at + i * stride + m] = scaled[r + i] as number;
    }
  }

  toUnits(scaled: number, r: number, m: number): number {
    const { scaling, values } = this.#at(m);
    const change = unscale(scaled, scaling);
    return this.#differencing ? change + (values[r] as number) : change;
  }

  inUnits(r: number, m: number): number {
    return this.#at(m).values[r + this.#horizon] as number;
  }

  baselineInUnits(r: number, m: number): number {
    return this.#at(m).baseline[r] as number;
  }

  #at(m: number): Prepared {
    return this.#prepared[m] as Prepared;
  }
}

/** Of the known values; NaN if there is none. */
function meanOfTargets(values: Float64Array, { isTarget }: TrainingRows): number {
  let sum = 0;
  let count = 0;
  for (let r = 0; r < values.length; r++) {
    const value = isTarget[r] === 1 ? (values[r] ?? NaN) : NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}
