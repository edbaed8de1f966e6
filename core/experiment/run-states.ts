/** Every move a run's status may make; a move that isn't here is a bug. */
import type { RunStatus } from '../contract/run';

export type RunAction = 'start' | 'complete' | 'diverge' | 'fail' | 'interrupt' | 'cancel';

const TRANSITIONS: Record<RunStatus, Partial<Record<RunAction, RunStatus>>> = {
  queued: { start: 'running', cancel: 'cancelled', fail: 'failed' },
  running: {
    complete: 'completed',
    diverge: 'diverged',
    fail: 'failed',
    interrupt: 'interrupted',
    cancel: 'cancelled',
  },
  paused: { cancel: 'cancelled' },
  completed: {},
  diverged: {},
  failed: {},
  interrupted: {},
  cancelled: {},
};

export function nextStatus(status: RunStatus, action: RunAction): RunStatus {
  const next = TRANSITIONS[status][action];
  if (!next) throw new Error(`A run that is ${status} cannot ${action}`);
  return next;
}

/** True where the run holds or waits for a trainer. */
export function isActive(status: RunStatus): boolean {
  return status === 'queued' || status === 'running' || status === 'paused';
}
