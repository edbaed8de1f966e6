/** Which hyperparameters differ between runs, and the axis that each one's values lie on. */
import {
  HYPERPARAMETER_NAMES,
  HYPERPARAMETERS,
  isUsed,
  type HyperparameterName,
  type Hyperparameters,
} from '../contract/hyperparameters';

export interface VariedField {
  readonly field: HyperparameterName;
  readonly label: string;
  readonly unit: string;
  /** Where numbers lie; a category has equal steps. */
  readonly scale: 'linear' | 'logarithmic' | 'category';
  /** Of a category: the values that occur, in the order in which people choose them. */
  readonly categories: readonly string[];
}

/** Positive values that span this factor are compared by their logarithms. */
const LOGARITHMIC_FROM = 20;

/** A value that the other choices leave without effect (Elman's period) is not counted as a value. */
export function variedFields(runs: readonly Hyperparameters[]): VariedField[] {
  return HYPERPARAMETER_NAMES.flatMap((field) => {
    const values = new Set(runs.filter((run) => isUsed(field, run)).map((run) => run[field]));
    return values.size < 2 ? [] : [describe(field, values)];
  });
}

function describe(field: HyperparameterName, values: ReadonlySet<string | number | boolean>): VariedField {
  const description = HYPERPARAMETERS[field];
  const { label } = description;
  if (description.kind === 'number') {
    const numbers = [...values].map(Number);
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    const scale = low > 0 && high / low >= LOGARITHMIC_FROM ? 'logarithmic' : 'linear';
    return { field, label, unit: description.unit, scale, categories: [] };
  }
  const order = description.kind === 'choice' ? Object.keys(description.choices) : ['false', 'true'];
  const present = new Set([...values].map(String));
  return { field, label, unit: '', scale: 'category', categories: order.filter((value) => present.has(value)) };
}

/** Where a run lies on the axis: its number, the logarithm of it, or the index of its category (−1 where it has none). */
export function coordinateOf({ field, scale, categories }: VariedField, run: Hyperparameters): number {
  const value = run[field];
  if (scale === 'category') return categories.indexOf(String(value));
  // A run of other scale may be among them, where the value is without effect.
  return scale === 'logarithmic' ? Math.log(Math.max(Number(value), Number.MIN_VALUE)) : Number(value);
}
