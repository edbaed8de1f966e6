import type { DatasetChoice } from '../../core/contract/dataset';
import { DEFAULT_HYPERPARAMETERS, type Hyperparameters } from '../../core/contract/hyperparameters';
import type { RunConfiguration } from '../../core/contract/run';

export const SMALL_CO2: DatasetChoice = {
  kind: 'series',
  source: 'co2',
  inputs: ['CO2'],
  target: 'CO2',
  horizon: 1,
  differencing: true,
  window: 12,
  stride: 4,
  validationFraction: 0.15,
  testFraction: 0.15,
};

/** A run that takes a fraction of a second. */
export function smallConfiguration(
  over: Partial<Hyperparameters> & { seed?: number; name?: string; dataset?: DatasetChoice } = {},
): RunConfiguration {
  return {
    formatVersion: 1,
    name: 'Small',
    seed: 1,
    dataset: SMALL_CO2,
    ...DEFAULT_HYPERPARAMETERS,
    hiddenUnits: 6,
    epochs: 4,
    ...over,
  };
}
