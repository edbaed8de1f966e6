import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rungEpoch, SuccessiveHalving, type HalvingDecision, type HalvingRules } from '../../../core/experiment/asha';
import { Rng } from '../../../core/random/rng';

const RULES: HalvingRules = { minEpochs: 1, reduction: 3, rungs: 3, seeds: 1 };

/** Trials that reach `epoch` one after another, each with one seed. */
function arrive(halving: SuccessiveHalving, losses: readonly number[], epoch = 1): HalvingDecision[] {
  return losses.flatMap((loss, trial) => halving.report({ kind: 'reached', trial, seed: 0, epoch, loss }));
}

const goesOn = (decisions: readonly HalvingDecision[]): boolean[] => decisions.map((decision) => decision.goesOn);

describe('asynchronous successive halving', () => {
  it('has its rungs where the paper has them: η = 3 and r = 1 up to 9 epochs (Li et al. 2020, figure 1)', () => {
    expect([0, 1, 2].map((rung) => rungEpoch(RULES, rung))).toEqual([1, 3, 9]);
  });

  it('keeps the best third of those there so far (worked by hand)', () => {
    // n:        1     2     3: best 1   4: 1   5: 1   6: best 2   7: 2   8: 2   9: best 3
    const losses = [0.5, 0.9, 0.7, 0.4, 0.45, 0.42, 0.6, 0.41, 0.43];
    // Sorted at 6: .4 .42 | at 8: .4 .41 | at 9: .4 .41 .42, and .43 is fourth.
    const expected = [true, true, false, true, false, true, false, true, false];
    expect(goesOn(arrive(new SuccessiveHalving(RULES), losses))).toEqual(expected);
  });

  it('stops none of the trials that arrive from worst to best, and all but two from best to worst', () => {
    const falling = [9, 8, 7, 6, 5, 4, 3, 2, 1];
    expect(goesOn(arrive(new SuccessiveHalving(RULES), falling))).toEqual(falling.map(() => true));
    const rising = falling.toReversed();
    expect(goesOn(arrive(new SuccessiveHalving(RULES), rising))).toEqual(rising.map((_, index) => index < 2));
  });

  it('says why, in a sentence', () => {
    const halving = new SuccessiveHalving({ minEpochs: 3, reduction: 3, rungs: 2, seeds: 1 });
    const early = arrive(halving, [0.5, 0.22, 0.6], 3);
    expect(early.map(({ why }) => why)).toEqual([
      'Goes on after epoch 3: 1 of the 3 trials that a judgement needs have got there',
      'Goes on after epoch 3: 2 of the 3 trials that a judgement needs have got there',
      'Stopped at epoch 3: validation loss 0.6 is not among the best 1/3 of 3 trials at that epoch (limit 0.22)',
    ]);
    const [best] = halving.report({ kind: 'reached', trial: 3, seed: 0, epoch: 3, loss: 0.123456 });
    expect(best?.why).toBe(
      'Goes on after epoch 3: validation loss 0.1235 is among the best 1/3 of 4 trials at that epoch (limit 0.1235)',
    );
  });

  it('judges a trial once, and a stopped one never again', () => {
    const halving = new SuccessiveHalving(RULES);
    arrive(halving, [1, 2, 3]);
    expect(halving.report({ kind: 'reached', trial: 2, seed: 0, epoch: 3, loss: 0 })).toEqual([]);
    expect(halving.report({ kind: 'reached', trial: 0, seed: 0, epoch: 2, loss: 9 })).toEqual([]);
    expect(halving.verdicts).toHaveLength(3);
  });

  it('takes the first report after a rung where none was made at it, over several rungs at once', () => {
    const halving = new SuccessiveHalving(RULES);
    const decisions = halving.report({ kind: 'reached', trial: 0, seed: 0, epoch: 5, loss: 0.5 });
    expect(decisions.map(({ rung, epoch }) => [rung, epoch])).toEqual([
      [0, 1],
      [1, 3],
    ]);
  });

  describe('with several seeds', () => {
    const rules: HalvingRules = { minEpochs: 2, reduction: 2, rungs: 2, seeds: 2 };
    const withSeeds = (): SuccessiveHalving => {
      const halving = new SuccessiveHalving(rules);
      // Trial 0: mean 0.3, trial 1: mean 0.5.
      for (const [trial, seed, loss] of [
        [0, 0, 0.2],
        [0, 1, 0.4],
        [1, 1, 0.6],
        [1, 0, 0.4],
      ] as const) {
        halving.report({ kind: 'reached', trial, seed, epoch: 2, loss });
      }
      return halving;
    };

    it('compares means, once the last seed has got there', () => {
      expect(withSeeds().verdicts).toEqual([
        { rung: 0, trial: 0, loss: expect.closeTo(0.3, 12) as number, goesOn: true },
        { rung: 0, trial: 1, loss: 0.5, goesOn: false },
      ]);
      const halving = withSeeds();
      expect(halving.report({ kind: 'reached', trial: 2, seed: 0, epoch: 3, loss: 0.1 })).toEqual([]);
      const [decision] = halving.report({ kind: 'reached', trial: 2, seed: 1, epoch: 2, loss: 0.3 });
      expect(decision).toMatchObject({ trial: 2, goesOn: true });
      expect(decision?.why).toContain('validation loss 0.2 (mean over 2 seeds)');
    });

    it('counts a seed that diverged as worst', () => {
      const halving = withSeeds();
      halving.report({ kind: 'ended', trial: 2, seed: 0, how: 'diverged' });
      const [decision] = halving.report({ kind: 'reached', trial: 2, seed: 1, epoch: 2, loss: 0.01 });
      expect(decision?.why).toBe(
        'Stopped at epoch 2: a validation loss that is not finite is not among the best 1/2 of 3 trials at that epoch (limit 0.3)',
      );
      expect(halving.verdicts.at(-1)?.loss).toBeNull();
    });

    it('leaves out a seed that failed, until it is run again', () => {
      const failed = withSeeds();
      failed.report({ kind: 'ended', trial: 2, seed: 0, how: 'failed' });
      const [decision] = failed.report({ kind: 'reached', trial: 2, seed: 1, epoch: 2, loss: 0.01 });
      expect(decision).toMatchObject({ goesOn: true });

      const rerun = withSeeds();
      rerun.report({ kind: 'ended', trial: 2, seed: 0, how: 'failed' });
      rerun.report({ kind: 'reached', trial: 2, seed: 0, epoch: 1, loss: 0.9 });
      expect(rerun.report({ kind: 'reached', trial: 2, seed: 1, epoch: 2, loss: 0.01 })).toEqual([]);
    });

    it('carries on the last loss of a seed that completed early', () => {
      const halving = withSeeds();
      halving.report({ kind: 'reached', trial: 2, seed: 0, epoch: 1, loss: 0.1 });
      halving.report({ kind: 'ended', trial: 2, seed: 0, how: 'completed' });
      halving.report({ kind: 'reached', trial: 2, seed: 1, epoch: 2, loss: 0.2 });
      expect(halving.verdicts.at(-1)).toEqual({
        rung: 0,
        trial: 2,
        loss: expect.closeTo(0.15, 12) as number,
        goesOn: true,
      });
    });
  });

  it('stops no trial that has ended, but measures others by it', () => {
    const halving = new SuccessiveHalving({ ...RULES, reduction: 2 });
    halving.report({ kind: 'reached', trial: 0, seed: 0, epoch: 1, loss: 0.1 });
    expect(halving.report({ kind: 'ended', trial: 1, seed: 0, how: 'diverged' })).toEqual([]);
    expect(halving.verdicts.at(-1)).toEqual({ rung: 0, trial: 1, loss: null, goesOn: false });
    const [decision] = halving.report({ kind: 'reached', trial: 2, seed: 0, epoch: 1, loss: 0.2 });
    expect(decision).toMatchObject({ goesOn: false });
  });

  const loss = fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.constantFrom(NaN, Infinity, 1, 2));

  it('never stops the best so far, stops by rank alone, and lets at least η − 1 through', () => {
    fc.assert(
      fc.property(fc.array(loss, { maxLength: 60 }), fc.integer({ min: 2, max: 5 }), (losses, reduction) => {
        const decisions = arrive(new SuccessiveHalving({ ...RULES, reduction, rungs: 1 }), losses);
        expect(decisions).toHaveLength(losses.length);
        decisions.forEach((decision, index) => {
          const own = losses[index] ?? NaN;
          const before = losses.slice(0, index);
          // By counting, where the code sorts.
          const better = before.filter((other) => other < own || (Number.isNaN(own) && Number.isFinite(other))).length;
          const places = Math.floor((index + 1) / reduction);
          expect(decision.goesOn).toBe(places === 0 || (Number.isFinite(own) && better < places));
          if (Number.isFinite(own) && better === 0) expect(decision.goesOn).toBe(true);
        });
        const stopped = decisions.filter((decision) => !decision.goesOn).length;
        expect(stopped).toBeLessThanOrEqual(Math.max(0, losses.length - (reduction - 1)));
      }),
    );
  });

  it('is monotone: a lower loss in the same place is never stopped where a higher one went on', () => {
    fc.assert(
      fc.property(
        fc.array(loss, { maxLength: 30 }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (losses, own, less) => {
          const last = (value: number): boolean =>
            goesOn(arrive(new SuccessiveHalving(RULES), [...losses, value])).at(-1) ?? false;
          if (last(own)) expect(last(own - less)).toBe(true);
        },
      ),
    );
  });

  it('lets about one in η through when trials come in no order', () => {
    const rng = Rng.fromSeed(1, 'data');
    const decisions = arrive(
      new SuccessiveHalving(RULES),
      Array.from({ length: 3000 }, () => rng.uniform()),
    );
    // 1000 expected, standard deviation about √(3000 · ⅓ · ⅔) = 26.
    const through = decisions.filter((decision) => decision.goesOn).length;
    expect(Math.abs(through - 1000)).toBeLessThan(4 * 26);
  });

  it('goes on from its verdicts as if it had never ended', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 5 }), fc.integer({ min: 1, max: 9 }), loss), { maxLength: 40 }),
        fc.nat({ max: 40 }),
        (events, cut) => {
          const report = (
            halving: SuccessiveHalving,
            [trial, epoch, value]: readonly [number, number, number],
          ): HalvingDecision[] => halving.report({ kind: 'reached', trial, seed: 0, epoch, loss: value });
          const whole = new SuccessiveHalving(RULES);
          events.forEach((event) => report(whole, event));
          const first = new SuccessiveHalving(RULES);
          events.slice(0, cut).forEach((event) => report(first, event));
          const second = new SuccessiveHalving(RULES, first.verdicts);
          events.slice(cut).forEach((event) => report(second, event));
          expect(second.verdicts).toEqual(whole.verdicts);
        },
      ),
    );
  });
});
