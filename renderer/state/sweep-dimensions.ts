/** Dimensions of a sweep as a form holds them: a choice is kept as text while it is typed. */
import {
  HYPERPARAMETERS,
  type HyperparameterDescription,
  type HyperparameterName,
  type NumberHyperparameter,
} from '../../core/contract/hyperparameters';
import type { RunConfiguration } from '../../core/contract/run';
import type { RangeDimension, SweepDimension, SweepValue } from '../../core/contract/sweep-dimension';

export type DimensionKind = SweepDimension['kind'];

export interface DimensionDraft {
  field: HyperparameterName;
  kind: DimensionKind;
  from: number;
  to: number;
  count: number;
  /** Of a number that is a choice: "1, 2, 4". */
  text: string;
  /** Of a choice among names: those that are ticked. */
  names: string[];
}

export const KIND_LABELS: Record<DimensionKind, string> = {
  linear: 'Linear',
  logarithmic: 'Logarithmic',
  integer: 'Whole, linear',
  'logarithmic-integer': 'Whole, logarithmic',
  choice: 'Chosen values',
};

export const describe = (field: HyperparameterName): HyperparameterDescription => HYPERPARAMETERS[field];

export function kindsOf(field: HyperparameterName): DimensionKind[] {
  const description = describe(field);
  if (description.kind !== 'number') return ['choice'];
  return description.integer ? ['integer', 'logarithmic-integer', 'choice'] : ['linear', 'logarithmic', 'choice'];
}

/** Names of a choice with what people call them. */
export function namesOf(field: HyperparameterName): { value: string; label: string }[] {
  const description = describe(field);
  if (description.kind === 'choice')
    return Object.entries(description.choices).map(([value, label]) => ({ value, label }));
  return description.kind === 'switch'
    ? [
        { value: 'true', label: 'yes' },
        { value: 'false', label: 'no' },
      ]
    : [];
}

/** A range around what the base has. */
export function suggestedDimension(field: HyperparameterName, base: RunConfiguration): DimensionDraft {
  const description = describe(field);
  const value = base[field];
  const common = { field, count: 3, text: String(value), names: namesOf(field).map((each) => each.value) };
  if (description.kind !== 'number') return { ...common, kind: 'choice', from: 0, to: 1 };
  return { ...common, ...rangeAround(Number(value), description) };
}

function rangeAround(value: number, description: NumberHyperparameter): Pick<RangeDimension, 'kind' | 'from' | 'to'> {
  const { integer, minimum, maximum } = description;
  const within = (number: number) => Math.min(maximum, Math.max(minimum, number));
  if (integer) {
    if (value < 8) return { kind: 'integer', from: within(1), to: within(Math.max(4, 2 * value)) };
    return { kind: 'logarithmic-integer', from: within(Math.round(value / 2)), to: within(2 * value) };
  }
  const round = (number: number) => Number(number.toPrecision(3));
  // A share, of which the way to 1 counts: momentum and the like.
  if (maximum <= 1 && value >= 0.5)
    return { kind: 'linear', from: round(value / 2), to: round(value + (maximum - value) / 2) };
  if (value > 0) return { kind: 'logarithmic', from: within(round(value / 10)), to: within(round(value * 4)) };
  return { kind: 'linear', from: minimum, to: within(minimum + 0.1) };
}

/** As the contract has it; what is wrong with it, the schema says. */
export function dimensionOf({ field, kind, from, to, count, text, names }: DimensionDraft): SweepDimension {
  if (kind !== 'choice') return { field, kind, from, to, count };
  const { kind: type } = describe(field);
  const values: SweepValue[] =
    type === 'number'
      ? text.split(/[,;\s]+/).flatMap((each) => (each === '' ? [] : [Number(each)]))
      : names.map((name) => (type === 'switch' ? name === 'true' : name));
  return { field, kind, values };
}

/** The form of a dimension that was launched. */
export function draftOf(dimension: SweepDimension, base: RunConfiguration): DimensionDraft {
  const suggestion = suggestedDimension(dimension.field, base);
  if (dimension.kind !== 'choice') return { ...suggestion, ...dimension };
  const names = dimension.values.map(String);
  return { ...suggestion, kind: 'choice', text: names.join(', '), names };
}
