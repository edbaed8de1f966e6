import { describe, expect, it } from 'vitest';
import type { SeriesDataset } from '../../../core/contract/dataset';
import type { RunConfiguration } from '../../../core/contract/run';
import type { Series } from '../../../core/contract/series';
import { prepareDataset } from '../../../core/data/prepare';
import { scale, unscale } from '../../../core/data/scaling';
import { predictSeries } from '../../../core/predict/predict-series';
import { batchSizes, stretchClasses } from '../../../core/predict/stretch-batches';
import { modelOfRun } from '../../../core/predict/trained-model';
import { predict } from '../../../core/train/predict';
import type { LoadKernels } from '../../../core/train/engine';
import { parametersOf } from '../../../core/train/results';
import { TrainingSession } from '../../../core/train/session';
import { loadKernels } from '../../../electron/store/kernel-module';
import { smallConfiguration } from '../../support/configurations';
import { scalarAlarmwork } from '../../support/scalar-rollout';
import { NOISE_CHOICE, noiseOfLengths } from '../../support/sequence-data';
import { sha256 } from '../../support/trained-file';

const LENGTHS = Array.from({ length: 150 }, (_, id) => 1 + ((id * 29) % 43));
const IN_ORDER: SeriesDataset = { ...NOISE_CHOICE, split: 'sequence' };
const SERIES = noiseOfLengths(LENGTHS);
const BOUNDS = LENGTHS.reduce<number[]>((bounds, length) => [...bounds, (bounds.at(-1) ?? 0) + length], [0]);

function trained(over: Partial<Pick<RunConfiguration, 'kernel' | 'readout' | 'model'>>) {
  const configuration = smallConfiguration({ dataset: IN_ORDER, hiddenUnits: 9, epochs: 1, period: 2, ...over });
  const data = prepareDataset(configuration.dataset, configuration.readout, SERIES);
  const session = new TrainingSession(configuration, data, { clock: () => 0, sha256, loadKernels });
  while (!session.done) session.advance(0);
  const { weights } = session.finish();
  const parameters = parametersOf(weights.specification, weights.final);
  return {
    model: modelOfRun(weights, weights.final, configuration.kernel),
    own: predict(session.engine, configuration, data, parameters, 'test', 'final', 1),
  };
}

function slice({ columns }: Series, from: number, to: number): Series {
  return { columns: columns.map((column) => ({ ...column, values: column.values.slice(from, to) })), labels: null };
}

const KERNELS = (['reference', 'strict', 'fast'] as const).flatMap((kernel) =>
  (['last', 'every'] as const).map((readout) => ({ kernel, readout })),
);

describe('sequences that go through the network together', () => {
  it.each(KERNELS)('are told as each of them alone, bit by bit ($kernel, $readout)', ({ kernel, readout }) => {
    for (const model of ['alarmwork', 'elman'] as const) {
      const network = trained({ kernel, readout, model });
      const { predicted } = predictSeries(network.model, SERIES, 0, loadKernels);
      for (const [id, length] of LENGTHS.entries()) {
        const from = BOUNDS[id] ?? 0;
        const alone = predictSeries(network.model, slice(SERIES, from, from + length), 0, loadKernels);
        for (const [m, column] of alone.predicted.entries()) {
          expect([...(predicted[m]?.subarray(from, from + length) ?? [])]).toEqual([...column]);
        }
      }
    }
  });

  it.each(KERNELS)('are told as in the run’s own test part, bit by bit ($kernel, $readout)', ({ kernel, readout }) => {
    const { model, own } = trained({ kernel, readout });
    const { predicted } = predictSeries(model, SERIES, 0, loadKernels);
    // The last fifth of the sequences, in their order.
    const said = [...(predicted[1]?.subarray(BOUNDS[120]) ?? [])].filter((value) => !Number.isNaN(value));
    expect(own.predicted.length).toBe(readout === 'last' ? 30 : (BOUNDS[150] ?? 0) - (BOUNDS[120] ?? 0));
    expect(said).toEqual(own.predicted);
  });

  it('are told as the defining equations say', () => {
    const { model } = trained({ kernel: 'fast', readout: 'last' });
    const { predicted } = predictSeries(model, SERIES, 0, loadKernels);
    const say = scalarAlarmwork(model.specification, model.parameters);
    const { inputs, outputs } = model.preparation;
    for (const id of [0, 1, 17, 42, 77, 149]) {
      const [from = 0, to = 0] = BOUNDS.slice(id, id + 2);
      const steps = Array.from({ length: to - from }, (_, l) =>
        inputs.map((scaling) => {
          const column = SERIES.columns.find(({ name }) => name === scaling.name);
          return scale(column?.values[from + l] ?? NaN, scaling);
        }),
      );
      const y = say(steps);
      outputs.forEach((scaling, m) => {
        // float32 against doubles.
        expect(predicted[m]?.[to - 1]).toBeCloseTo(unscale(y[m] ?? NaN, scaling), 5);
      });
    }
  });

  it('take a few passes, and not one each', () => {
    let passes = 0;
    const counting: LoadKernels = (kernel) => {
      const module = loadKernels(kernel);
      return {
        ...module,
        instantiate(bytes) {
          const { exports, buffer } = module.instantiate(bytes);
          const forward = (plan: number, parameters: number): void => {
            passes++;
            exports.forward(plan, parameters);
          };
          return { exports: { ...exports, forward }, buffer };
        },
      };
    };
    predictSeries(trained({ kernel: 'strict', readout: 'last' }).model, SERIES, 0, counting);
    // Eight classes of length of fewer than 64 sequences each.
    expect(passes).toBe(8);
  });
});

describe('classes of length', () => {
  const stretch = (from: number, length: number) => ({ from, to: from + length });

  it('pad no sequence by more than an eighth of the longest, and compute only outputs that are asked for', () => {
    const stretches = LENGTHS.map((length, id) => stretch(BOUNDS[id] ?? 0, length));
    const classes = stretchClasses(stretches, true);
    expect(classes.flatMap((each) => each.stretches).toSorted((a, b) => a.from - b.from)).toEqual(stretches);
    expect(classes.length).toBeLessThanOrEqual(8);
    for (const { stretches: like, steps, outputs } of classes) {
      const lengths = like.map(({ from, to }) => to - from);
      expect([Math.max(...lengths), Math.min(...lengths)]).toEqual([steps, steps - outputs + 1]);
      expect(outputs).toBeLessThanOrEqual(Math.ceil(43 / 8));
    }
    expect(stretchClasses(stretches, false).every(({ steps, outputs }) => outputs === steps)).toBe(true);
    expect(stretchClasses([], true)).toEqual([]);
  });

  it('have whole batches and a rest of no fewer than four rows', () => {
    expect([1, 4, 64, 65, 130].map((count) => batchSizes(count, 64))).toEqual([[4], [4], [64], [64, 4], [64, 4]]);
    // As little memory as there is.
    expect(batchSizes(3, 1)).toEqual([1]);
  });
});
