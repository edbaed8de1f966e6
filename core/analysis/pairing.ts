/**
 * Which run of one group belongs with which of another: the two that share the seed and every field in which the groups can
 * agree. Fields in which no value of one group occurs in the other are what is being compared (the period in "2 against
 * 4"), and cannot be paired by. What stays alone is named, with the reason: a pair is never guessed.
 */
import type { FieldValue, Fields } from './fields';

export interface MeasuredRun {
  readonly id: string;
  readonly name: string;
  readonly seed: number;
  /** Everything that was chosen, the seed apart. */
  readonly fields: Fields;
  /** Null or not finite is "no value". */
  readonly value: number | null;
}

export interface Pair {
  readonly first: MeasuredRun;
  readonly second: MeasuredRun;
  readonly difference: number;
}

export interface Unpaired {
  readonly run: MeasuredRun;
  readonly group: 'first' | 'second';
  /** A sentence's end: "seed 3 is not in the other group". */
  readonly reason: string;
}

export interface Pairing {
  /** In order of the seed, then as they came. */
  readonly pairs: readonly Pair[];
  readonly unpaired: readonly Unpaired[];
  /** Fields, besides the seed, that vary within the groups and that paired runs agree in. */
  readonly pairedBy: readonly string[];
  /** Fields that the groups have no value of in common. */
  readonly compared: readonly string[];
}

/** @param labelOf how a person calls a field, for the reasons */
export function pairRuns(
  first: readonly MeasuredRun[],
  second: readonly MeasuredRun[],
  labelOf: (field: string) => string = (field) => field,
): Pairing {
  const names = new Set([...first, ...second].flatMap(({ fields }) => Object.keys(fields)));
  const pairedBy: string[] = [];
  const compared: string[] = [];
  for (const name of names) {
    const ofFirst = valuesOf(first, name);
    const ofSecond = valuesOf(second, name);
    if (![...ofFirst].some((value) => ofSecond.has(value))) compared.push(name);
    else if (ofFirst.size > 1 || ofSecond.size > 1) pairedBy.push(name);
  }
  const agreement = pairedBy.length > 0 ? ` and the same ${pairedBy.map(labelOf).join(', ')}` : '';
  const alike = { first: byKey(first, pairedBy), second: byKey(second, pairedBy) };
  const pairs: Pair[] = [];
  const unpaired: Unpaired[] = [];
  const idsOfFirst = new Set(first.map(({ id }) => id));
  const inBoth = new Set(second.map(({ id }) => id).filter((id) => idsOfFirst.has(id)));
  const judge = (run: MeasuredRun, group: Unpaired['group']): MeasuredRun | null => {
    const key = keyOf(run, pairedBy);
    const own = alike[group].get(key) ?? [];
    const others = alike[group === 'first' ? 'second' : 'first'].get(key) ?? [];
    const reason = inBoth.has(run.id) ? 'it is in both groups' : whyAlone(run, own, others, agreement);
    if (reason === null) return others[0] ?? null;
    unpaired.push({ run, group, reason });
    return null;
  };
  for (const run of first) {
    const partner = judge(run, 'first');
    if (partner) {
      pairs.push({ first: run, second: partner, difference: (partner.value ?? NaN) - (run.value ?? NaN) });
    }
  }
  for (const run of second) judge(run, 'second');
  pairs.sort((a, b) => a.first.seed - b.first.seed);
  return { pairs, unpaired, pairedBy, compared };
}

function whyAlone(
  run: MeasuredRun,
  own: readonly MeasuredRun[],
  others: readonly MeasuredRun[],
  agreement: string,
): string | null {
  if (own.length > 1) return `${own.length} runs of its group have seed ${run.seed}${agreement}`;
  const [partner] = others;
  if (!partner) return `no run of the other group has seed ${run.seed}${agreement}`;
  if (others.length > 1) return `${others.length} runs of the other group have seed ${run.seed}${agreement}`;
  if (!isKnown(run.value)) return 'it has no finite value of the metric';
  if (!isKnown(partner.value)) return `its partner ${partner.name} has no finite value of the metric`;
  return null;
}

function isKnown(value: number | null): boolean {
  return value !== null && Number.isFinite(value);
}

function byKey(runs: readonly MeasuredRun[], names: readonly string[]): Map<string, MeasuredRun[]> {
  const found = new Map<string, MeasuredRun[]>();
  for (const run of runs) {
    const key = keyOf(run, names);
    const known = found.get(key);
    if (known) known.push(run);
    else found.set(key, [run]);
  }
  return found;
}

function keyOf({ seed, fields }: MeasuredRun, names: readonly string[]): string {
  return JSON.stringify([seed, ...names.map((name) => fields[name] ?? null)]);
}

function valuesOf(runs: readonly MeasuredRun[], name: string): Set<FieldValue> {
  return new Set(runs.map(({ fields }) => fields[name] ?? null));
}
