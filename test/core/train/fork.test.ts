import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Hyperparameters } from '../../../core/contract/hyperparameters';
import type { RunConfiguration } from '../../../core/contract/run';
import { prepareDataset } from '../../../core/data/prepare';
import { forkState } from '../../../core/train/fork';
import { TrainingSession, type Keeping, type SessionState } from '../../../core/train/session';
import { loadKernels } from '../../../electron/store/kernel-module';
import { smallConfiguration } from '../../support/configurations';
import { messageOf } from '../../support/expect-studio-error';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function sessionOf(configuration: RunConfiguration, from?: SessionState, keeping?: Keeping): TrainingSession {
  const data = prepareDataset(configuration.dataset, configuration.readout, null);
  return new TrainingSession(configuration, data, { clock: () => 0, sha256, loadKernels }, from, keeping);
}

function finished(session: TrainingSession): TrainingSession {
  while (!session.done) session.advance(0);
  return session;
}

// 16 steps an epoch.
const chosen: Partial<Hyperparameters> = { epochs: 6, batchSize: 8, optimizer: 'adam', schedule: 'plateau' };
const configuration = smallConfiguration(chosen);

/** After `slices` slices of one step, the untrained network's first. */
function stateAfter(slices: number, from = configuration): SessionState {
  const session = sessionOf(from);
  for (let slice = 0; slice < slices; slice++) session.advance(0);
  return session.capture();
}

describe('a run that completed and trains for longer', () => {
  it.each<Partial<Hyperparameters>>([{}, { schedule: 'constant', optimizer: 'momentum' }, { kernel: 'reference' }])(
    'has the bits of one that was as long from the start: %o',
    (variation) => {
      const short = smallConfiguration({ ...chosen, ...variation, epochs: 3 });
      const long = { ...short, epochs: 7 };
      const end = finished(sessionOf(short)).capture();
      const extended = finished(sessionOf(long, end)).finish();
      expect(extended).toEqual(finished(sessionOf(long)).finish());
    },
  );

  it('ends as before where nothing is left to train: killed after its last checkpoint, before its end was on disk', () => {
    const whole = finished(sessionOf(configuration));
    const again = sessionOf(configuration, whole.capture());
    expect(finished(again).finish()).toEqual(whole.finish());
  });
});

describe('what a session keeps on its way', () => {
  it('is where it stood after its best epoch, to go on from to the same end', () => {
    const keeping = { best: true, along: 0, distributions: false };
    const session = finished(sessionOf(configuration, undefined, keeping));
    const best = session.takeBest();
    expect(best?.training.epoch).toBe(session.bestEpoch);
    expect(best?.training.parameters).toEqual(session.parameters('best'));
    expect(session.takeBest()).toBeNull();
    expect(finished(sessionOf(configuration, best ?? undefined)).finish()).toEqual(session.finish());
  });

  it.each([
    [1, [3]],
    [2, [2, 4]],
    [5, [1, 2, 3, 4, 5]],
    [20, [1, 2, 3, 4, 5]],
  ])('along the way, %i times, is spread over the epochs', (along, epochs) => {
    const session = finished(sessionOf(configuration, undefined, { best: false, along, distributions: false }));
    expect(session.takeAlong().map(({ training }) => training.epoch)).toEqual(epochs);
  });
});

describe('a fork', () => {
  it('that changes nothing has the bits of the run it came from', () => {
    const forked = forkState(stateAfter(40), configuration, configuration);
    expect(finished(sessionOf(configuration, forked)).finish()).toEqual(finished(sessionOf(configuration)).finish());
  });

  it('keeps weights and place, and starts anew what belongs to a setting that has changed', () => {
    const state = stateAfter(40);
    const { training } = state;
    const forkTo = (change: Partial<RunConfiguration>) =>
      forkState(state, configuration, { ...configuration, ...change }).training;
    const kept = { ...training, stopping: { ...training.stopping, waited: 0 } };
    expect(forkTo({ learningRate: 1, batchSize: 4, clipNorm: 0 })).toEqual(kept);
    expect(forkTo({ optimizer: 'sgd' })).toEqual({ ...kept, moments: [], powers: [1, 1] });
    expect(forkTo({ schedule: 'constant' }).schedule).toEqual({ plateaus: 0, bestLoss: Infinity, waited: 0 });
    expect(forkTo({ period: 3 })).toMatchObject({ best: null, stopping: { bestLoss: Infinity, bestEpoch: 2 } });
    expect(forkTo({ seed: 2 })).toMatchObject({ epoch: 2, step: training.step, seen: 0, batches: 0, lossSum: 0 });
    expect(forkTo({ seed: 2 }).shuffling).not.toEqual(training.shuffling);
    expect(forkTo({ shuffle: false }).shuffling).toBeNull();
    expect(forkTo({ seed: 2 }).parameters).toEqual(training.parameters);
  });

  it.each<Partial<RunConfiguration>>([
    { optimizer: 'sgd' },
    { optimizer: 'rmsprop', kernel: 'reference' },
    { batchSize: 5, schedule: 'cosine' },
    { seed: 9, epochs: 3 },
    { shuffle: false, period: 1 },
    { patience: 1, weightDecay: 0.1 },
    { readout: 'every' },
  ])('trains to its own end with %o', (change) => {
    const to = { ...configuration, ...change };
    const session = sessionOf(to, forkState(stateAfter(40), configuration, to));
    const rows: number[] = [];
    while (!session.done) rows.push(...session.advance(0));
    const { status, results } = session.finish();
    expect([status, results.loss !== null && results.loss < 10]).toEqual(['completed', true]);
    // It ends where its progress said it would.
    if (!to.patience) expect(session.progress.step).toBe(session.progress.steps);
    expect(rows[0]).toBe(3);
  });

  it('refuses what its weights are not for, and a length that is behind it', () => {
    const state = stateAfter(40);
    const refusal = (change: Partial<RunConfiguration>) =>
      messageOf('bad-configuration', () => forkState(state, configuration, { ...configuration, ...change }));
    expect(refusal({ hiddenUnits: 7 })).toContain('hiddenUnits');
    expect(refusal({ model: 'elman' })).toContain('model');
    expect(refusal({ epochs: 2 })).toContain('above 2');
    expect(refusal({ dataset: { ...configuration.dataset, window: 13 } })).toContain('data must stay');
  });
});
