/** Every move a run's status may make; a move that isn't here is a bug. */
import type { RunStatus } from '../contract/run';

export type RunAction =
  'start' | 'pause' | 'resume' | 'complete' | 'diverge' | 'fail' | 'interrupt' | 'cancel' | 'extend';

const TRANSITIONS: Record<RunStatus, Partial<Record<RunAction, RunStatus>>> = {
  queued: { start: 'running', cancel: 'cancelled', fail: 'failed' },
  running: {
    complete: 'completed',
    diverge: 'diverged',
    fail: 'failed',
    pause: 'paused',
    interrupt: 'interrupted',
    cancel: 'cancelled',
  },
  paused: { resume: 'queued', cancel: 'cancelled' },
  completed: { extend: 'queued' },
  diverged: {},
  failed: { resume: 'queued' },
  interrupted: { resume: 'queued' },
  cancelled: { resume: 'queued' },
};

export function nextStatus(status: RunStatus, action: RunAction): RunStatus {
  const next = TRANSITIONS[status][action];
  if (!next) throw new Error(`A run that is ${status} cannot ${action}`);
  return next;
}

/** True where the run may go on from where it stopped. */
export function isResumable(status: RunStatus): boolean {
  return TRANSITIONS[status].resume !== undefined;
}

/** True where the run holds or waits for a trainer. */
export function isActive(status: RunStatus): boolean {
  return status === 'queued' || status === 'running' || status === 'paused';
}
