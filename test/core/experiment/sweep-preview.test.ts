import { expect, it } from 'vitest';
import { previewSweep } from '../../../core/experiment/sweep-preview';
import { smallConfiguration } from '../../support/configurations';
import { smallSweep } from '../../support/sweeps';

const widths = () => ({ inputs: 1, outputs: 1, longest: null });

it('counts trials and runs, and estimates the time of their training and of their starts', () => {
  // 4 trials × 2 seeds × 4 epochs × 0.5 s, on two trainers; and 8 starts of 0.25 s on two trainers.
  const preview = previewSweep(smallSweep(), 0.5, widths, 2, 0.25);
  expect(preview).toMatchObject({ trials: 4, runs: 8, skippedCount: 0, parallelRuns: 2, notes: [] });
  expect(preview.points.map((point) => point['learningRate'])).toEqual([0.0001, 0.001, 0.01, 0.1]);
  expect(preview.seconds).toBeCloseTo(8 + 1, 10);
  expect(preview.secondsWithStopping).toBe(preview.seconds);
});

it('estimates no time before the base was measured, and then does not need the data', () => {
  const preview = previewSweep(
    smallSweep(),
    null,
    () => {
      throw new Error('Not needed');
    },
    1,
    1,
  );
  expect([preview.seconds, preview.secondsWithStopping]).toEqual([null, null]);
});

it('says which combinations cannot be trained and why', () => {
  const adding = { kind: 'task', task: 'adding', size: 200, delay: 1, dataSeed: 1, window: 12, stride: 12 } as const;
  const base = smallConfiguration({ dataset: { ...adding, validationFraction: 0.15, testFraction: 0.15 } });
  const definition = smallSweep({
    base,
    dimensions: [{ field: 'readout', kind: 'choice', values: ['last', 'every'] }],
  });
  const preview = previewSweep(definition, null, widths, 1, 1);
  expect([preview.trials, preview.skippedCount]).toEqual([1, 1]);
  expect(preview.skipped[0]?.why).toContain('one target a sequence');
});
