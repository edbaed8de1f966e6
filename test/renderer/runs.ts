/** Runs to test with: complete, and different only in what a test says. */
import { DEFAULT_HYPERPARAMETERS } from '../../core/contract/hyperparameters';
import type { RunConfiguration, RunResults, RunSummary } from '../../core/contract/run';

export function configuration(changes: Partial<RunConfiguration> = {}): RunConfiguration {
  return {
    formatVersion: 1,
    name: 'a run',
    seed: 1,
    dataset: {
      kind: 'series',
      source: 'co2',
      inputs: ['co2'],
      target: 'co2',
      horizon: 1,
      differencing: true,
      window: 24,
      stride: 1,
      validationFraction: 0.15,
      testFraction: 0.15,
    },
    ...DEFAULT_HYPERPARAMETERS,
    ...changes,
  };
}

let made = 0;

export function run(changes: Partial<RunSummary> = {}, chosen: Partial<RunConfiguration> = {}): RunSummary {
  made++;
  return {
    formatVersion: 2,
    id: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    configuration: configuration(chosen),
    createdAt: made,
    startedAt: null,
    finishedAt: null,
    status: 'completed',
    cause: null,
    colour: made,
    results: null,
    dataSha256: null,
    environment: {},
    parent: null,
    sequences: null,
    sweep: null,
    tags: [],
    notes: '',
    isArchived: false,
    progress: null,
    queuePosition: null,
    loss: null,
    validationLoss: null,
    isStalled: false,
    ...changes,
  };
}

/** Results whose every RMSE is `rmse` and every skill `skill`; best is a tenth better. */
export function results(rmse: number, skill: number): RunResults {
  const evaluation = (factor: number) => ({ loss: rmse, rmse: rmse * factor, skill, accuracy: null });
  return {
    steps: 100,
    epochs: 10,
    seconds: 1,
    parameters: 50,
    loss: rmse,
    validation: evaluation(1),
    test: evaluation(1),
    best: { epoch: 5, validation: evaluation(0.9), test: evaluation(0.9) },
    baseline: 'persistence',
    unit: 'ppm',
    weightsSha256: 'a',
    bestWeightsSha256: null,
  };
}
