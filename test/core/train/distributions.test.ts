import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { prepareDataset } from '../../../core/data/prepare';
import type { RunConfiguration } from '../../../core/contract/run';
import type { Specification } from '../../../core/nn/parameters';
import { columnsOf, distributionRow, isSnapshotEpoch } from '../../../core/train/distributions';
import { KEEP_NOTHING, TrainingSession } from '../../../core/train/session';
import { loadKernels } from '../../../electron/store/kernel-module';
import { smallConfiguration } from '../../support/configurations';

const specification: Specification = {
  model: 'elman',
  inputs: 1,
  hiddenUnits: 11,
  outputs: 1,
  period: 1,
  readout: 'last',
};
const columns = columnsOf('elman');

function figures(parameters: Float32Array, gradient: Float32Array | null, batchSize = 1) {
  const row = distributionRow(specification, { epoch: 3, step: 7 }, parameters, gradient, batchSize);
  expect(row).toHaveLength(columns.length);
  return (column: string) => row[columns.indexOf(column)];
}

describe('a snapshot of the distributions', () => {
  // 11 × 1 inputs, 11 × 11 recurrent, 11 biases, 11 output weights, one bias.
  const parameters = new Float32Array(155);
  parameters.set([10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

  it('has the quantiles and the norm of each parameter', () => {
    const figure = figures(parameters, null);
    expect([figure('epoch'), figure('step')]).toEqual([3, 7]);
    expect(['q0', 'q5', 'q25', 'q50', 'q95', 'q100'].map((q) => figure(`w_in.weight.${q}`))).toEqual([
      0, 0.5, 2.5, 5, 9.5, 10,
    ]);
    // Σ i² for 1 … 10
    expect(figure('w_in.weight.norm')).toBe(Math.sqrt(385));
    expect(figure('w_rec.weight.q50')).toBe(0);
    expect(figure('w_in.gradient.q50')).toBeNaN();
  });

  it('has the mean gradient of the mini-batch', () => {
    const figure = figures(new Float32Array(155), parameters, 5);
    expect([figure('w_in.gradient.q100'), figure('w_in.gradient.norm')]).toEqual([2, Math.sqrt(385) / 5]);
  });

  it('knows nothing of a parameter that is no longer finite, and all of the others', () => {
    const broken = parameters.slice();
    broken[154] = NaN;
    const figure = figures(broken, null);
    expect(figure('b_out.weight.q50')).toBeNaN();
    expect(figure('w_in.weight.q50')).toBe(5);
  });

  it('takes the quantiles of a large matrix from a part of it, and the extremes of all', () => {
    const large: Specification = { ...specification, hiddenUnits: 128 };
    const many = Float32Array.from({ length: 128 + 128 * 128 + 128 + 128 + 1 }, (_, i) => ((i * 7) % 1000) / 1000);
    // Where no stride would look.
    many[128 + 5000] = -3;
    const row = distributionRow(large, { epoch: 0, step: 0 }, many, null, 1);
    const figure = (name: string) => row[columns.indexOf(name)] ?? NaN;
    expect(figure('w_rec.weight.q0')).toBe(-3);
    // Of 512 values spread evenly: the standard error of a median is 0.5 / √512 = 0.022, of the 95th 0.01.
    expect(Math.abs(figure('w_rec.weight.q50') - 0.5)).toBeLessThan(0.066);
    expect(Math.abs(figure('w_rec.weight.q95') - 0.95)).toBeLessThan(0.03);
  });
});

describe('when snapshots are taken', () => {
  const epochs = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(isSnapshotEpoch);

  it('is after every one of the first epochs, and ever more seldom', () => {
    expect(epochs(0, 20)).toEqual([...Array.from({ length: 17 }, (_, i) => i), 18, 20]);
    expect(epochs(1000, 1400)).toEqual([1024, 1152, 1280]);
  });

  it('is at most about 200 times, for a million epochs', () => {
    expect(epochs(0, 1_000_000).length).toBeLessThanOrEqual(200);
  });
});

describe('a session that takes snapshots', () => {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

  function finished(configuration: RunConfiguration, distributions: boolean) {
    const data = prepareDataset(configuration.dataset, configuration.readout, null);
    const tools = { clock: () => 0, sha256, loadKernels };
    const session = new TrainingSession(configuration, data, tools, null, { ...KEEP_NOTHING, distributions });
    while (!session.done) session.advance(0);
    return session;
  }

  it.each(['reference', 'strict', 'fast'] as const)('trains to the same bits as one that does not: %s', (kernel) => {
    const configuration = smallConfiguration({ kernel, epochs: 6, batchSize: 8 });
    const watched = finished(configuration, true);
    const alone = finished(configuration, false);
    expect(watched.finish()).toEqual(alone.finish());
    expect(alone.takeDistributions()).toEqual([]);
    const rows = watched.takeDistributions();
    expect(rows.map(([epoch]) => epoch)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const names = columnsOf('alarmwork');
    const gradients = rows.map((row) => row[names.indexOf('w_rec2.gradient.norm')] ?? NaN);
    expect(gradients[0]).toBeNaN();
    expect(gradients.slice(1).every((norm) => norm > 0 && norm < 10)).toBe(true);
    expect(watched.takeDistributions()).toEqual([]);
  });
});
