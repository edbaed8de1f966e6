import { describe, expect, it } from 'vitest';
import { drained } from '../../../core/analysis/permutation';
import type { RunConfiguration, RunResults, RunSummary } from '../../../core/contract/run';
import { wordingOf } from '../../../renderer/statistics/field-wording';
import { comparedRuns } from '../../../renderer/statistics/compared-runs';
import { comparisonFacts } from '../../../renderer/statistics/comparison-facts';
import {
  comparisonSentence,
  comparisonWarnings,
  groupWarnings,
  verdict,
} from '../../../renderer/statistics/comparison-words';
import { figureWriter, formatP } from '../../../renderer/statistics/figures-together';
import { compareAllGroups, compareGroups, isClearlyApart } from '../../../renderer/statistics/group-comparison';
import { measureInWords, measureOf } from '../../../renderer/statistics/measures';
import { bestGroup, seedGroups, type SeedGroup } from '../../../renderer/statistics/seed-groups';
import { configuration, results, run } from '../runs';

const RMSE = measureOf('test.rmse');
const FIGURE = { name: measureInWords(RMSE, 'final'), better: RMSE.better, unit: 'ppm' };

function seeded(chosen: Partial<RunConfiguration>, values: readonly number[], firstSeed = 1): RunSummary[] {
  return values.map((value, index) => {
    const seed = firstSeed + index;
    return run({ results: results(value, 0.5) }, { name: `${chosen.model ?? 'net'} ${seed}`, seed, ...chosen });
  });
}

function groupsOf(runs: readonly RunSummary[], by: readonly string[] | null = null): SeedGroup[] {
  return seedGroups(comparedRuns(runs, RMSE, 'final'), by, wordingOf(runs.map((each) => each.configuration)));
}

function two(runs: readonly RunSummary[]) {
  const [a, b] = groupsOf(runs);
  if (!a || !b) throw new Error('Not two groups');
  return drained(compareGroups(a, b, (field) => field));
}

/**
 * Hollander and Wolfe 1973, p. 29: the depression scale of nine patients at the first and the second visit. Their paired
 * differences, the permutation count (14 of 512) and the interval are checked against SciPy in test/core/analysis/paired.test.ts.
 */
const FIRST_VISIT = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const SECOND_VISIT = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const depression = () => [...seeded({ period: 1 }, SECOND_VISIT), ...seeded({ period: 2 }, FIRST_VISIT)];

describe('two groups, seed by seed', () => {
  it('are the figures of the worked case, A less B', () => {
    const found = two(depression());
    expect(found.pairs.map(({ difference }) => difference.toFixed(3))).toEqual([
      '-0.952',
      '0.147',
      '-1.022',
      '-0.430',
      '-0.620',
      '-0.590',
      '-0.490',
      '0.080',
      '-0.010',
    ]);
    expect(found.comparison?.test).toEqual({ p: 14 / 512, isExact: true, arrangements: 512 });
    expect(found.comparison?.interval?.low).toBeCloseTo(-0.7599990655056093, 12);
    expect(found.comparison?.interval?.high).toBeCloseTo(-0.10377871227216856, 12);
    expect(found.comparison?.effectSize).toBeCloseTo(-1.0117918052161972, 12);
  });

  it('come to a sentence that can be copied', () => {
    expect(comparisonSentence(two(depression()), FIGURE)).toBe(
      'With 9 paired seeds, the test RMSE (final weights) of “Alarm period 1” is 0.43 ppm lower than that of “Alarm period 2” ' +
        '(95 % interval 0.10 to 0.76 ppm, exact permutation p = 0.027).',
    );
    expect(verdict(two(depression()), FIGURE)).toContain('“Alarm period 1” is better by this figure');
  });

  it('say so where chance alone explains the difference', () => {
    const found = two([
      ...seeded(
        { period: 1 },
        [1, -1, 2, -2, 3].map((value) => value + 5),
      ),
      ...seeded({ period: 2 }, [5, 5, 5, 5, 5]),
    ]);
    // By hand: mean 0.6; SciPy (paired.test.ts): interval −1.97 to 3.17, 22 of 32 patterns as extreme.
    expect(comparisonSentence(found, FIGURE)).toBe(
      'With 5 paired seeds, the test RMSE (final weights) of “Alarm period 1” is 0.6 ppm higher than that of “Alarm period 2” ' +
        '(95 % interval from 2.0 ppm lower to 3.2 ppm higher, exact permutation p = 0.69).'.replace(
          '0.6 ppm',
          '0.6 ppm',
        ),
    );
    expect(verdict(found, FIGURE)).toContain('do not show that the two differ');
  });

  it('are called in the sentence by what sets the two apart', () => {
    const found = two([
      ...seeded({ period: 1, hiddenUnits: 8 }, [1, 2]),
      ...seeded({ period: 2, hiddenUnits: 8 }, [2, 4]),
      ...seeded({ period: 1, hiddenUnits: 9 }, [3, 3]),
    ]);
    expect([found.a.label, found.b.label]).toEqual([
      'Hidden units (P) 8 · Alarm period 1',
      'Hidden units (P) 8 · Alarm period 2',
    ]);
    expect(comparisonSentence(found, FIGURE)).toContain(
      'of “Alarm period 1” is 1.5 ppm lower than that of “Alarm period 2”',
    );
  });

  it('name what has no partner, with the reason', () => {
    const runs = [
      ...seeded({ period: 1 }, [1, 2, 3]),
      ...seeded({ period: 2 }, [2, 3]),
      run({ status: 'diverged' }, { period: 2, seed: 3, name: 'broken' }),
      run({ status: 'running' }, { period: 2, seed: 4, name: 'at work' }),
    ];
    const found = two(runs);
    expect(found.pairs).toHaveLength(2);
    expect(found.unpaired.map(({ run: { name }, group, reason }) => `${group} ${name}: ${reason}`)).toEqual([
      'second broken: it diverged, so it has no final value',
      'second at work: no run of the other group has seed 4',
      'first net 3: its partner broken has no finite value of the metric',
    ]);
  });

  it('are compared as two samples where they share no seed', () => {
    // SciPy and NumPy, test/core/analysis/paired.test.ts: 2 of 20 splits; Welch 0.733 to 5.267.
    const found = two([...seeded({ period: 1 }, [4, 5, 6]), ...seeded({ period: 2 }, [1, 2, 3], 11)]);
    expect(comparisonSentence(found, FIGURE)).toBe(
      'With 3 runs against 3 that share no seed, the test RMSE (final weights) of “Alarm period 1” is 3.0 ppm higher than that of ' +
        '“Alarm period 2” (95 % interval 0.7 to 5.3 ppm, exact permutation (unpaired) p = 0.10).',
    );
    expect(comparisonWarnings(found, 2)).toContain(
      'No run of one group shares its seed with a run of the other: they are compared as two samples.',
    );
  });

  it('warn of few pairs, of many groups and of runs that diverged', () => {
    const few = two([...seeded({ period: 1 }, [1, 2, 3, 4]), ...seeded({ period: 2 }, [2, 3, 4, 5])]);
    expect(comparisonWarnings(few, 2)).toEqual([
      '4 pairs: the smallest p-value possible is 0.125, however large the difference. Launch more seeds of both; from 6 pairs on it can be below 0.05.',
    ]);
    expect(comparisonWarnings(few, 5)[1]).toContain('5 groups make 10 comparisons');
    const [broken] = groupsOf([...seeded({}, [1, 2]), run({ status: 'diverged' }, { seed: 3 })]);
    if (!broken) throw new Error('No group');
    expect(groupWarnings(broken)).toEqual([
      '“All runs”: 1 of 3 runs diverged and is not in the figures, which look better for it.',
    ]);
  });

  it('are facts with the count of permutations', () => {
    const facts = Object.fromEntries(comparisonFacts(two(depression()), 'ppm').map(({ key, value }) => [key, value]));
    expect(facts).toMatchObject({
      n: '9',
      mean: '-0.43 ppm',
      interval: '-0.76 to -0.10 ppm (Student’s t)',
      effect: '-1.01',
      p: '0.027',
      arrangements: 'all 512',
    });
  });
});

describe('groups over seeds', () => {
  it('take completed runs only, and count the others', () => {
    const stopped: RunResults = results(9, 0);
    const [group, other] = groupsOf([
      ...seeded({ period: 1 }, [1, 3]),
      run({ status: 'diverged', results: stopped }, { period: 1, seed: 3 }),
      run({ status: 'queued' }, { period: 1, seed: 4 }),
      run({ status: 'cancelled', results: stopped }, { period: 1, seed: 5 }),
      run({ results: results(NaN, 0) }, { period: 1, seed: 6 }),
      ...seeded({ period: 2 }, [2]),
    ]);
    expect(group).toMatchObject({ label: 'Alarm period 1', diverged: 1, underWay: 1, without: 2 });
    // By hand: mean 2, deviation √2, standard error 1; t of 1 degree of freedom is Cauchy's, tan(0.475 π) = 12.706.
    expect(group?.summary).toMatchObject({ n: 2, mean: 2, median: 2 });
    expect(group?.summary.deviation).toBeCloseTo(Math.SQRT2, 14);
    expect(group?.summary.interval?.high).toBeCloseTo(2 + Math.tan(0.475 * Math.PI), 10);
    expect(other?.summary).toMatchObject({ n: 1, deviation: null, interval: null });
  });

  it('are called by what sets them apart: a model by its name, a silent alarm by what it means', () => {
    const labels = groupsOf([
      ...seeded({ period: 2 }, [1]),
      ...seeded({ period: 25 }, [1]),
      ...seeded({ model: 'elman' }, [1]),
    ]).map(({ label }) => label);
    expect(labels).toEqual(['Alarm period 2', 'no in2 (the alarm never rings)', 'Elman']);
  });

  it('may be made by other fields, and a run hidden moves no other group', () => {
    const runs = [...seeded({ period: 1, hiddenUnits: 4 }, [1, 2]), ...seeded({ period: 2, hiddenUnits: 8 }, [3, 4])];
    expect(groupsOf(runs, []).map(({ members }) => members.length)).toEqual([4]);
    const whole = groupsOf(runs, ['period']);
    expect(whole.map(({ label }) => label)).toEqual(['Alarm period 1', 'Alarm period 2']);
    expect(groupsOf(runs.slice(1), ['period'])[1]?.summary).toEqual(whole[1]?.summary);
  });

  it('have a best one only where means differ, by the end that is better', () => {
    const groups = groupsOf([...seeded({ period: 1 }, [1]), ...seeded({ period: 2 }, [2])]);
    expect(bestGroup(groups, { better: 'lower' })?.label).toBe('Alarm period 1');
    expect(bestGroup(groups, { better: 'higher' })?.label).toBe('Alarm period 2');
    expect(bestGroup(groupsOf([...seeded({ period: 1 }, [1]), ...seeded({ period: 2 }, [1])]), RMSE)).toBeNull();
  });

  it('warn of a seed that counts twice', () => {
    const [group] = groupsOf([...seeded({}, [1, 2]), ...seeded({}, [1])]);
    expect(group && groupWarnings(group)[0]).toContain('several runs with seed 1');
  });
});

it('compares all groups, with p-values adjusted for how many that makes', () => {
  const base = [1, 2, 3, 4, 5, 6, 7, 8];
  const groups = groupsOf([
    ...seeded({ period: 1 }, base),
    ...seeded(
      { period: 2 },
      base.map((value) => value + 1),
    ),
    ...seeded(
      { period: 4 },
      base.map((value, index) => value + (index % 2 === 0 ? 1.5 : 0.5)),
    ),
  ]);
  const cells = drained(compareAllGroups(groups));
  // By hand: the first differs from the others by one sign for all 8 seeds, 2 of 256; the others from each other by ±0.5, as often
  // up as down, so that every pattern is as extreme. Holm: 3 × and 2 × 2/256, never below the one before; 1.
  expect(cells.map(({ pairs, difference, p, adjusted }) => [pairs, difference, p, adjusted])).toEqual([
    [8, -1, 2 / 256, 6 / 256],
    [8, -1, 2 / 256, 6 / 256],
    [8, 0, 1, 1],
  ]);
  const [first, second] = groups;
  expect(isClearlyApart(first?.key ?? '', cells)).toBe(true);
  expect(isClearlyApart(second?.key ?? '', cells)).toBe(false);
});

it('writes figures with as many decimals as their uncertainty leaves', () => {
  expect([0.123456, -0.0001, 12].map(figureWriter(0.034))).toEqual(['0.123', '0.000', '12.000']);
  expect([1234.5, null, NaN].map(figureWriter(120))).toEqual(['1,235', '–', '–']);
  expect([1.23456e-9].map(figureWriter(1e-10))).toEqual(['1.23e-9']);
  expect([0.5, 0.0351, 0.00012, 0.00001, null].map(formatP)).toEqual(['0.50', '0.035', '0.00012', '< 0.0001', '–']);
});

it('has a value of best weights too, and says which', () => {
  const [value] = comparedRuns([run({ results: results(1, 0.5) }, configuration())], RMSE, 'best');
  expect(value?.value).toBeCloseTo(0.9, 15);
  expect(measureInWords(RMSE, 'best')).toBe('test RMSE (best weights)');
});
