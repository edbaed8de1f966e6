import { describe, expect, it } from 'vitest';
import type { RunConfiguration } from '../../../core/contract/run';
import type { Series } from '../../../core/contract/series';
import { prepareDataset } from '../../../core/data/prepare';
import type { PointRows } from '../../../core/formats/point-lines';
import { initializeParameters } from '../../../core/nn/initialization';
import { parameterLayout } from '../../../core/nn/parameters';
import { Rng } from '../../../core/random/rng';
import { createEngine } from '../../../core/train/engine';
import { sequenceStates } from '../../../core/train/inside';
import { predict } from '../../../core/train/predict';
import { predictionRows } from '../../../core/train/prediction-rows';
import { specificationOf } from '../../../core/train/specification';
import { stateRows } from '../../../core/train/state-rows';
import { weightRows } from '../../../core/train/weight-rows';
import { loadKernels } from '../../../electron/store/kernel-module';
import { SMALL_CO2, smallConfiguration } from '../../support/configurations';
import { NOISE_CHOICE, noiseOfLengths } from '../../support/sequence-data';

const MACKEY_GLASS = {
  kind: 'task',
  task: 'mackey-glass',
  size: 2000,
  delay: 1,
  dataSeed: 1,
  window: 100,
  stride: 1,
  validationFraction: 0.15,
  testFraction: 0.15,
} as const;

function drawn(configuration: RunConfiguration, series: Series | null = null) {
  const data = prepareDataset(configuration.dataset, configuration.readout, series);
  const specification = specificationOf(configuration, data);
  const parameters = initializeParameters(specification, Rng.fromSeed(1, 'initialization'), 'xavier');
  return { configuration, data, specification, parameters };
}

type Drawn = ReturnType<typeof drawn>;

function predicted({ configuration, data, parameters }: Drawn, output: number | null = null) {
  const engine = () => createEngine(configuration, data, loadKernels);
  return {
    shown: predict(engine(), configuration, data, parameters, 'validation', 'final', output),
    all: predictionRows(engine(), configuration, data, parameters, 'validation', output),
  };
}

const column = ({ headings, rows }: PointRows, heading: string) => {
  const place = headings.indexOf(heading);
  expect(place, headings.join()).toBeGreaterThanOrEqual(0);
  return Array.from(rows, (row) => row[place]);
};
const last = (values: readonly unknown[], count: number) => values.slice(values.length - count);

describe('the table of predictions', () => {
  it('has every target of a part of which the window gets the last 5,000, in the same order and with the same bits', () => {
    const network = drawn(smallConfiguration({ readout: 'every', dataset: MACKEY_GLASS }));
    const { shown, all } = predicted(network);
    expect(shown.target).toHaveLength(5000);
    expect(shown.total).toBeGreaterThan(15_000);
    const columns = { Target: shown.target, Predicted: shown.predicted, [shown.baselineName]: shown.baseline };
    for (const [heading, values] of Object.entries(columns)) {
      const written = column(predicted(network).all, heading);
      expect(written).toHaveLength(shown.total);
      expect(last(written, 5000)).toEqual(values);
    }
    expect(column(all, 'Place')).toEqual(Array.from({ length: shown.total }, (_, i) => i + 1));
  });

  it('has labels, units and residuals where the window has them', () => {
    const network = drawn(smallConfiguration({ dataset: { ...SMALL_CO2, stride: 1 } }));
    const { shown, all } = predicted(network);
    expect(all.headings).toEqual([
      'Place',
      'Label',
      'Target (ppm)',
      'Predicted (ppm)',
      'persistence (ppm)',
      'Residual (ppm)',
    ]);
    expect(Array.from(all.rows)).toEqual(
      shown.target.map((target, i) => [
        i + 1,
        shown.labels?.[i],
        target,
        shown.predicted[i],
        shown.baseline[i],
        target - (shown.predicted[i] ?? NaN),
      ]),
    );
  });

  it('of sequences of their own lengths, by sequence and then by step, without what is padding', () => {
    const dataset = { ...NOISE_CHOICE, target: 'sum', otherTargets: ['product'] };
    const lengths = Array.from({ length: 150 }, (_, i) => 3 + ((i * 7) % 11));
    const network = drawn(smallConfiguration({ readout: 'every', dataset }), noiseOfLengths(lengths));
    for (const output of [0, 1]) {
      const { shown, all } = predicted(network, output);
      expect(shown.total).toBe(shown.target.length);
      expect(column(all, 'Predicted')).toEqual(shown.predicted);
      expect(column(predicted(network, output).all, 'Target')).toEqual(shown.target);
    }
    expect(() => predicted(network, 2)).toThrow('There is no output 3: the network has 2');
  });

  it('writes classes by their names, or one of them as values', () => {
    const dataset = { ...NOISE_CHOICE, target: 'kind', targetKind: 'class' } as const;
    const network = drawn(smallConfiguration({ dataset }), noiseOfLengths(Array.from({ length: 40 }, () => 5)));
    const { shown, all } = predicted(network);
    const named = (values: readonly number[]) => values.map((value) => shown.classes?.[value]);
    expect(column(all, 'Predicted')).toEqual(named(shown.predicted));
    expect(column(predicted(network).all, 'Target')).toEqual(named(shown.target));
    expect(all.headings).not.toContain('Residual');
    const one = predicted(network, 1);
    expect(column(one.all, 'Predicted')).toEqual(one.shown.predicted);
  });
});

describe('the table of states', () => {
  it.each(['alarmwork', 'elman'] as const)('has all that the window has, to the bit: %s', (model) => {
    for (const readout of ['last', 'every'] as const) {
      const network = drawn(smallConfiguration({ model, readout }));
      const question = { part: 'validation', sequence: 1, weights: 'final' } as const;
      const { specification, data, parameters } = network;
      const states = sequenceStates(question, specification, data, parameters);
      const { headings, rows } = stateRows(question, specification, data, parameters);
      const names = states.layers.flatMap(({ name }) => [1, 2, 3, 4, 5, 6].map((unit) => `${name}[${unit}]`));
      expect(headings).toEqual([
        ...['Step', 'Memory since step', 'Label', ...names, 'Input CO2, scaled'],
        ...['Output CO2, scaled', 'Target CO2, scaled', 'Output CO2 (ppm)', 'Target CO2 (ppm)'],
      ]);
      const none = (value: number | undefined) => (Number.isNaN(value) ? '' : value);
      expect(Array.from(rows)).toEqual(
        Array.from(states.heldSince, (since, step) => [
          ...[step + 1, since, states.labels?.[step]],
          ...states.layers.flatMap(({ states: values }) => [...values.subarray(step * 6, step * 6 + 6)]),
          ...[states.x[step], states.y[step], states.t[step]],
          ...[none(states.yInUnits[step]), none(states.tInUnits[step])],
        ]),
      );
    }
  });

  it('begins at the first step where the window has the last ones only', () => {
    const dataset = { ...MACKEY_GLASS, size: 12_000, window: 1700, stride: 2000 };
    const network = drawn(smallConfiguration({ hiddenUnits: 300, dataset }));
    const question = { part: 'validation', sequence: 0, weights: 'final' } as const;
    const { specification, data, parameters } = network;
    const states = sequenceStates(question, specification, data, parameters);
    expect(states.first).toBe(368);
    const all = Array.from(stateRows(question, specification, data, parameters).rows);
    expect(all).toHaveLength(1700);
    expect(all[0]?.[0]).toBe(1);
    expect(last(all, 1)[0]).toEqual([
      ...[1700, 1700],
      ...states.layers.flatMap(({ states: values }) => [...values.subarray(-300)]),
      ...[states.x.at(-1), states.y.at(-1), states.t.at(-1), states.yInUnits.at(-1), states.tInUnits.at(-1)],
    ]);
  });
});

it('the table of weights has every value of matrices that the window shows in blocks, by row and column', () => {
  const { specification, parameters } = drawn(smallConfiguration({ hiddenUnits: 300 }));
  const rows = Array.from(weightRows(specification, parameters).rows);
  expect(rows).toHaveLength(parameters.length);
  for (const { name, shape, offset } of parameterLayout(specification)) {
    const [height = 1, width = 1] = shape;
    expect(rows[offset]).toEqual([name, 1, 1, parameters[offset]]);
    const end = offset + height * width - 1;
    expect(rows[end]).toEqual([name, height, width, parameters[end]]);
  }
  expect(rows[300 + 2 * 300 + 4]).toEqual(['w_rec1', 3, 5, parameters[300 + 2 * 300 + 4]]);
});
