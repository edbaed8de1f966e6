/** One hyperparameter of a sweep, and the values it is searched over. */
import { HYPERPARAMETER_NAMES, HYPERPARAMETERS, Hyperparameters, type HyperparameterName } from './hyperparameters';
import { z } from './schema';

const MOST_VALUES = 1000;

const Field = z.enum(HYPERPARAMETER_NAMES as [HyperparameterName, ...HyperparameterName[]], {
  error: 'Choose a hyperparameter to search over',
});

export const SweepValue = z.union([z.number(), z.string(), z.boolean()], {
  error: 'Each value must be a number, with commas between, or a name',
});
export type SweepValue = z.infer<typeof SweepValue>;

export const RANGE_KINDS = ['linear', 'logarithmic', 'integer', 'logarithmic-integer'] as const;

export const RangeDimension = z.strictObject({
  field: Field,
  kind: z.enum(RANGE_KINDS),
  from: z.number({ error: 'From must be a number' }),
  to: z.number({ error: 'To must be a number' }),
  /** Values of a grid, `from` and `to` among them; not used by the other methods. */
  count: z
    .number({ error: 'The number of values must be a whole number' })
    .int({ error: 'The number of values must be a whole number' })
    .min(1, { error: 'At least one value' })
    .max(MOST_VALUES, { error: `At most ${MOST_VALUES} values` }),
});
export type RangeDimension = z.infer<typeof RangeDimension>;

export const ChoiceDimension = z.strictObject({
  field: Field,
  kind: z.literal('choice'),
  values: z
    .array(SweepValue)
    .min(1, { error: 'Choose at least one value' })
    .max(MOST_VALUES, { error: `Choose at most ${MOST_VALUES} values` }),
});

export const SweepDimension = z.discriminatedUnion('kind', [RangeDimension, ChoiceDimension], {
  error: `Values must be spread as one of ${RANGE_KINDS.join(', ')}, or be a choice`,
});
export type SweepDimension = z.infer<typeof SweepDimension>;

interface Complaint {
  readonly place: 'field' | 'kind' | 'from' | 'to' | 'values';
  readonly message: string;
}

/** What is wrong with a dimension beyond the types of its parts, in sentences. */
export function checkDimension(dimension: SweepDimension): Complaint[] {
  return dimension.kind === 'choice' ? checkChoice(dimension.field, dimension.values) : checkRange(dimension);
}

function checkChoice(field: HyperparameterName, values: readonly SweepValue[]): Complaint[] {
  if (new Set(values).size < values.length) {
    return [{ place: 'values', message: `${HYPERPARAMETERS[field].label}: a value is chosen twice` }];
  }
  return values.flatMap((value) => refusal(field, value).map((message): Complaint => ({ place: 'values', message })));
}

function checkRange({ field, kind, from, to }: RangeDimension): Complaint[] {
  const description = HYPERPARAMETERS[field];
  const { label } = description;
  if (description.kind !== 'number') {
    return [{ place: 'kind', message: `${label} is not a number: choose its values one by one` }];
  }
  const isWhole = kind === 'integer' || kind === 'logarithmic-integer';
  if (description.integer !== isWhole) {
    const wanted = description.integer ? 'integer or logarithmic-integer' : 'linear or logarithmic';
    return [{ place: 'kind', message: `${label} must be spread as ${wanted}` }];
  }
  const complaints: Complaint[] = [];
  for (const [place, value] of [['from', from] as const, ['to', to] as const]) {
    for (const message of refusal(field, value)) complaints.push({ place, message });
  }
  if (from >= to)
    complaints.push({ place: 'to', message: `${label}: the range must end above ${from}, where it starts` });
  if (kind.startsWith('logarithmic') && from <= 0) {
    complaints.push({ place: 'from', message: `${label}: a logarithmic range must start above 0` });
  }
  return complaints;
}

function refusal(field: HyperparameterName, value: SweepValue): string[] {
  const checked = Hyperparameters.shape[field].safeParse(value);
  return checked.success ? [] : checked.error.issues.slice(0, 1).map(({ message }) => message);
}
