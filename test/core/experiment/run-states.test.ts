import { describe, expect, it } from 'vitest';
import { RUN_STATUSES, type RunStatus } from '../../../core/contract/run';
import { isActive, nextStatus, type RunAction } from '../../../core/experiment/run-states';

const ACTIONS: RunAction[] = ['start', 'complete', 'diverge', 'fail', 'interrupt', 'cancel'];

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
    expect(reachableFrom('running').sort()).toEqual(['cancelled', 'completed', 'diverged', 'failed', 'interrupted']);
  });

  it('never moves a run that has ended', () => {
    const ended = RUN_STATUSES.filter((status) => !isActive(status));
    expect(ended.flatMap(reachableFrom)).toEqual([]);
  });

  it('names the illegal move', () => {
    expect(() => nextStatus('completed', 'start')).toThrow('A run that is completed cannot start');
  });
});
