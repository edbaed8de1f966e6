import { describe, expect, it } from 'vitest';
import { importanceOf, type FinishedRun } from '../../../core/analysis/importance';
import { DEFAULT_HYPERPARAMETERS, type Hyperparameters } from '../../../core/contract/hyperparameters';
import { Rng } from '../../../core/random/rng';

const OPTIMIZERS = ['sgd', 'rmsprop', 'adam'] as const;
const EFFECTS = { sgd: 0, rmsprop: 0.5, adam: 1 };

/** The value is 5 a + 2 b + the optimizer's effect, with a in log learning rate and b in weight decay, both uniform. */
function additive(count: number, noise = 0.02): FinishedRun[] {
  const rng = Rng.fromSeed(9, 'data');
  return Array.from({ length: count }, () => {
    const [a, b] = [rng.uniform(), rng.uniform()];
    const optimizer = OPTIMIZERS[rng.below(3)] ?? 'sgd';
    const hyperparameters = {
      ...DEFAULT_HYPERPARAMETERS,
      learningRate: 10 ** (3 * a - 4),
      weightDecay: b,
      optimizer,
      clipNorm: rng.uniform(),
    };
    return { hyperparameters, value: 5 * a + 2 * b + EFFECTS[optimizer] + noise * rng.uniform() };
  });
}

const run = (value: number, over: Partial<Hyperparameters>): FinishedRun => ({
  hyperparameters: { ...DEFAULT_HYPERPARAMETERS, ...over },
  value,
});

describe('the importance of hyperparameters', () => {
  it('is each one’s share of the variance where effects add up', () => {
    const { fields, explained, warnings } = importanceOf(additive(600));
    // Variances: 25/12, 4/12, and 1/6 of three equally likely values ½ apart.
    const variance = 25 / 12 + 4 / 12 + 1 / 6;
    const expected = {
      learningRate: 25 / 12 / variance,
      weightDecay: 4 / 12 / variance,
      optimizer: 1 / 6 / variance,
      clipNorm: 0,
    };
    expect(fields.map(({ field }) => field)).toEqual(['learningRate', 'weightDecay', 'optimizer', 'clipNorm']);
    for (const { field, share } of fields) {
      // A forest of 600 points is a coarse picture of a plane: it gives a little less than is there.
      expect(Math.abs(share - expected[field as keyof typeof expected])).toBeLessThan(0.07);
    }
    expect(explained).toBeGreaterThan(0.95);
    expect(warnings).toEqual([]);
  });

  it('is that of an interaction too, which no correlation shows', () => {
    const runs = Array.from({ length: 200 }, (_, i) => {
      const [a, b] = [i % 20, (i * 7) % 10];
      return run(a < 10 === b < 5 ? 1 : 0, { hiddenUnits: a + 1, period: b + 1, warmup: (i * 13) % 11 });
    });
    const { fields } = importanceOf(runs);
    expect(
      fields
        .map(({ field }) => field)
        .slice(0, 2)
        .sort(),
    ).toEqual(['hiddenUnits', 'period']);
    expect(fields[1]?.share).toBeGreaterThan(0.3);
    expect(fields[2]?.share).toBeLessThan(0.1);
    for (const { pearson } of fields) expect(Math.abs(pearson ?? NaN)).toBeLessThan(0.15);
  });

  it('has correlations beside it: with the logarithm where a field spans decades, none for categories of three', () => {
    const { fields } = importanceOf(additive(300));
    const [rate] = fields;
    // √ of the share, as the effect is a line in the logarithm.
    expect(rate?.pearson).toBeCloseTo(Math.sqrt(25 / 31), 1);
    expect(rate?.spearman).toBeGreaterThan(0.8);
    expect(fields.find(({ field }) => field === 'optimizer')).toMatchObject({ pearson: null, spearman: null });
  });

  it('is the same again for the same runs and seed, and nearly so for another', () => {
    const runs = additive(80);
    expect(importanceOf(runs, 3)).toEqual(importanceOf(runs, 3));
    const [first, second] = [importanceOf(runs, 3).fields[0], importanceOf(runs, 1000).fields[0]];
    expect(second?.share).not.toBe(first?.share);
    // Means of ten repetitions each: five standard errors of their difference.
    const error = Math.hypot(first?.deviation ?? NaN, second?.deviation ?? NaN) / Math.sqrt(10);
    expect(Math.abs((second?.share ?? NaN) - (first?.share ?? NaN))).toBeLessThan(5 * error);
  });

  it('leaves out what does not vary, and what varies only where it has no effect', () => {
    const runs = additive(60).map((each, i) => ({
      ...each,
      hyperparameters: { ...each.hyperparameters, optimizer: 'sgd' as const, beta1: i / 100 },
    }));
    expect(
      importanceOf(runs)
        .fields.map(({ field }) => field)
        .sort(),
    ).toEqual(['clipNorm', 'learningRate', 'weightDecay']);
  });

  it('warns when configurations are few, not counting seeds', () => {
    const repeated = additive(10).flatMap((each) => [each, each, each]);
    expect(importanceOf(repeated).warnings[0]).toBe(
      '10 different configurations are few for 4 hyperparameters: at least 20 give figures to rely on.',
    );
  });

  it('is not taken in by seeds: runs of one configuration are all seen or all unseen', () => {
    const rng = Rng.fromSeed(4, 'data');
    // Noise that belongs to the configuration: nothing to learn, and a forest that had seen a twin would know it all.
    const runs = Array.from({ length: 30 }, (_, i) => i).flatMap((i) => {
      const value = rng.uniform();
      return Array.from({ length: 5 }, () => run(value, { hiddenUnits: 1 + ((i * 17) % 31), warmup: (i * 7) % 13 }));
    });
    const { explained, warnings } = importanceOf(runs);
    expect(explained).toBeLessThan(0.3);
    expect(warnings.at(-1)).toContain('explain little');
  });

  it('leaves out runs without a finite value, and says so', () => {
    const runs = [...additive(40), run(NaN, { learningRate: 10 }), run(Infinity, { learningRate: 20 })];
    expect(importanceOf(runs).fields).toEqual(importanceOf(additive(40)).fields);
    expect(importanceOf(runs).warnings[0]).toBe('2 runs without a finite value (diverged, say) left out.');
  });

  it('says why there is none', () => {
    expect(importanceOf([]).warnings).toEqual(['No hyperparameter varies between these runs.']);
    const three = [1, 2, 3].map((period) => run(period, { period }));
    expect(importanceOf(three).warnings).toEqual([
      'Importance needs at least 4 different configurations, and there are 3.',
    ]);
    const equal = [1, 2, 3, 4].map((period) => run(0.5, { period }));
    expect(importanceOf(equal).warnings).toEqual(['All runs ended with the same value: nothing can be important.']);
  });
});
