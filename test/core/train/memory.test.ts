import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Part, TaskDataset } from '../../../core/contract/dataset';
import { StudioError } from '../../../core/contract/errors';
import type { RunConfiguration } from '../../../core/contract/run';
import { prepareDataset } from '../../../core/data/prepare';
import type { PreparedDataset } from '../../../core/data/dataset';
import { initializeParameters } from '../../../core/nn/initialization';
import type { PassSizes } from '../../../core/nn/engine';
import { createPass } from '../../../core/nn/network';
import { Rng } from '../../../core/random/rng';
import { createEngine, requiredBytes } from '../../../core/train/engine';
import { passSizes } from '../../../core/train/pass-sizes';
import { Passes } from '../../../core/train/passes';
import { parametersOf } from '../../../core/train/results';
import { specificationOf } from '../../../core/train/specification';
import { TrainingSession, type SessionEnd } from '../../../core/train/session';
import { loadKernels } from '../../../electron/store/kernel-module';
import { smallConfiguration } from '../../support/configurations';
import { NOISE_CHOICE, noiseOfLengths } from '../../support/sequence-data';

const KERNELS = ['reference', 'strict', 'fast'] as const;

/** One sequence in training, one in validation and one in test: all targets of a window lie in one part. */
function echoOf(window: number): TaskDataset {
  return {
    kind: 'task',
    task: 'delayed-echo',
    size: 4 * window,
    delay: 3,
    dataSeed: 1,
    window,
    stride: window,
    validationFraction: 0.3,
    testFraction: 0.3,
  };
}

function prepare({ dataset, readout }: RunConfiguration): PreparedDataset {
  return prepareDataset(dataset, readout, null);
}

function trainAll(configuration: RunConfiguration): SessionEnd {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const session = new TrainingSession(configuration, prepare(configuration), { clock: () => 0, sha256, loadKernels });
  while (!session.done) session.advance(0);
  return session.finish();
}

describe.each(KERNELS)('the memory of a run, %s kernels', (kernel) => {
  it.each(['last', 'every'] as const)('does not grow with the window under truncated BPTT, readout %s', (readout) => {
    const bytes = [20_000, 200_000].map((window) => {
      const configuration = smallConfiguration({ kernel, readout, gradient: 'truncated', dataset: echoOf(window) });
      return requiredBytes(configuration, prepare(configuration));
    });
    // What is left over for the last segment differs.
    expect(Math.max(...bytes) / Math.min(...bytes)).toBeLessThan(1.2);
  });

  it('is refused over the budget, with the number and what to lower', () => {
    const configuration = smallConfiguration({ kernel, hiddenUnits: 4096, period: 1, dataset: echoOf(300_000) });
    const data = prepare(configuration);
    expect(() => requiredBytes(configuration, data)).toThrow(StudioError);
    expect(() => requiredBytes(configuration, data)).toThrow(
      /needs \d+\.\d GiB of memory and may use 4: lower the hidden units \(hiddenUnits\), or lower the window \(dataset.window\), or choose truncated BPTT \(gradient\)$/,
    );
    expect(() => requiredBytes({ ...configuration, gradient: 'truncated' }, data)).not.toThrow();
  });
});

describe('the memory of sequences of different lengths', () => {
  it('is that of the longest, which is named where it is too much', () => {
    const configuration = smallConfiguration({ readout: 'every', hiddenUnits: 64, dataset: NOISE_CHOICE });
    const bytesOf = (lengths: readonly number[], hiddenUnits: number) => {
      const data = prepareDataset(configuration.dataset, 'every', noiseOfLengths(lengths));
      return requiredBytes({ ...configuration, hiddenUnits }, data);
    };
    const long = bytesOf([9, 10, 8, 9, 20_000], 64);
    expect(long / bytesOf([9, 10, 8, 9, 10], 64)).toBeGreaterThan(10);
    expect(() => bytesOf([9, 10, 8, 9, 200_000], 4096)).toThrow(
      /or cut the longest sequences \(dataset\.sequenceColumn; "s4" has 200000 steps\)/,
    );
  });

  it.each(['last', 'every'] as const)('is known of every pass before there is one, readout %s', (readout) => {
    const lengths = Array.from({ length: 40 }, (_, id) => 1 + ((id * 1300) % 5000));
    const over = { readout, batchSize: 3, gradient: 'truncated', truncation: 3, kernel: 'reference' } as const;
    const configuration = smallConfiguration({ ...over, hiddenUnits: 1, dataset: NOISE_CHOICE });
    const data = prepareDataset(configuration.dataset, readout, noiseOfLengths(lengths));
    const planned = new Set(passSizes(configuration, data).map((sizes) => JSON.stringify(sizes)));
    const engine = createEngine(configuration, data, loadKernels);
    const asked = new Set<string>();
    const listening = {
      ...engine,
      pass: (sizes: PassSizes) => {
        asked.add(JSON.stringify(sizes));
        return engine.pass(sizes);
      },
    };
    const passes = new Passes(listening, configuration, data);
    const { training } = data.parts;
    for (let start = 0; start < training.count; start += 3) {
      const indices = Array.from({ length: Math.min(3, training.count - start) }, (_, b) => start + b);
      for (const pass of passes.training(training, indices)) pass.forward(engine.parameters);
    }
    expect([...asked].filter((sizes) => !planned.has(sizes))).toEqual([]);
    expect(asked.size).toBeGreaterThan(4);
  });
});

/** E of a part's first sequence, computed whole and in float64. */
function wholeLoss(configuration: RunConfiguration, part: Part, parameters: Float32Array): number {
  const data = prepare(configuration);
  const { window: steps, targetSteps: outputs } = data;
  const sizes = { batchSize: 1, steps, outputs, updatesBack: Infinity, continues: false };
  const pass = createPass(specificationOf(configuration, data), { ...sizes, precision: 'float64' });
  const x = new Float32Array(pass.x.length);
  const t = new Float32Array(pass.t.length);
  data.parts[part].copyInto(0, x, t, 0, 1, { from: 0, steps, outputs });
  pass.x.set(x);
  pass.t.set(t);
  pass.forward(Float64Array.from(parameters));
  return pass.loss();
}

describe.each(KERNELS)('a long sequence in segments, %s kernels', (kernel) => {
  it.each(['alarmwork', 'elman'] as const)(
    'has the loss of the whole sequence, in training and in tests, %s',
    (model) => {
      const over = { readout: 'every', gradient: 'truncated', epochs: 1, batchSize: 1, model, kernel } as const;
      const configuration = smallConfiguration({ ...over, dataset: echoOf(9000) });
      const data = prepare(configuration);
      const specification = specificationOf(configuration, data);
      const rng = Rng.fromSeed(configuration.seed, 'initialization');
      const initial = initializeParameters(specification, rng, configuration.initialization);
      const { results, weights } = trainAll(configuration);
      // Rounding of float32; a state lost between segments changes the loss by 2e-5.
      const tolerance = 2e-6;
      expect(relative(results.loss, wholeLoss(configuration, 'training', initial))).toBeLessThan(tolerance);
      const trained = parametersOf(specification, weights.final);
      expect(relative(results.test?.loss, wholeLoss(configuration, 'test', trained))).toBeLessThan(tolerance);
    },
  );
});

function relative(actual: number | null | undefined, expected: number): number {
  return Math.abs((actual ?? NaN) - expected) / expected;
}
