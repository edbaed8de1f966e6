import { describe, expect, it } from 'vitest';
import type { RunConfiguration } from '../../../core/contract/run';
import { secondsPerEpoch, sweepCost } from '../../../core/experiment/sweep-cost';
import { planTrials } from '../../../core/experiment/sweep-trials';
import { smallConfiguration } from '../../support/configurations';
import { smallSweep } from '../../support/sweeps';

const WIDTHS = { inputs: 1, outputs: 1, longest: null };
const base = smallConfiguration({ epochs: 90 });
const measured = [{ configuration: base, secondsPerEpoch: 0.5 }];

describe('the cost of a sweep', () => {
  it('is that of its runs, one after another or several at a time', () => {
    const sweep = smallSweep({ base, seeds: 3 });
    const cost = sweepCost(sweep, planTrials(sweep), measured, WIDTHS, 1);
    // 4 rates × 3 seeds × 90 epochs × half a second.
    expect(cost).toEqual({ trials: 4, runs: 12, trainingSeconds: 540, seconds: 540, secondsWithStopping: 540 });
    expect(sweepCost(sweep, planTrials(sweep), measured, WIDTHS, 4).seconds).toBe(135);
    // Twelve runs on five trainers take three rounds too.
    expect(sweepCost(sweep, planTrials(sweep), measured, WIDTHS, 5).seconds).toBe(135);
    expect(sweepCost(sweep, planTrials(sweep), measured, WIDTHS, 100).seconds).toBe(45);
  });

  it('is less with stopping: a third goes on at epochs 10 and 30', () => {
    const stopping = { metric: 'validationLoss', minEpochs: 10, reduction: 3, rungs: 2 } as const;
    const sweep = smallSweep({ base, seeds: 1, stopping });
    const cost = sweepCost(sweep, planTrials(sweep), measured, WIDTHS, 1);
    // Of 90 epochs: 10 + 20/3 + 60/9 on average.
    expect(cost.secondsWithStopping).toBeCloseTo((180 * (10 + 20 / 3 + 60 / 9)) / 90, 9);
  });

  it('grows with the epochs, and with the hidden units: not at all at first, with their square in the end', () => {
    const at = (over: Partial<RunConfiguration>): number => secondsPerEpoch({ ...base, ...over }, measured, WIDTHS);
    expect(at({})).toBe(0.5);
    // From large to twice as large, almost four times: the products outweigh the rest.
    expect(at({ hiddenUnits: 1024 }) / at({ hiddenUnits: 512 })).toBeCloseTo(4, 0);
    expect(at({ hiddenUnits: 2 }) / at({ hiddenUnits: 1 })).toBeLessThan(1.1);
    expect(at({ batchSize: 1 })).toBeGreaterThan(at({ batchSize: 64 }));
    expect(at({ period: 1 })).toBeGreaterThan(at({ period: 4 }));
  });

  it('goes by the measured configuration that is nearest', () => {
    const large = { ...base, hiddenUnits: 60 };
    const both = [...measured, { configuration: large, secondsPerEpoch: 7 }];
    expect(secondsPerEpoch(large, both, WIDTHS)).toBe(7);
    expect(secondsPerEpoch(base, both, WIDTHS)).toBe(0.5);
  });
});
