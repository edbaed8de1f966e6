import { describe, expect, it } from 'vitest';
import type { RunConfiguration } from '../../../core/contract/run';
import type { SequenceSet } from '../../../core/data/dataset';
import { prepareDataset } from '../../../core/data/prepare';
import { initializeParameters } from '../../../core/nn/initialization';
import { Rng } from '../../../core/random/rng';
import { createEngine } from '../../../core/train/engine';
import { largest, newFigures } from '../../../core/train/figures';
import { predict } from '../../../core/train/predict';
import { specificationOf } from '../../../core/train/specification';
import { loadKernels } from '../../../electron/store/kernel-module';
import { smallConfiguration } from '../../support/configurations';
import { NOISE_CHOICE, noiseOfLengths } from '../../support/sequence-data';

/** Targets and baselines in units by [step][output]; an output in units is ten times the scaled one. */
function setOf(targets: readonly number[][], baselines: readonly number[][]): SequenceSet {
  return {
    count: 1,
    lengthOf: () => targets.length,
    copyInto: () => undefined,
    toUnits: (scaled) => 10 * scaled,
    targetInUnits: (_, k, m) => targets[k]?.[m] ?? NaN,
    baselineInUnits: (_, k, m) => baselines[k]?.[m] ?? NaN,
    label: () => null,
    stepLabel: () => null,
  };
}

describe('figures of several targets', () => {
  const set = setOf(
    [
      [1, 100],
      [2, 200],
      [3, NaN],
    ],
    [
      [3, 100],
      [3, 100],
      [3, NaN],
    ],
  );

  it('have the error of each in its own units, that of the first for all, and the mean of their skills', () => {
    const figures = newFigures({ outputs: 2, classification: false, classes: null }, set);
    const y = Float32Array.of(0.2, 10, 0.2, 10, 0.2, 10);
    // The third step has no second target.
    const t = Float32Array.of(0.1, 10, 0.2, 20, 0.3, NaN);
    [0, 1, 2].forEach((k) => figures.add(0, k, y, t, 2 * k));
    // First: errors 1, 0, 1 against 2, 1, 0 of the baseline. Second: 0, 100 against 0, 100.
    const outputs = [
      { rmse: expect.closeTo(Math.sqrt(2 / 3), 6) as number, skill: expect.closeTo(1 - 2 / 5, 6) as number },
      { rmse: expect.closeTo(Math.sqrt(10_000 / 2), 4) as number, skill: expect.closeTo(0, 6) as number },
    ];
    expect(figures.figures()).toEqual({
      rmse: outputs[0]?.rmse,
      skill: expect.closeTo(0.3, 6) as number,
      accuracy: null,
      outputs,
    });
  });

  it('leave out of the mean a target of which the baseline is always right', () => {
    const figures = newFigures({ outputs: 2, classification: false, classes: null }, set);
    figures.add(0, 0, Float32Array.of(0.1, 11), Float32Array.of(0.1, 10), 0);
    expect(figures.figures()).toMatchObject({ skill: 1, outputs: [{ skill: 1 }, { skill: null }] });
  });
});

describe('figures of classes', () => {
  it('count the right ones, and compare the wrong ones with those of the baseline', () => {
    // True: 0, 1, 2, 1; the baseline always says 1.
    const hot = (place: number) => [0, 1, 2].map((m) => (m === place ? 1 : 0));
    const set = setOf([hot(0), hot(1), hot(2), hot(1)], [hot(1), hot(1), hot(1), hot(1)]);
    const figures = newFigures({ outputs: 3, classification: true, classes: ['a', 'b', 'c'] }, set);
    const scaled = (place: number) => hot(place).map((value) => (value === 1 ? 0.8 : -0.8));
    const t = Float32Array.from([0, 1, 2, 1].flatMap(scaled));
    // Said: 0 (all outputs are negative), 1, 0 (of two equal ones the first), 2.
    const y = Float32Array.of(-0.1, -0.3, -0.2, 0, 0.05, 0, 0.1, 0, 0.1, 0, 0, 0.1);
    [0, 1, 2, 3].forEach((k) => figures.add(0, k, y, t, 3 * k));
    figures.add(0, 4, Float32Array.of(1, 1, 1), new Float32Array(3).fill(NaN), 0);
    const { rmse, ...counted } = figures.figures();
    // Two of four are wrong, and two of the baseline's.
    expect(counted).toEqual({ accuracy: 0.5, skill: 0 });
    // Outputs in units: (−1 −3 −2) (0 0.5 0) (1 0 1) (0 0 1) against the memberships.
    const squares = 4 + 9 + 4 + 0.25 + 1 + 1 + 1;
    expect(rmse).toBeCloseTo(Math.sqrt(squares / 12), 5);
  });

  it('take no output for the largest where one is no number', () => {
    expect([largest([1, NaN, 3] as unknown as Float32Array, 0, 3), largest(Float32Array.of(9, 1, 3, 3), 1, 3)]).toEqual(
      [-1, 1],
    );
  });
});

describe('predictions on sequences of different lengths', () => {
  function predictions(dataset: Partial<RunConfiguration['dataset']>, readout: 'last' | 'every', output?: number) {
    const configuration = smallConfiguration({
      kernel: 'reference',
      readout,
      dataset: { ...NOISE_CHOICE, ...dataset } as RunConfiguration['dataset'],
    });
    const lengths = Array.from({ length: 20 }, (_, id) => 3 + (id % 5));
    const data = prepareDataset(configuration.dataset, readout, noiseOfLengths(lengths));
    const engine = createEngine(configuration, data, loadKernels);
    const rng = Rng.fromSeed(1, 'initialization');
    const parameters = initializeParameters(specificationOf(configuration, data), rng, 'uniform');
    return { data, answer: predict(engine, configuration, data, parameters, 'test', 'final', output) };
  }

  it('show one of several targets, with the figures of all', () => {
    const first = predictions({}, 'every');
    const second = predictions({}, 'every', 1);
    const { test } = first.data.parts;
    const steps = Array.from({ length: test.count }, (_, index) => test.lengthOf(index));
    const targets = (m: number) =>
      steps.flatMap((length, index) => Array.from({ length }, (_, k) => test.targetInUnits(index, k, m)));
    const outputs = [
      { name: 'sum', unit: '' },
      { name: 'product', unit: '' },
    ];
    expect(first.answer).toMatchObject({ name: 'sum', output: 0, outputs, target: targets(0) });
    expect(second.answer).toMatchObject({ name: 'product', output: 1, outputs, target: targets(1) });
    expect(second.answer.evaluation).toEqual(first.answer.evaluation);
    const errors = second.answer.predicted.map((value, i) => value - (second.answer.target[i] ?? NaN));
    const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    expect(second.answer.evaluation.outputs?.[1]?.rmse).toBeCloseTo(rmse, 12);
    expect(second.answer.total).toBe(steps.reduce((sum, length) => sum + length, 0));
    expect(second.answer.labels?.[1]).toMatch(/^s\d+, step 2$/);
    expect(() => predictions({}, 'every', 2)).toThrow('There is no output 3: the network has 2');
  });

  it('count each class that was taken for each, and name the classes', () => {
    const classes = { target: 'kind', otherTargets: [], targetKind: 'class' as const };
    const { answer, data } = predictions(classes, 'last');
    const { confusion = [], target, predicted } = answer;
    const counted = ['x', 'y', 'z'].map((_, row) =>
      ['x', 'y', 'z'].map((__, column) => target.filter((own, i) => own === row && predicted[i] === column).length),
    );
    expect([answer.classes, confusion, answer.total]).toEqual([['x', 'y', 'z'], counted, data.parts.test.count]);
    const right = confusion.reduce((sum, row, place) => sum + (row[place] ?? 0), 0);
    expect(answer.evaluation.accuracy).toBe(right / answer.total);
    expect([answer.name, answer.output, new Set(answer.baseline).size]).toEqual(['kind', undefined, 1]);
    // Id n is of class z, x, y in turn by 7n modulo 3.
    const ids = answer.labels?.map((label) => Number(label.slice(1))) ?? [];
    expect(target).toEqual(ids.map((id) => [2, 0, 1][(id * 7) % 3]));
    const membership = predictions(classes, 'last', 1).answer;
    expect([membership.name, membership.output, membership.target]).toEqual([
      'y',
      1,
      target.map((own) => (own === 1 ? 1 : 0)),
    ]);
  });
});
