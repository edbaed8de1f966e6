import type { Progress, RunDocument, RunSummary } from '../../core/contract/run';

/** What a trainer, or a checkpoint, last said of its run. */
export interface LiveFigures {
  progress: Progress | null;
  /** NaN before the first epoch. */
  loss: number;
  validationLoss: number;
  /** True where the trainer has not given a sign of life for a while. */
  isStalled: boolean;
}

/**
 * A run as the window sees it.
 *
 * @param live          null where no trainer has the run and nothing was kept of it
 * @param queuePosition 1 is next; null where the run isn't waiting
 */
export function summarize(document: RunDocument, live: LiveFigures | null, queuePosition: number | null): RunSummary {
  return {
    ...document,
    progress: live?.progress ?? null,
    queuePosition,
    loss: finite(live?.loss ?? document.results?.loss),
    validationLoss: finite(live?.validationLoss ?? document.results?.validation?.loss),
    isStalled: live?.isStalled ?? false,
  };
}

function finite(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
