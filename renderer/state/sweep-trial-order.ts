import type { SweepValue } from '../../core/contract/sweep-dimension';
import type { TrialRow } from './sweep-trials';

/** A column of the table of trials; any other name is a hyperparameter's. */
export type TrialSortKey = 'trial' | 'loss' | 'state' | (string & {});

/** Unknown values come last in either direction; equal ones keep the order of the trials. */
export function sortedTrials(rows: readonly TrialRow[], key: TrialSortKey, isDescending: boolean): TrialRow[] {
  const direction = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [valueOf(a, key), valueOf(b, key)];
    if (left === null || right === null) return Number(left === null) - Number(right === null) || a.trial - b.trial;
    if (left === right) return a.trial - b.trial;
    return (left < right ? -1 : 1) * direction;
  });
}

function valueOf(row: TrialRow, key: TrialSortKey): SweepValue | null {
  if (key === 'trial') return row.trial;
  if (key === 'loss') return row.loss;
  if (key === 'state') return row.state;
  return row.point[key] ?? null;
}
