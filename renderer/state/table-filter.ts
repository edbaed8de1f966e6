/** Which runs the table shows: filter, search and archive together. */
import { compileFilter, type Filter } from '../../core/analysis/filter/filter';
import type { FilterValue } from '../../core/analysis/filter/filter-field';
import { RUN_FIELDS } from '../../core/analysis/filter/run-fields';
import { runValueReader } from '../../core/analysis/run-value';
import type { RunSummary } from '../../core/contract/run';
import { datasetTitle } from './dataset-titles';
import { searchTest } from './run-search';

export type UsableFilter = Extract<Filter, { ok: true }>;

export interface Choice {
  readonly filter: UsableFilter;
  readonly search: string;
  readonly withArchived: boolean;
}

/** As the filter language sees a run, with only the fields that it asks for. */
function recordTest({ fields, matches }: UsableFilter): ((run: RunSummary) => boolean) | null {
  if (fields.length === 0) return null;
  const readers = fields.map((name) => ({ name, read: readerOf(name) }));
  return (run) => {
    const record: Record<string, FilterValue> = {};
    for (const { name, read } of readers) record[name] = read(run);
    return matches(record);
  };
}

/** Data goes by its id and by the title that the window shows. */
function readerOf(name: string): (run: RunSummary) => FilterValue {
  const read = runValueReader(name);
  if (name !== 'dataset') return read;
  return (run) => {
    const ids = read(run);
    return Array.isArray(ids) ? [...ids, datasetTitle(run.configuration.dataset)] : ids;
  };
}

/** Archived runs are out of the way unless they are asked for: by the switch, or by a filter that speaks of them. */
export function runTest({ filter, search, withArchived }: Choice): (run: RunSummary) => boolean {
  const speaksOfArchive = withArchived || filter.fields.includes('archived');
  const tests = [speaksOfArchive ? null : (run: RunSummary) => !run.isArchived, searchTest(search), recordTest(filter)];
  const asked = tests.filter((test) => test !== null);
  return (run) => asked.every((test) => test(run));
}

export const readFilter = (text: string, now = Date.now()): Filter => compileFilter(text, RUN_FIELDS, now);

/** Values that runs have, for completion: tags and what belongs to data. */
export function knownValues(runs: readonly RunSummary[]): Readonly<Record<string, readonly string[]>> {
  const fields = ['tag', 'dataset', 'dataset.inputs', 'dataset.target'];
  return Object.fromEntries(
    fields.map((name) => {
      const read = readerOf(name);
      const values = new Set(runs.flatMap((run) => read(run) ?? []).map(String));
      return [name, [...values].sort().slice(0, 200)];
    }),
  );
}
