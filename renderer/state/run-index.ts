/** Runs by id, as values: every change makes a new map, which is how the views notice. */
import type { RunSummary } from '../../core/contract/run';

export type RunIndex = ReadonlyMap<string, RunSummary>;

export function indexed(runs: readonly RunSummary[]): RunIndex {
  return new Map(runs.map((run) => [run.id, run]));
}

/** New and changed runs taken in; of several changes of one run the last counts. */
export function withChanges(runs: RunIndex, changes: readonly RunSummary[]): RunIndex {
  return new Map([...runs, ...indexed(changes)]);
}

export function withoutRuns(runs: RunIndex, ids: readonly string[]): RunIndex {
  const gone = new Set(ids);
  return new Map(Array.from(runs).filter(([id]) => !gone.has(id)));
}
