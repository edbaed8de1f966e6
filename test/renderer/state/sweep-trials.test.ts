import { describe, expect, it } from 'vitest';
import type { RunStatus, RunSummary } from '../../../core/contract/run';
import type { SweepDetail, SweepSummary } from '../../../core/contract/sweep-requests';
import { sortedTrials } from '../../../renderer/state/sweep-trial-order';
import { bestTrials, runCounts, runsOfSweep, trialRows } from '../../../renderer/state/sweep-trials';
import { smallSweep } from '../../support/sweeps';
import { results, run } from '../runs';

const ID = smallSweep().id;

const summary: SweepSummary = {
  id: ID,
  name: 'Rates',
  status: 'running',
  createdAt: 1,
  finishedAt: null,
  method: 'grid',
  fields: ['learningRate'],
  trials: 4,
  seeds: 2,
  launched: 6,
  stopped: [1],
};

const detail: SweepDetail = {
  definition: smallSweep(),
  trials: [0.1, 0.01, 0.001, 0.0001].map((learningRate, trial) => ({
    point: { learningRate },
    stopped: trial === 1 ? { epoch: 5, why: 'Stopped at epoch 5: weak' } : null,
  })),
  skipped: [],
  notes: [],
};

function ofTrial(trial: number, seed: number, status: RunStatus, loss: number | null): RunSummary {
  return run({ status, sweep: { id: ID, trial }, results: loss === null ? null : results(loss, 0) }, { seed });
}

const RUNS = [
  ofTrial(0, 1, 'completed', 3),
  ofTrial(0, 2, 'completed', 5),
  ofTrial(1, 1, 'cancelled', 8),
  ofTrial(1, 2, 'completed', 8),
  ofTrial(2, 1, 'completed', 1),
  ofTrial(2, 2, 'running', null),
];

describe('trials of a sweep', () => {
  it('have the mean and the standard deviation of their seeds, and their state', () => {
    const rows = trialRows(detail, 'running', RUNS);
    // By hand: mean of 3 and 5, and √((1 + 1) / 1).
    expect(rows[0]).toMatchObject({ loss: 4, deviation: Math.SQRT2, seeds: 2, state: 'completed', isOver: true });
    expect(rows.map(({ state }) => state)).toEqual(['completed', 'stopped', 'training', 'waiting']);
    expect(rows[2]).toMatchObject({ loss: 1, deviation: null, seeds: 1, isOver: false });
    expect(rows[3]).toMatchObject({ loss: null, runs: [], isOver: false });
  });

  it('are not called the best while they train, nor where a seed diverged', () => {
    const diverged = [ofTrial(3, 1, 'completed', 0.1), ofTrial(3, 2, 'diverged', null)];
    expect(bestTrials(trialRows(detail, 'running', [...RUNS, ...diverged])).map(({ trial }) => trial)).toEqual([0, 1]);
  });

  it('that were trained before they were known to be weak are completed, not stopped', () => {
    const runs = [ofTrial(1, 1, 'completed', 8), ofTrial(1, 2, 'completed', 8)];
    expect(trialRows(detail, 'running', runs)[1]?.state).toBe('completed');
  });

  it('are sorted with those without a value last, in either direction', () => {
    const rows = trialRows(detail, 'running', RUNS);
    const order = (isDescending: boolean) => sortedTrials(rows, 'loss', isDescending).map(({ trial }) => trial);
    expect(order(false)).toEqual([2, 0, 1, 3]);
    expect(order(true)).toEqual([1, 0, 2, 3]);
    expect(sortedTrials(rows, 'learningRate', false).map(({ trial }) => trial)).toEqual([3, 2, 1, 0]);
  });
});

describe('runs of a sweep', () => {
  it('are those that name it, by their seeds', () => {
    const runs = [...RUNS].reverse();
    const found = runsOfSweep([...runs, run()], ID);
    expect(found).toHaveLength(6);
    expect(found.map(({ configuration }) => configuration.seed)).toEqual([1, 1, 1, 2, 2, 2]);
  });

  it('are counted by what became of them, those not launched yet and those deleted included', () => {
    expect(runCounts(summary, RUNS)).toEqual({
      done: 4,
      training: 1,
      paused: 0,
      queued: 2,
      stopped: 1,
      failed: 0,
      cancelled: 0,
      deleted: 0,
    });
    const cancelled = runCounts({ ...summary, status: 'cancelled' }, RUNS.slice(1));
    expect([cancelled.cancelled, cancelled.deleted, cancelled.queued]).toEqual([2, 1, 0]);
  });
});
