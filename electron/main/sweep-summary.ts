/** A sweep's document as the window gets it: a summary at every change, and what its page shows when it is opened. */
import type { SweepDetail, SweepSummary } from '../../core/contract/sweep-requests';
import type { SweepDocument } from '../../core/contract/sweep';

export function summarizeSweep(document: SweepDocument): SweepSummary {
  const { definition, createdAt, finishedAt, status, trials } = document;
  const { id, name, method, dimensions, seeds } = definition;
  let launched = 0;
  for (const trial of trials) for (const run of trial.runs) if (run !== null) launched++;
  return {
    id,
    name,
    status,
    createdAt,
    finishedAt,
    method,
    fields: dimensions.map(({ field }) => field),
    trials: trials.length,
    seeds,
    launched,
    stopped: trials.flatMap((trial, index) => (trial.stopped ? [index] : [])),
  };
}

export function detailOfSweep({ definition, trials, skipped, notes }: SweepDocument): SweepDetail {
  return { definition, trials: trials.map(({ point, stopped }) => ({ point, stopped })), skipped, notes };
}
