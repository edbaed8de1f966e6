/**
 * Targets that are classes: an output each, whose target is 0.8 for the class that it is and −0.8 for all others (one-hot, in
 * tanh's range). In units an output says how much it is its class: 1 it is, 0 it is not.
 */
import type { SeriesColumn } from '../contract/series';
import type { ColumnScaling } from '../contract/weights';
import { refused } from './refused';
import type { RowGroups } from './row-groups';
import { LARGEST_SCALED, unscale, type Scaling } from './scaling';
import type { TrainingRows } from './training-rows';
import type { Targets } from './targets';
import { valueName } from './value-name';

export const MOST_CLASSES = 64;
/** Of the memberships 0 and 1. */
const MEMBERSHIP: Scaling = { offset: 0.5, factor: 2 * LARGEST_SCALED };
const NO_CLASS = -1;

/** @throws StudioError `bad-configuration` for a column without classes, with a single one or with too many */
export function classTargets(
  column: SeriesColumn,
  { bounds }: RowGroups,
  { isTarget }: TrainingRows,
  horizon: number,
): Targets {
  const { names, ofRow } = classesOf(column);
  const counts = new Float64Array(names.length);
  for (let r = 0; r < ofRow.length; r++) {
    const own = ofRow[r] ?? NO_CLASS;
    if (isTarget[r] === 1 && own !== NO_CLASS) counts[own] = (counts[own] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  if (most === 0) {
    throw refused(
      `Column "${column.name}" has no class among the targets of the training part. ` +
        'Choose another column, use more data, or lower the horizon or the validation and test fractions.',
    );
  }
  const ofStep = new Int16Array(ofRow.length).fill(NO_CLASS);
  for (let group = 0; group < bounds.length - 1; group++) {
    const end = (bounds[group + 1] ?? 0) - horizon;
    for (let r = bounds[group] ?? 0; r < end; r++) ofStep[r] = ofRow[r + horizon] ?? NO_CLASS;
  }
  // Of equally frequent ones the first.
  return new ClassTargets(names, ofStep, counts.indexOf(most));
}

/** All that occur in any part, sorted: by their numbers, or texts by their characters' codes. */
function classesOf(column: SeriesColumn): { names: readonly string[]; ofRow: Int16Array } {
  const { name, values, categories } = column;
  const found = new Set<number>();
  for (let r = 0; r < values.length; r++) {
    const value = values[r] as number;
    if (Number.isNaN(value)) continue;
    if (!categories && !Number.isSafeInteger(value)) {
      throw refused(
        `The target column "${name}" has ${value} in row ${r + 1}, and classes are texts or whole numbers. ` +
          'Choose another target, or predict its value (targetKind value).',
      );
    }
    found.add(value);
    if (found.size > MOST_CLASSES) {
      throw refused(
        `The target column "${name}" has more than ${MOST_CLASSES} classes by row ${r + 1}. ` +
          `Choose another target${categories ? '' : ', or predict its value (targetKind value)'}.`,
      );
    }
  }
  if (found.size < 2) {
    throw refused(
      `The target column "${name}" has ${found.size === 0 ? 'no values' : 'one class in all rows'}: there is nothing to ` +
        'tell apart. Choose another target.',
    );
  }
  const nameOf = (value: number): string => valueName(column, value);
  const sorted = [...found].sort((a, b) => (categories ? (nameOf(a) < nameOf(b) ? -1 : 1) : a - b));
  const places = new Map(sorted.map((value, place) => [value, place]));
  return { names: sorted.map(nameOf), ofRow: Int16Array.from(values, (value) => places.get(value) ?? NO_CLASS) };
}

class ClassTargets implements Targets {
  readonly outputs: readonly ColumnScaling[];
  readonly classes: readonly string[];
  readonly known: Uint8Array;
  readonly #ofStep: Int16Array;
  readonly #mostFrequent: number;

  constructor(classes: readonly string[], ofStep: Int16Array, mostFrequent: number) {
    this.classes = classes;
    this.outputs = classes.map((name) => ({ name, unit: '', ...MEMBERSHIP }));
    this.known = Uint8Array.from(ofStep, (own) => (own === NO_CLASS ? 0 : 1));
    this.#ofStep = ofStep;
    this.#mostFrequent = mostFrequent;
  }

  copyInto(t: Float32Array, at: number, stride: number, r: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const own = this.#ofStep[r + i] as number;
      for (let m = 0; m < this.classes.length; m++) {
        t[at + i * stride + m] = own === NO_CLASS ? NaN : own === m ? LARGEST_SCALED : -LARGEST_SCALED;
      }
    }
  }

  toUnits(scaled: number): number {
    return unscale(scaled, MEMBERSHIP);
  }

  inUnits(r: number, m: number): number {
    return this.#ofStep[r] === m ? 1 : 0;
  }

  baselineInUnits(_r: number, m: number): number {
    return m === this.#mostFrequent ? 1 : 0;
  }
}
