import { describe, expect, it } from 'vitest';
import type { SeriesDataset } from '../../../core/contract/dataset';
import type { NestedNumbers } from '../../../core/contract/gradient-case';
import type { Hyperparameters } from '../../../core/contract/hyperparameters';
import type { RunConfiguration } from '../../../core/contract/run';
import type { PreparedDataset, SequenceSet } from '../../../core/data/dataset';
import { prepareDataset } from '../../../core/data/prepare';
import { initializeParameters } from '../../../core/nn/initialization';
import { createPass } from '../../../core/nn/network';
import { parameterLayout, parameterView } from '../../../core/nn/parameters';
import type { Pass } from '../../../core/nn/pass';
import { Rng } from '../../../core/random/rng';
import { createEngine } from '../../../core/train/engine';
import { computeCase } from '../../../core/train/gradient-case';
import { checkGradients } from '../../../core/train/gradient-check';
import { passSizes, passSteps } from '../../../core/train/pass-sizes';
import { Passes } from '../../../core/train/passes';
import { specificationOf, updatesBack } from '../../../core/train/specification';
import { loadKernels } from '../../../electron/store/kernel-module';
import { smallConfiguration } from '../../support/configurations';
import { NOISE_CHOICE, noiseOfLengths } from '../../support/sequence-data';

const LENGTHS = [3, 9, 1, 7, 12, 2, 5, 8, 4, 11, 6, 10];

interface Setting {
  readonly hyperparameters: Partial<Hyperparameters>;
  readonly dataset?: Partial<SeriesDataset>;
}

const SETTINGS: readonly Setting[] = [
  { hyperparameters: { readout: 'every' } },
  { hyperparameters: { readout: 'last' } },
  { hyperparameters: { readout: 'every', model: 'elman' } },
  { hyperparameters: { readout: 'last', model: 'elman', gradient: 'truncated', truncation: 2 } },
  { hyperparameters: { readout: 'last', period: 3, gradient: 'local' } },
  { hyperparameters: { readout: 'every', period: 1, gradient: 'truncated', truncation: 3 } },
  { hyperparameters: { readout: 'last' }, dataset: { target: 'kind', targetKind: 'class', otherTargets: [] } },
  {
    hyperparameters: { readout: 'every', hiddenUnits: 9 },
    dataset: { target: 'kind', targetKind: 'class', otherTargets: [] },
  },
];

interface Prepared {
  readonly configuration: RunConfiguration;
  readonly data: PreparedDataset;
  readonly parameters: Float32Array;
}

function prepared({ hyperparameters, dataset }: Setting, lengths = LENGTHS): Prepared {
  const configuration = smallConfiguration({ ...hyperparameters, dataset: { ...NOISE_CHOICE, ...dataset } });
  const data = prepareDataset(configuration.dataset, configuration.readout, noiseOfLengths(lengths));
  const specification = specificationOf(configuration, data);
  const rng = Rng.fromSeed(7, 'initialization');
  return { configuration, data, parameters: initializeParameters(specification, rng, 'uniform') };
}

interface LossAndGradient {
  loss: number;
  readonly gradient: Float64Array;
}

/** Every sequence of the training part alone and unpadded, by the defining equations in loops; added up. */
function oracle({ configuration, data, parameters }: Prepared): LossAndGradient {
  const specification = specificationOf(configuration, data);
  const layout = parameterLayout(specification);
  const params = Object.fromEntries(
    layout.map(({ name, shape }) => [name, nested(parameterView(layout, Float64Array.from(parameters), name), shape)]),
  );
  const { inputs: D, outputs: M } = data;
  const sum: LossAndGradient = { loss: 0, gradient: new Float64Array(parameters.length) };
  const { training } = data.parts;
  for (let index = 0; index < training.count; index++) {
    const L = training.lengthOf(index);
    const x = new Float32Array(L * D);
    const t = new Float32Array(L * M);
    training.copyInto(index, x, t, 0, 1, { from: 0, steps: L, outputs: L });
    const targets = nested(t, [L, M]) as number[][];
    const { loss, gradients } = computeCase(
      {
        ...{ model: specification.model, D, M, L, N: 1, P: specification.hiddenUnits, period: specification.period },
        ...{ readout: configuration.readout, params, x: [nested(x, [L, D]) as number[][]] },
        t: configuration.readout === 'last' ? [targets.at(-1) ?? []] : [targets],
      },
      'scalar',
      { asked: updatesBack(configuration) },
    );
    sum.loss += loss;
    for (const { name, offset } of layout) {
      flat(gradients['asked']?.[name] ?? NaN).forEach(
        (value, i) => (sum.gradient[offset + i] = (sum.gradient[offset + i] ?? NaN) + value),
      );
    }
  }
  return sum;
}

/** All sequences of the training part in one pass of float64, padded to the longest. */
function float64Batch({ configuration, data, parameters }: Prepared): LossAndGradient {
  const { training } = data.parts;
  const B = training.count;
  const indices = Uint32Array.from({ length: B }, (_, index) => index);
  const steps = passSteps(data, training, indices);
  const pass = createPass(specificationOf(configuration, data), {
    ...{ precision: 'float64', batchSize: B, steps, outputs: steps, continues: false },
    updatesBack: updatesBack(configuration),
  });
  const x = new Float32Array(pass.x.length);
  const t = new Float32Array(pass.t.length);
  for (const b of indices) training.copyInto(b, x, t, b, B, { from: 0, steps, outputs: steps });
  pass.x.set(x);
  pass.t.set(t);
  const gradient = new Float64Array(parameters.length);
  pass.forward(Float64Array.from(parameters));
  return { loss: pass.backward(Float64Array.from(parameters), gradient), gradient };
}

/** The training part as it is trained on, in mini-batches of `batchSize`, with the weights as they are. */
function engineBatches(
  { configuration, data, parameters }: Prepared,
  kernel: Hyperparameters['kernel'],
  batchSize: number,
  set: SequenceSet = data.parts.training,
): LossAndGradient {
  const chosen = { ...configuration, kernel, batchSize };
  const engine = createEngine(chosen, data, loadKernels);
  engine.parameters.set(parameters);
  const sum = { loss: 0, gradient: new Float64Array(parameters.length) };
  const order = Uint32Array.from({ length: set.count }, (_, index) => index);
  const passes = new Passes(engine, chosen, data);
  for (let start = 0; start < set.count; start += batchSize) {
    for (const pass of passes.training(set, order.subarray(start, start + batchSize))) {
      add(sum, pass, engine.parameters);
    }
  }
  return sum;
}

function add(sum: LossAndGradient, pass: Pass, parameters: Float32Array): void {
  const gradient = new Float32Array(parameters.length);
  pass.forward(parameters);
  if (pass.y.length > 0) sum.loss += pass.backward(parameters, gradient);
  gradient.forEach((value, i) => (sum.gradient[i] = (sum.gradient[i] ?? NaN) + value));
}

const KERNELS = ['reference', 'strict', 'fast'] as const;

describe.each(SETTINGS)('sequences of different lengths in one mini-batch: %j', (setting) => {
  const given = prepared(setting);
  const expected = oracle(given);

  it('have the loss and the gradient of each alone, added up: in float64', () => {
    // Some hundred terms, each rounded to 2^-53.
    expect(worst(float64Batch(given), expected)).toBeLessThan(1e-12);
  });

  it.each(KERNELS.flatMap((kernel) => [1, 2, 5, 100].map((batchSize) => [kernel, batchSize] as const)))(
    'and with %s kernels, in mini-batches of at most %i',
    (kernel, batchSize) => {
      // The same with 2^-24.
      expect(worst(engineBatches(given, kernel, batchSize), expected)).toBeLessThan(1e-5);
    },
  );

  it.each(KERNELS)('and padding of any value changes no bit of it, with %s kernels', (kernel) => {
    const { training } = given.data.parts;
    const rng = Rng.fromSeed(3, 'data');
    let padded = 0;
    const spoilt: SequenceSet = {
      ...callable(training),
      copyInto(index, x, t, b, batchSize, stretch) {
        training.copyInto(index, x, t, b, batchSize, stretch);
        for (let l = Math.max(0, training.lengthOf(index) - stretch.from); l < stretch.steps; l++) {
          for (let d = 0; d < given.data.inputs; d++)
            x[(l * batchSize + b) * given.data.inputs + d] = rng.between(-1e6, 1e6);
          padded++;
        }
      },
    };
    expect(engineBatches(given, kernel, 5, spoilt)).toEqual(engineBatches(given, kernel, 5));
    expect(padded).toBeGreaterThan(10);
  });
});

/** Methods of a class are not copied by a spread. */
function callable(set: SequenceSet): SequenceSet {
  return {
    count: set.count,
    lengthOf: (index) => set.lengthOf(index),
    copyInto: (...given) => set.copyInto(...given),
    toUnits: (...given) => set.toUnits(...given),
    targetInUnits: (...given) => set.targetInUnits(...given),
    baselineInUnits: (...given) => set.baselineInUnits(...given),
    label: (...given) => set.label(...given),
    stepLabel: (...given) => set.stepLabel(...given),
  };
}

describe('long sequences of different lengths in segments', () => {
  it.each(KERNELS.flatMap((kernel) => (['last', 'every'] as const).map((readout) => [kernel, readout] as const)))(
    'have the loss and gradient of the whole ones, %s kernels, readout %s',
    (kernel, readout) => {
      const given = prepared(
        { hyperparameters: { readout, gradient: 'truncated', truncation: 2, hiddenUnits: 3 } },
        [2500, 5000, 700, 4100, 3000],
      );
      const { configuration, data } = given;
      const sizes = passSizes({ ...configuration, kernel }, data);
      expect(Math.max(...sizes.map(({ steps }) => steps))).toBeLessThan(2500);
      // Thousands of terms of float32.
      expect(worst(engineBatches(given, kernel, 3), float64Batch(given))).toBeLessThan(1e-4);
    },
  );
});

it.each(['last', 'every'] as const)('gradients are checked on sequences shorter than others, readout %s', (readout) => {
  const { configuration, data } = prepared({ hyperparameters: { readout, batchSize: 2 } }, [3, 5, 40, 2, 4, 1]);
  expect(passSteps(data, data.parts.training, [0, 1])).toBeLessThan(data.window);
  expect(checkGradients(configuration, data)).toMatchObject({ ok: true, sequences: 2 });
});

it('a pass is as long as the longest of its sequences, rounded up to one of eight lengths', () => {
  const { data } = prepared({ hyperparameters: {} }, [100, 13, 14, 57, 99, 3, 2, 1, 40, 41]);
  const set = data.parts.training;
  const padded = new Set<number>();
  for (let index = 0; index < set.count; index++) {
    const steps = passSteps(data, set, [index]);
    padded.add(steps);
    expect(steps).toBeGreaterThanOrEqual(set.lengthOf(index));
    expect(steps - set.lengthOf(index)).toBeLessThan(data.window / 8 + 1);
  }
  expect(padded.size).toBeGreaterThan(2);
});

function nested(values: ArrayLike<number>, shape: readonly number[]): number[] | number[][] {
  const [rows = 1, columns] = shape;
  if (columns === undefined) return Array.from(values);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, c) => values[row * columns + c] as number),
  );
}

function flat(value: NestedNumbers): number[] {
  return typeof value === 'number' ? [value] : value.flatMap(flat);
}

/** Of the loss, relative to it, and of the gradient, relative to its largest entry. */
function worst(a: LossAndGradient, b: LossAndGradient): number {
  const largest = Math.max(...b.gradient.map(Math.abs));
  const differences = a.gradient.map((value, i) => Math.abs(value - (b.gradient[i] ?? NaN)) / largest);
  return Math.max(Math.abs(a.loss - b.loss) / b.loss, ...differences);
}
