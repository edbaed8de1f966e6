import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosinePi } from '../../../core/nn/cosine';
import { LearningRate, type ScheduleChoice } from '../../../core/nn/learning-rate';
import { logarithm } from '../../../core/nn/logarithm';

const constant: ScheduleChoice = { schedule: 'constant', learningRate: 0.1, warmup: 0, decay: 0.5, decayEpochs: 2 };

/** Rates of a run of ten epochs with three steps each. */
function rates(choice: ScheduleChoice, validationLosses: number[] = []): number[] {
  const learningRate = new LearningRate(choice, 3, 30);
  return Array.from({ length: 30 }, (_, step) => {
    if (step > 0 && step % 3 === 0) learningRate.observe(validationLosses[step / 3 - 1] ?? 1 / step);
    return learningRate.at(step);
  });
}

describe('the learning rate', () => {
  it('stays as it is', () => {
    expect(new Set(rates(constant))).toEqual(new Set([0.1]));
  });

  it('is halved every second epoch', () => {
    const everySixth = rates({ ...constant, schedule: 'step' }).filter((_, step) => step % 6 === 0);
    expect(everySixth).toEqual([0.1, 0.05, 0.025, 0.0125, 0.00625]);
    expect(rates({ ...constant, schedule: 'step' })[5]).toBe(0.1);
  });

  it('follows half a cosine down to almost nothing', () => {
    rates({ ...constant, schedule: 'cosine' }).forEach((rate, step) => {
      expect(rate).toBeCloseTo(0.05 * (1 + Math.cos((Math.PI * step) / 30)), 15);
    });
  });

  it('falls after two epochs without a better validation loss, and waits anew after each fall', () => {
    const losses = [5, 4, 4, 4, 4, 4, 3, 3, 3];
    const byEpoch = rates({ ...constant, schedule: 'plateau' }, losses).filter((_, step) => step % 3 === 0);
    expect(byEpoch).toEqual([0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.025, 0.0125]);
  });

  it('rises over the steps of the warm-up, whatever the schedule does after it', () => {
    expect(rates({ ...constant, warmup: 4 }).slice(0, 5)).toEqual(
      [0.025, 0.05, 0.075, 0.1, 0.1].map((r) => expect.closeTo(r, 15) as number),
    );
  });

  it('goes on from a saved state', () => {
    const choice: ScheduleChoice = { ...constant, schedule: 'plateau' };
    const first = new LearningRate(choice, 3, 30);
    for (const loss of [3, 3, 3, 3]) first.observe(loss);
    const second = new LearningRate(choice, 3, 30, first.state);
    first.observe(3);
    second.observe(3);
    expect(second.at(20)).toBe(first.at(20));
  });
});

describe('functions that engines disagree on', () => {
  // The engine's own are within an ulp; ours within a few of 1.
  it('cosine of π x', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        (x) => Math.abs(cosinePi(x) - Math.cos(Math.PI * x)) < 8e-16,
      ),
    );
    expect([0, 0.5, 1].map(cosinePi)).toEqual([1, expect.closeTo(0, 15), -1]);
  });

  it('natural logarithm', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(Math.log(x))));
      }),
    );
  });
});
