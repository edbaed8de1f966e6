import { describe, expect, it } from 'vitest';
import type { RunConfiguration } from '../../../core/contract/run';
import type { Series } from '../../../core/contract/series';
import type { Preparation } from '../../../core/contract/weights';
import { prepareDataset } from '../../../core/data/prepare';
import { sampleSeries } from '../../../core/data/sample-series';
import { initializeParameters } from '../../../core/nn/initialization';
import type { Specification } from '../../../core/nn/parameters';
import { figuresOf } from '../../../core/predict/figures';
import { predictSeries, type SeriesPredictions } from '../../../core/predict/predict-series';
import { modelOfRun, type TrainedModel } from '../../../core/predict/trained-model';
import { Rng } from '../../../core/random/rng';
import { predict } from '../../../core/train/predict';
import { parametersOf } from '../../../core/train/results';
import { TrainingSession } from '../../../core/train/session';
import { loadKernels } from '../../../electron/store/kernel-module';
import { SMALL_CO2, smallConfiguration } from '../../support/configurations';
import { messageOf } from '../../support/expect-studio-error';
import { rollOut, scalarAlarmwork } from '../../support/scalar-rollout';
import { sha256 } from '../../support/trained-file';

const CO2 = sampleSeries('co2');

function trained(configuration: RunConfiguration) {
  const data = prepareDataset(configuration.dataset, configuration.readout, null);
  const session = new TrainingSession(configuration, data, { clock: () => 0, sha256, loadKernels });
  while (!session.done) session.advance(0);
  const { weights } = session.finish();
  const parameters = parametersOf(weights.specification, weights.final);
  return {
    model: modelOfRun(weights, weights.final, configuration.kernel),
    own: predict(session.engine, configuration, data, parameters, 'test', 'final'),
  };
}

function rowOf(series: Series, label: string): number {
  return series.labels?.indexOf(label) ?? -1;
}

function slice({ columns, labels }: Series, from: number, to: number): Series {
  return {
    columns: columns.map((column) => ({ ...column, values: column.values.slice(from, to) })),
    labels: labels?.slice(from, to) ?? null,
  };
}

describe('a trained run on a series', () => {
  it.each(['reference', 'strict', 'fast'] as const)(
    'says of every row of its test part what its own predictions say, bit by bit (%s kernel)',
    (kernel) => {
      for (const model of ['alarmwork', 'elman'] as const) {
        const { model: network, own } = trained(smallConfiguration({ kernel, model, hiddenUnits: 9 }));
        const { predicted, targets } = predictSeries(network, CO2, 0, loadKernels);
        const rows = (own.labels ?? []).map((label) => rowOf(CO2, label));
        expect(rows.length).toBeGreaterThan(20);
        expect(rows.map((row) => predicted[0]?.[row])).toEqual(own.predicted);
        expect(rows.map((row) => targets[0]?.[row])).toEqual(own.target);
      }
    },
  );

  it('has the run’s own figures over the rows of its test part', () => {
    const { model, own } = trained(smallConfiguration({ dataset: { ...SMALL_CO2, stride: 1 } }));
    const answer = predictSeries(model, CO2, 0, loadKernels);
    // The other rows are left out, as if they had no prediction.
    const rows = new Set((own.labels ?? []).map((label) => rowOf(CO2, label)));
    const ofTest: SeriesPredictions = {
      ...answer,
      predicted: answer.predicted.map((column) => column.map((value, row) => (rows.has(row) ? value : NaN))),
    };
    const { targets, rmse, skill } = figuresOf(ofTest, 0, model.preparation.horizon);
    expect(targets).toBe(own.total);
    // Summed in another order, in doubles.
    expect(rmse).toBeCloseTo(own.evaluation.rmse, 12);
    expect(skill).toBeCloseTo(own.evaluation.skill ?? NaN, 12);
  });

  it('reads out at every step as the windows of its test part do, where they end and from where they begin', () => {
    const L = SMALL_CO2.window;
    const { model, own } = trained(smallConfiguration({ readout: 'every', dataset: { ...SMALL_CO2, stride: L } }));
    const whole = predictSeries(model, CO2, 0, loadKernels).predicted[0];
    for (let first = 0; first < own.predicted.length; first += L) {
      const rows = (own.labels ?? []).slice(first, first + L).map((label) => rowOf(CO2, label));
      const [target = 0] = rows;
      // The last step of a window has all of the window before it: so has that row of the whole series.
      expect(whole?.[rows.at(-1) ?? -1]).toBe(own.predicted[first + L - 1]);
      // A file that begins where the window does (one row sooner, for the first change) has the steps before it, too. The last
      // bits may differ: there are other numbers of sequences in a pass, which the kernels add up in another order.
      const start = target - 1;
      const { predicted } = predictSeries(model, slice(CO2, start - 1, start + L + 1), 0, loadKernels);
      rows.forEach((row, k) => {
        expect(predicted[0]?.[row - start + 1]).toBeCloseTo(own.predicted[first + k] ?? NaN, 4);
      });
    }
  });
});

/** Numbers of a network that was never trained: the arithmetic is the same. */
function network(over: Partial<Specification>, preparation: Partial<Preparation> = {}): TrainedModel {
  const specification: Specification = {
    model: 'alarmwork',
    inputs: 2,
    hiddenUnits: 5,
    outputs: 2,
    period: 3,
    readout: 'last',
    ...over,
  };
  const column = (name: string, offset: number, factor: number) => ({ name, unit: '', offset, factor });
  const a = column('a', 0.2, 0.7);
  const b = column('b', -1, 0.4);
  return modelOfRun(
    {
      specification,
      preparation: { inputs: [a, b], outputs: [a, b], window: 7, horizon: 1, differencing: false, ...preparation },
    },
    tensorsOf(specification),
    'strict',
  );
}

function tensorsOf(specification: Specification) {
  const parameters = initializeParameters(specification, Rng.fromSeed(3, 'initialization'));
  let at = 0;
  return parameterShapes(specification).map(([name, shape]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = parameters.slice(at, at + size);
    at += size;
    return { name, shape, values };
  });
}

function parameterShapes({ inputs: D, hiddenUnits: P, outputs: M }: Specification): [string, number[]][] {
  return [
    ['w_in1', [P, D]],
    ['w_rec1', [P, P]],
    ['b_in1', [P]],
    ['w_in2', [P, D]],
    ['w_rec2', [P, P]],
    ['b_in2', [P]],
    ['w_out', [M, P]],
    ['b_out', [M]],
  ];
}

const A = Array.from({ length: 20 }, (_, r) => Math.sin(r / 3));
const B = Array.from({ length: 20 }, (_, r) => Math.cos(r / 2) - 1);

function series(columns: Readonly<Record<string, readonly number[]>>, labels: string[] | null = null): Series {
  return {
    columns: Object.entries(columns).map(([name, values]) => ({ name, unit: '', values: Float64Array.from(values) })),
    labels,
  };
}

// Weights and inputs are float32 on one side and doubles on the other, ten steps long; values are of the order of one.
const FLOAT32_DIGITS = 5;

describe('a forecast that feeds itself', () => {
  it.each([
    { horizon: 1, differencing: false, readout: 'last' },
    { horizon: 1, differencing: true, readout: 'last' },
    { horizon: 3, differencing: false, readout: 'every' },
    { horizon: 3, differencing: true, readout: 'last' },
  ] as const)('is what the equations give, written out in doubles: %o', ({ horizon, differencing, readout }) => {
    const model = network({ readout }, { horizon, differencing });
    const { predicted, fedBackFrom } = predictSeries(model, series({ a: A, b: B }), 10, loadKernels);
    const expected = rollOut(
      scalarAlarmwork(model.specification, model.parameters),
      model.preparation,
      { a: A, b: B },
      10,
    );
    expect(fedBackFrom).toBe(20);
    expect(predicted[0]?.length).toBe(30);
    expected.forEach(([a = NaN, b = NaN], step) => {
      expect(predicted[0]?.[20 + step]).toBeCloseTo(a, FLOAT32_DIGITS);
      expect(predicted[1]?.[20 + step]).toBeCloseTo(b, FLOAT32_DIGITS);
    });
  });

  it('begins with what the data’s own last rows lead to', () => {
    const model = network({}, { horizon: 3 });
    const plain = predictSeries(model, series({ a: A, b: B }), 0, loadKernels);
    const fed = predictSeries(model, series({ a: A, b: B }), 9, loadKernels);
    expect(plain.predicted.map((column) => column.length)).toEqual([23, 23]);
    expect(fed.predicted.map((column) => column.slice(0, 23))).toEqual(plain.predicted);
  });

  it('knows what clocks will say, months and leap years included', () => {
    const month = (r: number) => new Date(Date.UTC(2019, r, 1));
    // The part of the year gone by on the first of each month, counted in days.
    const day = (r: number) => {
      const year = month(r).getUTCFullYear();
      const days = (time: number) => time / 86_400_000;
      const length = days(Date.UTC(year + 1, 0, 1)) - days(Date.UTC(year, 0, 1));
      return (2 * Math.PI * (days(month(r).getTime()) - days(Date.UTC(year, 0, 1)))) / length;
    };
    const clock = ['when time of year, sine', 'when time of year, cosine'] as const;
    const rows = Array.from({ length: 34 }, (_, r) => r);
    const [sine, cosine] = [rows.map((r) => Math.sin(day(r))), rows.map((r) => Math.cos(day(r)))];
    const scaled = (name: string) => ({ name, unit: '', offset: 0, factor: 0.8 });
    const model = network(
      { inputs: 3, outputs: 1 },
      { inputs: [scaled('a'), scaled(clock[0]), scaled(clock[1])], outputs: [scaled('a')] },
    );
    const labels = rows.slice(0, 20).map((r) => month(r).toISOString().slice(0, 10));
    const columns = { a: A, [clock[0]]: sine.slice(0, 20), [clock[1]]: cosine.slice(0, 20) };
    const { predicted } = predictSeries(model, series(columns, labels), 14, loadKernels);
    const expected = rollOut(scalarAlarmwork(model.specification, model.parameters), model.preparation, columns, 14, {
      [clock[0]]: sine.slice(20),
      [clock[1]]: cosine.slice(20),
    });
    expected.forEach(([a = NaN], step) => expect(predicted[0]?.[20 + step]).toBeCloseTo(a, FLOAT32_DIGITS));

    // Without dates there is no clock, and columns that only bear its name are none.
    for (const other of [series(columns), series({ ...columns, [clock[0]]: B }, labels)]) {
      expect(messageOf('not-allowed', () => predictSeries(model, other, 14, loadKernels))).toMatch(
        /needs to know every input ahead: .*“when time of year, sine”/,
      );
    }
  });

  it('is refused with the inputs named that nothing predicts, and at horizon 0', () => {
    const [a] = network({}).preparation.inputs;
    const one = network({ outputs: 1 }, { outputs: a ? [a] : [] });
    const data = series({ a: A, b: B });
    expect(messageOf('not-allowed', () => predictSeries(one, data, 5, loadKernels))).toContain(
      'ahead: “b” is an input',
    );
    expect(predictSeries(one, data, 0, loadKernels).predicted[0]?.[20]).toEqual(expect.any(Number));
    expect(messageOf('not-allowed', () => predictSeries(network({}, { horizon: 0 }), data, 5, loadKernels))).toMatch(
      /horizon 0/,
    );
  });

  it('needs the end of the data without a gap', () => {
    const data = series({ a: A.map((value, r) => (r === 15 ? NaN : value)), b: B });
    expect(messageOf('bad-file', () => predictSeries(network({}), data, 5, loadKernels))).toMatch(
      /last 7 rows without a gap.*it has 4/,
    );
  });
});

describe('rows that lack something', () => {
  it('give no prediction, and are counted apart from those with too little before them', () => {
    const model = network({});
    const gap = series({ a: A.map((value, r) => (r === 12 ? NaN : value)), b: B });
    const answer = predictSeries(model, gap, 0, loadKernels);
    // Rows 7 … 12 lead to 8 … 13; row 13 lacks a value; row 20 has the first whole window after it.
    const predictedRows = Array.from(answer.predicted[0] ?? []).flatMap((value, r) =>
      Number.isNaN(value) ? [] : [r + 1],
    );
    expect(predictedRows).toEqual([8, 9, 10, 11, 12, 13, 21]);
    expect([answer.incomplete, answer.early]).toEqual([1, 12]);

    const every = predictSeries(network({ readout: 'every' }), gap, 0, loadKernels);
    expect([every.incomplete, every.early]).toEqual([1, 0]);
    const whole = predictSeries(network({ readout: 'every' }), series({ a: A, b: B }), 0, loadKernels);
    // The first step of a stretch knows one row: as a window of one.
    const [first] = rollOut(
      scalarAlarmwork(model.specification, model.parameters),
      { ...model.preparation, window: 1 },
      { a: A.slice(0, 1), b: B.slice(0, 1) },
      1,
    );
    expect(whole.predicted[0]?.[1]).toBeCloseTo(first?.[0] ?? NaN, FLOAT32_DIGITS);
  });

  it('have no change before them in the first row, which is no gap', () => {
    const { incomplete, early } = predictSeries(
      network({}, { differencing: true }),
      series({ a: A, b: B }),
      0,
      loadKernels,
    );
    expect([incomplete, early]).toEqual([0, 7]);
  });

  it('names every column that is needed and not there', () => {
    const message = messageOf('bad-file', () => predictSeries(network({}), series({ c: A, d: B }), 0, loadKernels));
    expect(message).toMatch(/no column “a”, “b”, which the network has as inputs\. It has: “c”, “d”/);
    const [, b] = network({}).preparation.inputs;
    const changes = network({ inputs: 1 }, { inputs: b ? [b] : [], differencing: true });
    expect(messageOf('bad-file', () => predictSeries(changes, series({ b: B }), 0, loadKernels))).toMatch(
      /no column “a”, whose changes the network predicts/,
    );
  });

  it('need no target', () => {
    const { outputs } = network({}).preparation;
    const model = network({ outputs: 1 }, { outputs: outputs.map((output) => ({ ...output, name: 'c' })).slice(0, 1) });
    const answer = predictSeries(model, series({ a: A, b: B }), 0, loadKernels);
    expect(figuresOf(answer, 0, 1)).toEqual({ targets: 0, rmse: null, skill: null });
    expect(answer.predicted[0]?.[20]).toEqual(expect.any(Number));
  });
});

it('goes through long windows in pieces, to the values of the equations', () => {
  const rows = Array.from({ length: 5000 }, (_, r) => Math.sin(r / 7));
  const model = network({ readout: 'every', period: 2 }, { window: 4096 });
  const { predicted } = predictSeries(model, series({ a: rows, b: rows }), 0, loadKernels);
  const say = scalarAlarmwork(model.specification, model.parameters);
  const [a, b] = model.preparation.inputs;
  const scaled = (value: number) => [a, b].map((column) => (value - (column?.offset ?? 0)) * (column?.factor ?? 0));
  for (const end of [2500, 4095, 4999]) {
    const window = rows.slice(Math.max(0, end - 4095), end + 1).map(scaled);
    const expected = (say(window)[0] ?? NaN) / (a?.factor ?? 1) + (a?.offset ?? 0);
    expect(predicted[0]?.[end + 1]).toBeCloseTo(expected, FLOAT32_DIGITS);
  }
});
