/** What was chosen for a run, flat: by name, as grouping, pairing and comparing see it. */

/** Null where a field has no meaning (Elman's period) or is unknown. */
export type FieldValue = string | number | boolean | null;

export type Fields = Readonly<Record<string, FieldValue>>;
