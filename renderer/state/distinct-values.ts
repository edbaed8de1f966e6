import type { RunSummary } from '../../core/contract/run';
import type { TableColumn } from './table-columns';

/** How many different values the runs have in a column; unknown is none. */
export function distinctValues(runs: readonly RunSummary[], { read }: TableColumn): number {
  const values = new Set(runs.map((run) => read(run) ?? null));
  values.delete(null);
  return values.size;
}
