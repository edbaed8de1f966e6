/** Which class a network says each row is: the one with the largest output. And how that compares with what the data says. */
import type { Series } from '../contract/series';
import type { Preparation } from '../contract/weights';
import { valueName } from '../data/value-name';
import { largest } from '../train/figures';

export interface ClassAnswers {
  readonly classes: readonly string[];
  /** The column that holds the classes, as training had it; null where the weights do not say. */
  readonly column: string | null;
  /** Index of the class by the row that it is of; −1 where nothing is predicted: (R and more) */
  readonly predicted: Int16Array;
  /** What the data says, in words, '' where it says nothing: (R); null where it has no such column. */
  readonly target: readonly string[] | null;
  /** Share of rows with a target that are told right; null without any. */
  readonly accuracy: number | null;
  /** Rows are true classes, columns what the network says; null without targets. Classes it never learnt are in no row. */
  readonly confusion: readonly (readonly number[])[] | null;
  /** Rows whose class is none that the network has learnt: all of them wrong. */
  readonly unknown: number;
}

/**
 * @param scaled outputs by the row that they are of: M columns of R numbers and more, NaN where there is none
 * @returns null where values are predicted
 */
export function classAnswers(
  { classes, classColumn }: Preparation,
  series: Series,
  scaled: readonly Float32Array[],
): ClassAnswers | null {
  if (!classes) return null;
  const length = scaled[0]?.length ?? 0;
  const y = new Float32Array(classes.length);
  const predicted = Int16Array.from({ length }, (_, r) => {
    scaled.forEach((column, m) => (y[m] = column[r] ?? NaN));
    return largest(y, 0, classes.length);
  });
  const target = targetNames(series, classColumn);
  const column = classColumn ?? null;
  if (!target) return { classes, column, predicted, target, accuracy: null, confusion: null, unknown: 0 };

  const confusion = classes.map(() => classes.map(() => 0));
  let [right, told, unknown] = [0, 0, 0];
  for (let r = 0; r < target.length; r++) {
    const said = predicted[r] ?? -1;
    const name = target[r] ?? '';
    if (said < 0 || name === '') continue;
    told++;
    const own = classes.indexOf(name);
    const row = confusion[own];
    if (row) row[said] = (row[said] ?? 0) + 1;
    else unknown++;
    if (own === said) right++;
  }
  return { classes, column, predicted, target, accuracy: told === 0 ? null : right / told, confusion, unknown };
}

function targetNames({ columns }: Series, name: string | undefined): string[] | null {
  const column = columns.find((each) => each.name === name);
  if (!column) return null;
  return Array.from(column.values, (value) => (Number.isNaN(value) ? '' : valueName(column, value)));
}
