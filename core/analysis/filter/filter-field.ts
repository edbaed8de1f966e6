/** What a filter can ask about, and what it is given. */

interface Named {
  readonly name: string;
  /** As the window calls it: a filter may too. */
  readonly label: string;
}

export type FilterField =
  | (Named & { readonly kind: 'number' | 'text' | 'switch' | 'date' })
  /** Choices by name, with their labels. */
  | (Named & { readonly kind: 'choice'; readonly choices: Readonly<Record<string, string>> });

/**
 * Dates are milliseconds since 1970. A text may be several, such as tags: then any of them counts. Null, undefined and NaN
 * are unknown.
 */
export type FilterValue = number | string | boolean | readonly string[] | null | undefined;

export type FilterRecord = Readonly<Record<string, FilterValue>>;

/** Kleene's three values: null is unknown. */
export type Verdict = boolean | null;

export type Test = (record: FilterRecord) => Verdict;

export const OPERATORS = ['=', '!=', '<', '<=', '>', '>=', '~'] as const;
export type Operator = (typeof OPERATORS)[number];

/** Which operators say something about a kind of field; `in` besides, except for dates and switches. */
export const OPERATORS_OF: Readonly<Record<FilterField['kind'], readonly Operator[]>> = {
  number: ['=', '!=', '<', '<=', '>', '>='],
  text: ['=', '!=', '~'],
  choice: ['=', '!=', '~'],
  switch: ['=', '!='],
  date: ['<', '<=', '>', '>=', '=', '!='],
};

export const hasLists = (kind: FilterField['kind']) => kind !== 'date' && kind !== 'switch';

/** @returns the value, or null where the record does not know it. What a record inherits is none of its values. */
export function valueOf(record: FilterRecord, name: string): Exclude<FilterValue, undefined> {
  if (!Object.hasOwn(record, name)) return null;
  const value = record[name] ?? null;
  return typeof value === 'number' && Number.isNaN(value) ? null : value;
}

/** Names and labels without their symbol in brackets ("Hidden units" for "Hidden units (P)"), in lower case. */
export function fieldIndex(fields: readonly FilterField[]): ReadonlyMap<string, FilterField> {
  const index = new Map<string, FilterField>();
  const add = (text: string, field: FilterField) => {
    const key = fieldKey(text);
    if (!index.has(key)) index.set(key, field);
  };
  for (const field of fields) add(field.name, field);
  for (const field of fields) {
    add(field.label, field);
    add(field.label.replace(/\s*\([^)]*\)$/, ''), field);
  }
  return index;
}

export function fieldKey(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}
