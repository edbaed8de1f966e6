/**
 * What the network sees and should say at each row of a series, row by row; windows and sequences are then only ranges of
 * rows.
 *
 *     without differencing:  x[r] = inputs[r]                  t[r] = target[r + h]
 *     with differencing:     x[r] = inputs[r] − inputs[r−1]    t[r] = target[r + h] − target[r]
 *
 * Scaled by what is seen in the training part only, so nothing of the later parts leaks into training.
 */
import { StudioError } from '../contract/errors';
import type { Series, SeriesColumn } from '../contract/series';
import type { ColumnScaling } from '../contract/weights';
import { classTargets } from './class-targets';
import type { RowGroups } from './row-groups';
import { fitScaling, scale, type ScalingRule } from './scaling';
import type { BaselineName, Targets } from './targets';
import { noTrainingValues, type TrainingRows } from './training-rows';
import { valueTargets } from './value-targets';

export interface Forecast {
  readonly inputs: readonly string[];
  /** Of classes one, else one or more. */
  readonly targets: readonly string[];
  /** h: rows from a step to its target; 0 where both belong to the same moment. */
  readonly horizon: number;
  readonly differencing: boolean;
  /** "most frequent class" says that the target is a class. */
  readonly baseline: BaselineName;
  readonly scaling: ScalingRule;
}

export interface StepTable {
  /** R: rows of the series */
  readonly rows: number;
  /** D */
  readonly inputs: number;
  readonly horizon: number;
  /** x, scaled: (R, D) */
  readonly features: Float32Array;
  /** 1 where all of a row's x is known, else 0: (R) */
  readonly hasFeatures: Uint8Array;
  /** M outputs a row */
  readonly targets: Targets;
  readonly inputColumns: readonly ColumnScaling[];
  /** The first target, in its own units. */
  readonly targetColumn: SeriesColumn;
  readonly labels: readonly string[] | null;
}

/**
 * @param groups nothing reaches from one of these into another
 * @throws StudioError `bad-configuration` for a column that doesn't exist or holds nothing to learn in the training part
 */
export function buildStepTable(
  series: Series,
  forecast: Forecast,
  groups: RowGroups,
  training: TrainingRows,
): StepTable {
  const { horizon, differencing, scaling: rule, baseline } = forecast;
  const targetColumns = forecast.targets.map((name) => columnNamed(series, name));
  const inputColumns = forecast.inputs.map((name) => columnNamed(series, name));
  const [targetColumn] = targetColumns;
  if (!targetColumn) throw new RangeError('A forecast needs a target');
  const rows = targetColumn.values.length;
  const D = inputColumns.length;

  const features = new Float32Array(rows * D);
  const hasFeatures = new Uint8Array(rows).fill(1);
  const scaled = inputColumns.map(({ name, unit, values, categories }, d): ColumnScaling => {
    if (categories) {
      throw new StudioError(
        'bad-configuration',
        `The input column "${name}" holds texts, not numbers. Choose another input; texts can be classes or sequence ids.`,
      );
    }
    const column = differencing ? changesWithin(groups, values) : values;
    const scaling = fitScaling(column, training.rows, rule);
    if (scaling === null) throw noTrainingValues(name, training);
    for (let r = 0; r < rows; r++) {
      const value = column[r] ?? NaN;
      features[r * D + d] = scale(value, scaling);
      if (Number.isNaN(value)) hasFeatures[r] = 0;
    }
    return { name, unit, ...scaling };
  });
  const targets =
    baseline === 'most frequent class'
      ? classTargets(targetColumn, groups, training, horizon)
      : valueTargets(targetColumns, groups, training, { horizon, differencing, baseline, scaling: rule });
  return {
    rows,
    inputs: D,
    horizon,
    features,
    hasFeatures,
    targets,
    inputColumns: scaled,
    targetColumn,
    labels: series.labels,
  };
}

/** From the row before; NaN in the first row of a group. */
function changesWithin({ bounds }: RowGroups, values: Float64Array): Float64Array {
  const changes = values.map((value, r) => value - (values[r - 1] ?? NaN));
  for (const first of bounds) if (first < changes.length) changes[first] = NaN;
  return changes;
}

export function columnNamed(series: Series, name: string): SeriesColumn {
  const column = series.columns.find((candidate) => candidate.name === name);
  if (column) return column;
  const names = series.columns.slice(0, 20).map((candidate) => candidate.name);
  throw new StudioError(
    'bad-configuration',
    `There is no column "${name}" in this data. It has: ${names.join(', ')}${series.columns.length > 20 ? ', …' : ''}.`,
  );
}
