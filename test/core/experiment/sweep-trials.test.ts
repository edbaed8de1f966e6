import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SweepDefinition } from '../../../core/contract/sweep';
import { planTrials, trialAt, trialRuns } from '../../../core/experiment/sweep-trials';
import { smallConfiguration } from '../../support/configurations';
import { smallSweep } from '../../support/sweeps';

const points = (over: Partial<SweepDefinition>) => planTrials(smallSweep(over)).trials.map(({ point }) => point);

describe('the trials of a sweep', () => {
  it('are every combination of a grid, the last dimension turning fastest', () => {
    const dimensions: SweepDefinition['dimensions'] = [
      { field: 'hiddenUnits', kind: 'integer', from: 4, to: 8, count: 2 },
      { field: 'optimizer', kind: 'choice', values: ['sgd', 'adam', 'rmsprop'] },
    ];
    expect(points({ dimensions })).toEqual([
      { hiddenUnits: 4, optimizer: 'sgd' },
      { hiddenUnits: 4, optimizer: 'adam' },
      { hiddenUnits: 4, optimizer: 'rmsprop' },
      { hiddenUnits: 8, optimizer: 'sgd' },
      { hiddenUnits: 8, optimizer: 'adam' },
      { hiddenUnits: 8, optimizer: 'rmsprop' },
    ]);
  });

  it('have configurations that differ from the base in the point and the name alone', () => {
    const [first] = planTrials(smallSweep()).trials;
    expect(first?.configuration).toEqual({ ...smallConfiguration(), learningRate: 1e-4, name: 'Rates · trial 1' });
  });

  it('are run with seeds that count up', () => {
    const sweep = smallSweep({ base: smallConfiguration({ seed: 40 }), seeds: 3 });
    const runs = trialRuns(sweep, trialAt(sweep, 4, { learningRate: 0.02 }));
    expect(runs.map(({ seed, name, learningRate }) => [seed, name, learningRate])).toEqual([
      [40, 'Rates · trial 5 · seed 40', 0.02],
      [41, 'Rates · trial 5 · seed 41', 0.02],
      [42, 'Rates · trial 5 · seed 42', 0.02],
    ]);
  });

  it('leave out whole numbers that fall together, and say so', () => {
    const plan = planTrials(
      smallSweep({ dimensions: [{ field: 'hiddenUnits', kind: 'integer', from: 1, to: 3, count: 10 }] }),
    );
    expect(plan.trials.map(({ point }) => point)).toEqual([{ hiddenUnits: 1 }, { hiddenUnits: 2 }, { hiddenUnits: 3 }]);
    expect(plan.notes).toEqual(['7 combinations fell on the same whole numbers as another.']);
  });

  it('leave out combinations that differ only in what has no effect, and say so', () => {
    const plan = planTrials(
      smallSweep({
        dimensions: [
          { field: 'model', kind: 'choice', values: ['alarmwork', 'elman'] },
          { field: 'period', kind: 'integer', from: 1, to: 4, count: 4 },
        ],
      }),
    );
    expect(plan.trials).toHaveLength(5);
    expect(plan.notes.join()).toContain(
      '3 combinations differed from another only in what has no effect there (Alarm period)',
    );
  });

  it('leave out combinations that no run can have, each with the reason', () => {
    const adding = { kind: 'task', task: 'adding', size: 200, delay: 1, dataSeed: 1, window: 12, stride: 12 } as const;
    const base = smallConfiguration({ dataset: { ...adding, validationFraction: 0.15, testFraction: 0.15 } });
    const plan = planTrials(
      smallSweep({ base, dimensions: [{ field: 'readout', kind: 'choice', values: ['last', 'every'] }] }),
    );
    expect(plan.trials.map(({ point }) => point)).toEqual([{ readout: 'last' }]);
    expect(plan.skipped).toEqual([
      { point: { readout: 'every' }, why: 'The adding problem has one target a sequence: set Readout to "last"' },
    ]);
    expect(plan.notes).toEqual(['1 combination cannot be trained and was skipped.']);
  });

  it('say when there are fewer than were asked for', () => {
    const plan = planTrials(
      smallSweep({
        method: 'random',
        trials: 20,
        dimensions: [{ field: 'period', kind: 'integer', from: 1, to: 5, count: 1 }],
      }),
    );
    expect(plan.trials).toHaveLength(5);
    expect(plan.notes).toEqual(['Only 5 different trials could be found, not 20: widen the ranges for more.']);
  });

  it.each(['random', 'quasi-random'] as const)(
    'are the same for the same seed and others for another (%s)',
    (method) => {
      expect(points({ method })).toEqual(points({ method }));
      expect(points({ method })).not.toEqual(points({ method, seed: 8 }));
      // More trials are a continuation: those of before stay.
      expect(points({ method, trials: 16 }).slice(0, 8)).toEqual(points({ method }));
    },
  );

  it('cover choices evenly when quasi-random: none is off its share by more than two cells', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 32 - 1 }), fc.integer({ min: 1, max: 6 }), (seed, choices) => {
        const values = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'].slice(0, choices);
        const drawn = points({
          method: 'quasi-random',
          seed,
          trials: 64,
          dimensions: [
            { field: 'optimizer', kind: 'choice', values },
            { field: 'learningRate', kind: 'logarithmic', from: 1e-5, to: 1, count: 1 },
          ],
        });
        for (const value of values) {
          const count = drawn.filter(({ optimizer }) => optimizer === value).length;
          // 64 points have one in each 64th of the axis; the two ends of a share cut one cell each.
          expect(Math.abs(count - 64 / choices)).toBeLessThan(2);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('are valid, different from each other and no more than asked for, whatever is searched', () => {
    const dimensions = fc.uniqueArray(
      fc.constantFrom<SweepDefinition['dimensions'][number]>(
        { field: 'learningRate', kind: 'logarithmic', from: 1e-5, to: 10, count: 3 },
        { field: 'hiddenUnits', kind: 'logarithmic-integer', from: 1, to: 100, count: 4 },
        { field: 'period', kind: 'integer', from: 1, to: 3, count: 5 },
        { field: 'model', kind: 'choice', values: ['alarmwork', 'elman'] },
        { field: 'shuffle', kind: 'choice', values: [true, false] },
        { field: 'weightDecay', kind: 'linear', from: 0, to: 0.1, count: 3 },
      ),
      { minLength: 1, maxLength: 4, selector: ({ field }) => field },
    );
    const method = fc.constantFrom('grid' as const, 'random' as const, 'quasi-random' as const);
    fc.assert(
      fc.property(
        dimensions,
        method,
        fc.nat({ max: 99 }),
        fc.integer({ min: 1, max: 30 }),
        (dims, how, seed, trials) => {
          const sweep = SweepDefinition.parse(smallSweep({ dimensions: dims, method: how, seed, trials, seeds: 1 }));
          const plan = planTrials(sweep);
          const keys = plan.trials.map(({ point }) => JSON.stringify(point));
          expect(new Set(keys).size).toBe(keys.length);
          if (how !== 'grid') expect(keys.length).toBeLessThanOrEqual(trials);
          expect(keys.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
