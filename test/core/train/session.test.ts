import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { METRICS, type RunConfiguration } from '../../../core/contract/run';
import { prepareDataset } from '../../../core/data/prepare';
import { TrainingSession, type SessionEnd } from '../../../core/train/session';
import { loadKernels } from '../../../electron/store/kernel-module';
import { SMALL_CO2, smallConfiguration } from '../../support/configurations';

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A clock that stands still: every slice is then one optimizer step. */
function newSession(configuration: RunConfiguration): TrainingSession {
  const data = prepareDataset(configuration.dataset, configuration.readout, null);
  return new TrainingSession(configuration, data, { clock: () => 0, sha256, loadKernels });
}

function trainAll(configuration: RunConfiguration): { end: SessionEnd; rows: number[][] } {
  const session = newSession(configuration);
  const rows: number[][] = [];
  while (!session.done) {
    const flat = [...session.advance(0)];
    while (flat.length > 0) rows.push(flat.splice(0, METRICS.length));
  }
  return { end: session.finish(), rows };
}

const column = (name: (typeof METRICS)[number]): number => METRICS.indexOf(name);

describe('a training session', () => {
  it('gives the same bits and the same curve from the same configuration and seed', () => {
    const first = trainAll(smallConfiguration());
    const second = trainAll(smallConfiguration());
    expect(second.end.results).toEqual(first.end.results);
    expect(second.rows).toEqual(first.rows);
  });

  it.each([{ seed: 2 }, { hiddenUnits: 7 }, { optimizer: 'sgd' as const }, { period: 3 }, { shuffle: false }])(
    'gives other bits with %o',
    (over) => {
      const { weightsSha256 } = trainAll(smallConfiguration()).end.results;
      expect(trainAll(smallConfiguration(over)).end.results.weightsSha256).not.toBe(weightsSha256);
    },
  );

  it('reports a row for the untrained network and one an epoch', () => {
    const { rows, end } = trainAll(smallConfiguration());
    expect(rows.map((row) => row[column('epoch')])).toEqual([0, 1, 2, 3, 4]);
    expect(rows[0]?.[column('loss')]).toBeNaN();
    expect(rows.at(-1)?.[column('step')]).toBe(end.results.steps);
    expect(rows.at(-1)?.[column('validationLoss')]).toBe(end.results.validation?.loss);
  });

  it('learns: three quarters of the persistence error of the CO₂ series are gone after some epochs', () => {
    const dataset = { ...SMALL_CO2, window: 24, stride: 1 };
    const { end } = trainAll(smallConfiguration({ hiddenUnits: 16, epochs: 40, dataset }));
    expect(end.results.validation?.skill).toBeGreaterThan(0.75);
  });

  it('stops as diverged at the step that overflows, and keeps the weights from before it', () => {
    // Adam moves every weight by about 1e38 a step; the fourth passes the largest float32, 3.4e38.
    const session = newSession(smallConfiguration({ learningRate: 1e38, clipNorm: 0 }));
    while (!session.done) session.advance(0);
    const end = session.finish();
    expect(end.status).toBe('diverged');
    expect(end.cause).toMatch(/^Diverged at step \d+ \(epoch 1\): .+ is no longer finite/);
    expect(end.cause).toContain(`at step ${end.results.steps} `);
    // What is kept is of use: its loss on unseen data is a number.
    expect(end.results.validation?.loss).toBeGreaterThan(0);
    expect(end.weights.final.every(({ values }) => values.every(Number.isFinite))).toBe(true);
  });

  it('stops early once the validation loss has not improved for as long as its patience', () => {
    const { end } = trainAll(smallConfiguration({ optimizer: 'sgd', learningRate: 1e-30, epochs: 50, patience: 3 }));
    // The first epoch sets the best; nothing moves after it.
    expect(end.results.epochs).toBe(4);
    expect(end.results.best?.epoch).toBe(1);
    expect(end.cause).toMatch(/Stopped early after epoch 4/);
  });

  it('keeps the weights of the best epoch beside the last ones', () => {
    const { end, rows } = trainAll(smallConfiguration({ learningRate: 0.2, epochs: 12 }));
    const losses = rows.slice(1).map((row) => row[column('validationLoss')] ?? NaN);
    const best = losses.indexOf(Math.min(...losses)) + 1;
    expect(end.results.best?.epoch).toBe(best);
    expect(end.results.best?.validation?.loss).toBe(Math.min(...losses));
  });

  it('can be ended between two steps and still says what it reached', () => {
    const session = newSession(smallConfiguration({ epochs: 1000 }));
    for (let step = 0; step < 10; step++) session.advance(0);
    const end = session.finish();
    expect({ status: end.status, steps: end.results.steps }).toEqual({ status: 'cancelled', steps: 9 });
  });
});
