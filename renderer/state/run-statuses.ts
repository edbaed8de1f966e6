import type { RunStatus, RunSummary } from '../../core/contract/run';

export const STATUS_WORDS: Record<RunStatus, string> = {
  queued: 'Queued',
  running: 'Training',
  paused: 'Paused',
  completed: 'Completed',
  diverged: 'Diverged',
  failed: 'Failed',
  interrupted: 'Interrupted',
  cancelled: 'Cancelled',
};

/** Running first, then what waits, then what ended. */
export const STATUS_ORDER: Record<RunStatus, number> = {
  running: 0,
  paused: 1,
  queued: 2,
  interrupted: 3,
  failed: 4,
  diverged: 5,
  cancelled: 6,
  completed: 7,
};

/** A run's status in a word: one whose trainer has gone quiet is not called training. */
export function statusWord({ status, isStalled }: Pick<RunSummary, 'status' | 'isStalled'>): string {
  return isStalled ? 'Stalled' : STATUS_WORDS[status];
}

/** Runs that can still be cancelled. */
export function isActive({ status }: Pick<RunSummary, 'status'>): boolean {
  return status === 'queued' || status === 'running' || status === 'paused';
}

/** Runs that can be stopped with everything kept. */
export function isPausable({ status }: Pick<RunSummary, 'status'>): boolean {
  return status === 'running';
}

/** Runs that stopped before their end and can go on. */
export function isResumable({ status }: Pick<RunSummary, 'status'>): boolean {
  return status === 'paused' || status === 'interrupted' || status === 'failed' || status === 'cancelled';
}

/** Share of the run's optimizer steps that are done, 0 to 1. */
export function progressShare({ status, progress }: RunSummary): number {
  if (status === 'completed') return 1;
  if (!progress || progress.steps <= 0) return 0;
  return Math.min(1, progress.step / progress.steps);
}
