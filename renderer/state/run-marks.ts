/** Tags, notes, colours and the archive, written on several runs at once and taken back again. */
import type { Params } from '../../core/contract/ipc';
import type { RunSummary } from '../../core/contract/run';

export interface Marking {
  readonly ids: readonly string[];
  readonly change: Params<'runs:annotate'>['change'];
}

/** A run cannot have more. */
export const MOST_TAGS = 20;

/** @returns one change for each different list of tags that comes of it; runs that stay as they are, are in none */
export function addTag(runs: readonly RunSummary[], tag: string): Marking[] {
  return tagMarkings(
    runs.filter(({ tags }) => !tags.includes(tag) && tags.length < MOST_TAGS),
    (tags) => [...tags, tag],
  );
}

export function removeTag(runs: readonly RunSummary[], tag: string): Marking[] {
  return tagMarkings(
    runs.filter(({ tags }) => tags.includes(tag)),
    (tags) => tags.filter((each) => each !== tag),
  );
}

function tagMarkings(runs: readonly RunSummary[], change: (tags: readonly string[]) => string[]): Marking[] {
  return merged(runs.map(({ id, tags }) => ({ ids: [id], change: { tags: change(tags) } })));
}

/** What brings the marks back that a change overwrites. */
export function marksBefore(runs: readonly RunSummary[], markings: readonly Marking[]): Marking[] {
  const changes = new Map(markings.flatMap(({ ids, change }) => ids.map((id) => [id, change] as const)));
  return merged(
    runs.flatMap(({ id, tags, notes, isArchived, colour }) => {
      const change = changes.get(id);
      if (!change) return [];
      const before: Marking['change'] = {};
      if (change.tags) before.tags = tags;
      if (change.notes !== undefined) before.notes = notes;
      if (change.isArchived !== undefined) before.isArchived = isArchived;
      if (change.colour !== undefined) before.colour = colour;
      return [{ ids: [id], change: before }];
    }),
  );
}

/** One request for all runs that get the same. */
function merged(markings: readonly Marking[]): Marking[] {
  const byChange = new Map<string, { ids: string[]; change: Marking['change'] }>();
  for (const { ids, change } of markings) {
    const key = JSON.stringify(change);
    const known = byChange.get(key);
    if (known) known.ids.push(...ids);
    else byChange.set(key, { ids: [...ids], change });
  }
  return [...byChange.values()];
}

export interface TagCount {
  readonly tag: string;
  readonly count: number;
}

/** Most used first. */
export function tagCounts(runs: readonly RunSummary[]): TagCount[] {
  const counts = new Map<string, number>();
  for (const { tags } of runs) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return Array.from(counts, ([tag, count]) => ({ tag, count })).sort(
    (a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1),
  );
}
