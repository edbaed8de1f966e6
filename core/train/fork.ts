/** A training that goes on from where another one stood, with other hyperparameters. */
import type { RunConfiguration } from '../contract/run';
import { StudioError } from '../contract/errors';
import { FIXED_IN_FORKS, HYPERPARAMETERS, type HyperparameterName } from '../contract/hyperparameters';
import { Rng } from '../random/rng';
import type { SessionState } from './session';

const SCHEDULE = ['schedule', 'decay', 'decayEpochs'] as const satisfies readonly HyperparameterName[];
const OPTIMIZER_MEMORY = ['optimizer', 'beta1', 'beta2'] as const satisfies readonly HyperparameterName[];
/** With one of these changed, the best weights so far are another network's. */
const NETWORK = ['readout', 'period'] as const satisfies readonly HyperparameterName[];

/**
 * Weights, place, counts and running sums are kept. What belongs to a setting that was changed starts anew: the optimizer's
 * memory, the schedule's plateaus, the random stream of another seed, the best loss of another network.
 *
 * @param from the configuration that led to `state`; `to` the one to go on with
 * @throws StudioError `bad-configuration` where `to` needs other weights, or has no epochs left
 */
export function forkState(state: SessionState, from: RunConfiguration, to: RunConfiguration): SessionState {
  const { training } = state;
  for (const name of FIXED_IN_FORKS) {
    if (from[name] === to[name]) continue;
    const { label } = HYPERPARAMETERS[name];
    throw new StudioError(
      'bad-configuration',
      `${label} (${name}) must stay as it is: the checkpoint’s weights are for it`,
    );
  }
  if (JSON.stringify(from.dataset) !== JSON.stringify(to.dataset)) {
    throw new StudioError('bad-configuration', 'The data must stay as it is in a fork. Start a new run for other data');
  }
  if (to.epochs <= training.epoch) {
    const { epoch } = training;
    throw new StudioError('bad-configuration', `Epochs must be above ${epoch}: the checkpoint has ${epoch} behind it`);
  }
  const differs = (names: readonly HyperparameterName[]) => names.some((name) => from[name] !== to[name]);
  const isOtherNetwork = differs(NETWORK);
  const isOtherOrder = from.seed !== to.seed || from.shuffle !== to.shuffle;
  return {
    ...state,
    training: {
      ...training,
      // Another order cannot begin in the middle of an epoch: some sequences would come twice, and others never.
      ...(isOtherOrder ? atStartOfEpoch(training, to) : {}),
      ...(differs(SCHEDULE) || isOtherNetwork ? { schedule: { plateaus: 0, bestLoss: Infinity, waited: 0 } } : {}),
      // Patience counts from here: a run that was stopped early is forked to go on.
      stopping: isOtherNetwork
        ? { bestLoss: Infinity, bestEpoch: training.epoch, waited: 0 }
        : { ...training.stopping, waited: 0 },
      best: isOtherNetwork ? null : training.best,
      ...(differs(OPTIMIZER_MEMORY) ? { moments: [], powers: [1, 1] } : {}),
    },
  };
}

/** Counts of the epoch in progress go back to its beginning; the weights stay. */
function atStartOfEpoch({ order }: SessionState['training'], { seed, shuffle }: RunConfiguration) {
  return {
    ...{ seen: 0, batches: 0, lossSum: 0, normSum: 0 },
    order: Uint32Array.from(order.keys()),
    shuffling: shuffle ? Rng.fromSeed(seed, 'shuffling').state : null,
  };
}
