/** How good predictions of a series are, where it says what was to be met. */
import type { SeriesPredictions } from './predict-series';

export interface OutputFigures {
  /** Rows that have both a prediction and a target. */
  readonly targets: number;
  /** In the column's own units; null without a target. */
  readonly rmse: number | null;
  /**
   * 1 − MSE / MSE of persistence, over the rows where that has a forecast; null where it has none, or makes no error. With
   * horizon 0 there is nothing that could persist.
   */
  readonly skill: number | null;
}

/** Persistence's forecast of every row: the value `horizon` rows before; NaN where that is not known. */
export function persistence(targets: Float64Array, horizon: number): Float64Array {
  return targets.map((_, r) => (horizon === 0 ? NaN : (targets[r - horizon] ?? NaN)));
}

export function figuresOf({ predicted, targets }: SeriesPredictions, m: number, horizon: number): OutputFigures {
  const column = targets[m];
  if (!column) return { targets: 0, rmse: null, skill: null };
  const baseline = persistence(column, horizon);
  let count = 0;
  let squaredError = 0;
  let comparable = 0;
  let baselineSquaredError = 0;
  column.forEach((target, r) => {
    const error = (predicted[m]?.[r] ?? NaN) - target;
    if (Number.isNaN(error)) return;
    count++;
    squaredError += error * error;
    const off = (baseline[r] ?? NaN) - target;
    if (Number.isNaN(off)) return;
    comparable += error * error;
    baselineSquaredError += off * off;
  });
  return {
    targets: count,
    rmse: count === 0 ? null : Math.sqrt(squaredError / count),
    skill: baselineSquaredError > 0 ? 1 - comparable / baselineSquaredError : null,
  };
}
