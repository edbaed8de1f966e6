/**
 * What the network sees and should say at each row of a series, row by row; windows are then only ranges of rows.
 *
 *     without differencing:  x[r] = inputs[r]                  t[r] = target[r + h]
 *     with differencing:     x[r] = inputs[r] − inputs[r−1]    t[r] = target[r + h] − target[r]
 *
 * Both scaled by ranges seen in the training part only, so nothing of the later parts leaks into training.
 */
import { StudioError } from '../contract/errors';
import type { Series, SeriesColumn } from '../contract/series';
import { fitScaling, scale, type Scaling } from './scaling';
import type { RowRange, Split } from './splits';

export interface Forecast {
  readonly inputs: readonly string[];
  readonly target: string;
  /** h: rows from a step to its target; 0 where both belong to the same moment. */
  readonly horizon: number;
  readonly differencing: boolean;
  readonly baseline: BaselineName;
}

/** "persistence": what is known last stays. "training mean": the mean of the training targets. */
export type BaselineName = 'persistence' | 'training mean';

export interface StepTable {
  /** R: rows of the series */
  readonly rows: number;
  /** D */
  readonly inputs: number;
  readonly horizon: number;
  /** x, scaled: (R, D) */
  readonly features: Float32Array;
  /** t, scaled: (R) */
  readonly targets: Float32Array;
  /** 1 where all of a row's x is known, else 0: (R) */
  readonly hasFeatures: Uint8Array;
  /** 1 where a row's t and its baseline are known, else 0: (R) */
  readonly hasTarget: Uint8Array;
  /** The target column in its own units: (R), indexed by the target's own row */
  readonly values: Float64Array;
  /** The baseline's forecast of the target of step row r, in the column's units: (R) */
  readonly baseline: Float64Array;
  /** What has to be added to an unscaled t[r] to get the value: with differencing target[r], else null. */
  readonly origin: Float64Array | null;
  readonly inputScaling: readonly Scaling[];
  readonly targetScaling: Scaling;
  readonly inputColumns: readonly SeriesColumn[];
  readonly targetColumn: SeriesColumn;
  readonly labels: readonly string[] | null;
}

/** @throws StudioError `bad-configuration` for a column that doesn't exist or holds nothing to learn in the training part */
export function buildStepTable(series: Series, forecast: Forecast, { training }: Split): StepTable {
  const { horizon, differencing } = forecast;
  const targetColumn = columnNamed(series, forecast.target);
  const inputColumns = forecast.inputs.map((name) => columnNamed(series, name));
  const { values } = targetColumn;
  const rows = values.length;
  const D = inputColumns.length;

  const changes = (column: Float64Array) => column.map((value, r) => value - (column[r - 1] ?? NaN));
  const steps = inputColumns.map((column) => (differencing ? changes(column.values) : column.values));
  const inputScaling = steps.map((column, d) => {
    const scaling = fitScaling(column, training);
    if (scaling === null) throw noTrainingValues(inputColumns[d]?.name ?? '', training);
    return scaling;
  });
  const features = new Float32Array(rows * D);
  const hasFeatures = new Uint8Array(rows).fill(1);
  inputScaling.forEach((scaling, d) => {
    const column = steps[d] ?? values;
    for (let r = 0; r < rows; r++) {
      const value = column[r] ?? NaN;
      features[r * D + d] = scale(value, scaling);
      if (Number.isNaN(value)) hasFeatures[r] = 0;
    }
  });

  const ahead = new Float64Array(rows);
  for (let r = 0; r < rows; r++) ahead[r] = (values[r + horizon] ?? NaN) - (differencing ? (values[r] ?? NaN) : 0);
  // A change of the target belongs to training if the row it ends in does.
  const targetScaling = differencing
    ? fitScaling(ahead, { from: training.from, to: Math.max(training.from, training.to - horizon) })
    : fitScaling(values, training);
  if (targetScaling === null) throw noTrainingValues(targetColumn.name, training);
  if (targetScaling.factor === 0) {
    throw new StudioError(
      'bad-configuration',
      `The target "${targetColumn.name}" ${differencing ? 'always changes by the same amount' : 'has the same value'} in all ` +
        `${training.to} rows of the training part: there is nothing to learn. Choose another target.`,
    );
  }
  const baseline =
    forecast.baseline === 'persistence'
      ? values
      : new Float64Array(rows).fill(mean(values, { from: training.from + horizon, to: training.to }));
  const targets = new Float32Array(rows);
  const hasTarget = new Uint8Array(rows);
  for (let r = 0; r < rows; r++) {
    const value = ahead[r] ?? NaN;
    targets[r] = scale(value, targetScaling);
    hasTarget[r] = Number.isNaN(value) || Number.isNaN(baseline[r] ?? NaN) ? 0 : 1;
  }
  return {
    rows,
    inputs: D,
    horizon,
    features,
    targets,
    hasFeatures,
    hasTarget,
    values,
    baseline,
    origin: differencing ? values : null,
    inputScaling,
    targetScaling,
    inputColumns,
    targetColumn,
    labels: series.labels,
  };
}

function columnNamed(series: Series, name: string): SeriesColumn {
  const column = series.columns.find((candidate) => candidate.name === name);
  if (column) return column;
  const names = series.columns.slice(0, 20).map((candidate) => candidate.name);
  throw new StudioError(
    'bad-configuration',
    `There is no column "${name}" in this data. It has: ${names.join(', ')}${series.columns.length > 20 ? ', …' : ''}.`,
  );
}

function noTrainingValues(name: string, training: RowRange): StudioError {
  return new StudioError(
    'bad-configuration',
    `Column "${name}" has no usable value in the ${training.to} rows of the training part. ` +
      'Choose another column, use more data, or lower the horizon or the validation and test fractions.',
  );
}

/** Mean of the known values among `rows`; NaN if there is none. */
function mean(values: Float64Array, rows: RowRange): number {
  let sum = 0;
  let count = 0;
  for (let r = rows.from; r < rows.to; r++) {
    const value = values[r] ?? NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}
