import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DatasetChoice } from '../../../core/contract/dataset';
import type { Hyperparameters } from '../../../core/contract/hyperparameters';
import type { RunConfiguration } from '../../../core/contract/run';
import { prepareDataset } from '../../../core/data/prepare';
import { TrainingSession, type SessionEnd, type SessionState } from '../../../core/train/session';
import { loadKernels } from '../../../electron/store/kernel-module';
import { smallConfiguration } from '../../support/configurations';
import { NOISE_CHOICE, noiseOfLengths } from '../../support/sequence-data';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Sequences of 1 to 11 steps, in passes of different lengths. */
const NOISE = noiseOfLengths(Array.from({ length: 160 }, (_, id) => 1 + ((id * 5) % 11)));
const CLASSES = { ...NOISE_CHOICE, target: 'kind', otherTargets: [], targetKind: 'class' as const };

/** A clock that stands still: every slice is then one optimizer step. */
function newSession(configuration: RunConfiguration, from?: SessionState): TrainingSession {
  const { dataset, readout } = configuration;
  const isNoise = dataset.kind === 'series' && dataset.source === NOISE_CHOICE.source;
  const data = prepareDataset(dataset, readout, isNoise ? NOISE : null);
  return new TrainingSession(configuration, data, { clock: () => 0, sha256, loadKernels }, from);
}

interface Course {
  readonly end: SessionEnd;
  /** Metric rows, those before a kill included. */
  readonly rows: number[];
}

function finish(session: TrainingSession, rows: number[]): Course {
  while (!session.done) rows.push(...session.advance(0));
  return { end: session.finish(), rows };
}

/** Trains some slices, keeps what a checkpoint keeps of it, and goes on from that in a session of its own. */
function killedAfter(configuration: RunConfiguration, slices: number, spoil = (state: SessionState) => state): Course {
  const session = newSession(configuration);
  const rows: number[] = [];
  for (let slice = 0; slice < slices && !session.done; slice++) rows.push(...session.advance(0));
  if (session.done) return finish(session, rows);
  const kept = structuredClone(session.capture());
  // Whatever the killed session does afterwards must not reach what was kept.
  session.advance(0);
  return finish(newSession(configuration, spoil(kept)), rows);
}

// 16 steps an epoch.
const SHORT: Partial<Hyperparameters> = { epochs: 3, batchSize: 8 };

const OPTIMIZERS = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const;
const VARIATIONS: readonly (Partial<Hyperparameters> & { dataset?: DatasetChoice })[] = [
  ...OPTIMIZERS.map((optimizer) => ({ optimizer, weightDecay: 0.001 })),
  ...OPTIMIZERS.map((optimizer) => ({ optimizer, kernel: 'reference' as const })),
  ...(['step', 'cosine', 'plateau'] as const).map((schedule) => ({ schedule, warmup: 20, decayEpochs: 1 })),
  { shuffle: false },
  { model: 'elman', period: 3 },
  { kernel: 'fast' },
  { readout: 'every', dataset: { ...NOISE_CHOICE, scaling: 'standard', splitSeed: 3 } },
  { kernel: 'reference', dataset: { ...CLASSES, split: 'sequence' } },
  { kernel: 'fast', gradient: 'truncated', truncation: 2, dataset: { ...CLASSES, split: 'sequence' } },
  // Stops early: at this rate no epoch is better than the first.
  { optimizer: 'sgd', learningRate: 1e-30, patience: 2, epochs: 10 },
  // Diverges at its fourth step.
  { learningRate: 1e38, clipNorm: 0 },
];

describe.each(VARIATIONS)('a run that was killed and resumed: %o', (variation) => {
  const configuration = smallConfiguration({ ...SHORT, ...variation });
  const expected = finish(newSession(configuration), []);
  const perEpoch = Math.ceil(newSession(configuration).progress.steps / configuration.epochs);

  // The first slice is the untrained network's row. Around the end of an epoch, one slice is one step.
  it.each([1, 2, 3, 4, 7, perEpoch - 1, perEpoch, perEpoch + 1, perEpoch + 2, 2 * perEpoch + 1, 2 * perEpoch + 5])(
    'ends with the same bits as one that was not, killed after %i slices',
    (slices) => {
      const resumed = killedAfter(configuration, slices);
      expect(resumed.end).toEqual(expected.end);
      expect(resumed.rows).toEqual(expected.rows);
    },
  );
});

describe('what is not kept shows', () => {
  const configuration = smallConfiguration({ ...SHORT, optimizer: 'adam', schedule: 'plateau', decayEpochs: 1 });
  const expected = finish(newSession(configuration), []).end.results.weightsSha256;
  const zeros = (vector: Float32Array) => new Float32Array(vector.length);

  it.each<[string, (training: SessionState['training']) => Partial<SessionState['training']>]>([
    ['the random state', () => ({ shuffling: [1, 2, 3, 4] })],
    ['the order of the epoch', ({ order }) => ({ order: order.toSorted() })],
    ['the place in the epoch', ({ seen }) => ({ seen: seen + 8 })],
    ['what the optimizer remembers', ({ moments }) => ({ moments: moments.map(zeros) })],
    ['its step count', () => ({ powers: [1, 1] })],
    ['the schedule', ({ schedule }) => ({ schedule: { ...schedule, plateaus: 3 } })],
    ['the weights', ({ parameters }) => ({ parameters: parameters.map((value) => value * 1.0001) })],
  ])('%s', (_, spoilt) => {
    const resumed = killedAfter(configuration, 20, (state) => ({
      ...state,
      training: { ...state.training, ...spoilt(state.training) },
    }));
    expect(resumed.end.results.weightsSha256).not.toBe(expected);
  });
});
