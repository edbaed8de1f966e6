import { median } from '../../core/analysis/statistics';
import type { RunDocument } from '../../core/contract/run';

/** Of a trainer that starts, on a computer that has not trained anything yet. */
const UNKNOWN_START = 1;
/** The newest are on this computer, as it is now. */
const MOST_RUNS = 50;

/** What a run takes beside its training, in seconds: the median over completed runs. Pauses make some of them long. */
export function startSecondsOf(runs: readonly RunDocument[]): number {
  const known: number[] = [];
  for (let index = runs.length - 1; index >= 0 && known.length < MOST_RUNS; index--) {
    const { status, startedAt, finishedAt, results } = runs[index] ?? {};
    if (status !== 'completed' || startedAt == null || finishedAt == null || !results) continue;
    known.push(Math.max(0, (finishedAt - startedAt) / 1000 - results.seconds));
  }
  return median(known) ?? UNKNOWN_START;
}
