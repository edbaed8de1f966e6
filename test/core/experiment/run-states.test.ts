import { describe, expect, it } from 'vitest';
import { RUN_STATUSES, type RunStatus } from '../../../core/contract/run';
import { isActive, isResumable, nextStatus, type RunAction } from '../../../core/experiment/run-states';

const ACTIONS: RunAction[] = ['start', 'pause', 'resume', 'complete', 'diverge', 'fail', 'interrupt', 'cancel'];

function reachableFrom(status: RunStatus): RunStatus[] {
  return ACTIONS.flatMap((action) => {
    try {
      return [nextStatus(status, action)];
    } catch {
      return [];
    }
  });
}

describe('run states', () => {
  it('lets a queued run start or end, and a running one end in every way', () => {
    expect(reachableFrom('queued').sort()).toEqual(['cancelled', 'failed', 'running']);
    expect(reachableFrom('running').sort()).toEqual([
      ...['cancelled', 'completed', 'diverged', 'failed', 'interrupted', 'paused'],
    ]);
  });

  it('moves a run that has stopped back into the queue only, and only where there is something left to train', () => {
    const stopped = RUN_STATUSES.filter((status) => !isActive(status));
    expect(stopped.filter(isResumable)).toEqual(['failed', 'interrupted', 'cancelled']);
    expect(new Set(stopped.flatMap(reachableFrom))).toEqual(new Set(['queued']));
    expect(reachableFrom('paused').sort()).toEqual(['cancelled', 'queued']);
  });

  it('names the illegal move', () => {
    expect(() => nextStatus('completed', 'start')).toThrow('A run that is completed cannot start');
  });
});
