/** What of the data may be looked at while it is made ready: the training part, and nothing of the others. */
import { StudioError } from '../contract/errors';
import type { RowRange } from './splits';

export interface TrainingRows {
  readonly rows: readonly RowRange[];
  /** (R) 1 where a row is the target of a step of the training part, else 0 */
  readonly isTarget: Uint8Array;
}

export function countRows({ rows }: TrainingRows): number {
  return rows.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Of a part in time order: targets are all but the first `horizon` rows. */
export function trainingInTime(rows: number, { from, to }: RowRange, horizon: number): TrainingRows {
  return { rows: [{ from, to }], isTarget: new Uint8Array(rows).fill(1, Math.min(to, from + horizon), to) };
}

export function noTrainingValues(name: string, training: TrainingRows): StudioError {
  return new StudioError(
    'bad-configuration',
    `Column "${name}" has no usable value in the ${countRows(training)} rows of the training part. ` +
      'Choose another column, use more data, or lower the horizon or the validation and test fractions.',
  );
}
