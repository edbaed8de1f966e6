/** Runs in groups that differ in more than the seed, with the figures of each. */
import { allButSeed, groupBy } from '../../core/analysis/grouping';
import type { FieldValue } from '../../core/analysis/fields';
import { summarise, type Summary } from '../../core/analysis/statistics';
import type { ComparedRun } from './compared-runs';
import { isUnderWay } from './compared-runs';
import type { Measure } from './measures';

export interface SeedGroup {
  readonly key: string;
  readonly label: string;
  /** What the label is made of: one a field. */
  readonly parts: readonly string[];
  readonly members: readonly ComparedRun[];
  readonly summary: Summary;
  readonly diverged: number;
  /** Waiting, training or paused. */
  readonly underWay: number;
  /** Ended without a value, other than by diverging. */
  readonly without: number;
  /** Seeds that more than one member has: the same training counted twice. */
  readonly repeatedSeeds: readonly number[];
}

/** How people call fields and their values. */
export interface FieldWording {
  readonly labelOf: (field: string) => string;
  readonly textOf: (field: string, value: FieldValue) => string;
}

/** Fields besides the seed in which these runs differ, in the order of the form. */
export function varyingFields(runs: readonly ComparedRun[]): string[] {
  return allButSeed(runs).filter((field) => new Set(runs.map(({ fields }) => fields[field] ?? null)).size > 1);
}

/** @param by fields to group by; null for all but the seed */
export function seedGroups(
  runs: readonly ComparedRun[],
  by: readonly string[] | null,
  wording: FieldWording,
): SeedGroup[] {
  const varying = varyingFields(runs);
  const groups = groupBy(runs, by === null ? varying : varying.filter((field) => by.includes(field)), wording);
  return groups.map(({ key, values, members }) => {
    const known = members.filter(({ value }) => value !== null);
    const diverged = members.filter(({ status }) => status === 'diverged').length;
    const underWay = members.filter(isUnderWay).length;
    const parts = labelParts(values, members, wording);
    return {
      key,
      label: parts.length > 0 ? parts.join(' · ') : 'All runs',
      parts,
      members,
      summary: summarise(known.map(({ value }) => value ?? NaN)),
      diverged,
      underWay,
      without: members.length - known.length - diverged - underWay,
      repeatedSeeds: repeated(known.map(({ seed }) => seed)),
    };
  });
}

/**
 * Only what has a meaning in the group is named: Elman has no period. A model is called by its name alone, and AlarmworkNet by
 * its period where that sets groups apart, which no other model has.
 */
function labelParts(
  values: readonly (readonly [string, FieldValue])[],
  members: readonly ComparedRun[],
  { labelOf, textOf }: FieldWording,
): string[] {
  const hasPeriod = values.some(([field, value]) => field === 'period' && value !== null);
  return values
    .filter(([field, value]) => value !== null && !(field === 'model' && hasPeriod))
    .map(([field, value]) => {
      if (field === 'model') return textOf(field, value);
      if (field === 'period' && neverRings(value, members)) return 'no in2 (the alarm never rings)';
      return `${labelOf(field)} ${textOf(field, value)}`;
    });
}

/** What of its label sets a group apart from another one: with many fields, most are the same in both. */
export function labelBeside({ label, parts }: SeedGroup, other: SeedGroup): string {
  return parts.filter((part) => !other.parts.includes(part)).join(' · ') || label;
}

function neverRings(period: FieldValue, members: readonly ComparedRun[]): boolean {
  return members.every(({ fields }) => Number(period) > Number(fields['dataset.window']));
}

function repeated(seeds: readonly number[]): number[] {
  return [...new Set(seeds.filter((seed, position) => seeds.indexOf(seed) !== position))];
}

/** The group with the best mean, where at least two have one and not all are alike. */
export function bestGroup(groups: readonly SeedGroup[], { better }: Pick<Measure, 'better'>): SeedGroup | null {
  const known = groups.filter(({ summary }) => summary.mean !== null);
  const sign = better === 'lower' ? 1 : -1;
  const sorted = known.toSorted((a, b) => sign * ((a.summary.mean ?? 0) - (b.summary.mean ?? 0)));
  const [first, second] = sorted;
  return first && second && first.summary.mean !== second.summary.mean ? first : null;
}
