/** Runs that agree in some fields, as groups: what a comparison over seeds begins with. */
import { valueText } from './configuration-fields';
import type { FieldValue, Fields } from './fields';

export interface Groupable {
  readonly id: string;
  readonly fields: Fields;
}

export interface Group<Item extends Groupable> {
  /** The same for the same values, whatever else there is and in whatever order: colours and hidden groups keep to it. */
  readonly key: string;
  /** What sets the group apart from the others: "Alarm period 2 · Learning rate 0.01". Empty where there is one group. */
  readonly label: string;
  /** The values that all its members share, in the order of the grouping's fields. */
  readonly values: readonly (readonly [field: string, value: FieldValue])[];
  /** In the order given. */
  readonly members: readonly Item[];
}

export interface Wording {
  /** How a person calls a field. */
  readonly labelOf: (field: string) => string;
  readonly textOf?: (field: string, value: FieldValue) => string;
}

const PLAIN: Wording = { labelOf: (field) => field };

/** Everything that any of the runs has, the seed apart, in the order in which it is met. */
export function allButSeed(items: readonly Groupable[]): string[] {
  const names = new Set(items.flatMap(({ fields }) => Object.keys(fields)));
  names.delete('seed');
  return [...names];
}

/**
 * Groups in the order of their values, field by field: numbers by size, texts as in a dictionary, no before yes, unknown last.
 *
 * @param by fields in the order in which they sort
 */
export function groupBy<Item extends Groupable>(
  items: readonly Item[],
  by: readonly string[],
  { labelOf, textOf = valueText }: Wording = PLAIN,
): Group<Item>[] {
  const found = new Map<string, { values: [string, FieldValue][]; members: Item[] }>();
  for (const item of items) {
    const values = by.map((field): [string, FieldValue] => [field, valueIn(item.fields, field)]);
    const key = keyOf(values);
    const known = found.get(key);
    if (known) known.members.push(item);
    else found.set(key, { values, members: [item] });
  }
  const groups = Array.from(found, ([key, group]) => ({ key, ...group }));
  const telling = by.filter((_, position) => new Set(groups.map(({ values }) => values[position]?.[1])).size > 1);
  return groups
    .sort((a, b) => compareAll(a.values, b.values))
    .map(({ key, values, members }) => ({
      key,
      values,
      members,
      label: values
        .filter(([field]) => telling.includes(field))
        .map(([field, value]) => `${labelOf(field)} ${textOf(field, value)}`)
        .join(' · '),
    }));
}

function valueIn(fields: Fields, name: string): FieldValue {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

/** Sorted by name and without what is unknown, so that neither the order of fields nor a field nobody has changes a key. */
function keyOf(values: readonly (readonly [string, FieldValue])[]): string {
  return JSON.stringify(values.filter(([, value]) => value !== null).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function compareAll(
  a: readonly (readonly [string, FieldValue])[],
  b: readonly (readonly [string, FieldValue])[],
): number {
  for (const [position, [, value]] of a.entries()) {
    const order = compareValues(value, b[position]?.[1] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

const dictionary = new Intl.Collator('en', { numeric: true });

function compareValues(a: FieldValue, b: FieldValue): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  // What reads alike, such as 1 and "1", still has an order of its own, so that no group jumps about.
  return dictionary.compare(String(a), String(b)) || exactly(String(a), String(b)) || exactly(typeof a, typeof b);
}

function exactly(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
