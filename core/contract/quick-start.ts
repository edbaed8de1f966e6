/** The three runs of the quick start: the same data, seed and sizes, and only the network differs. */
import type { DatasetSummary } from './dataset';
import { DEFAULT_HYPERPARAMETERS, type Hyperparameters } from './hyperparameters';
import { RunConfiguration } from './run';

export interface QuickStartModel {
  readonly name: string;
  readonly hyperparameters: Pick<Hyperparameters, 'model' | 'period'>;
}

export const QUICK_START_MODELS: readonly QuickStartModel[] = [
  { name: 'AlarmworkNet period 2', hyperparameters: { model: 'alarmwork', period: 2 } },
  { name: 'AlarmworkNet period 4', hyperparameters: { model: 'alarmwork', period: 4 } },
  { name: 'Elman', hyperparameters: { model: 'elman', period: 1 } },
];

/** @param dataset the library's entry whose suggestions are taken */
export function quickStartConfiguration(dataset: DatasetSummary, model: QuickStartModel): RunConfiguration {
  return suggestedConfiguration(dataset, model.name, model.hyperparameters);
}

/** A complete configuration from what the library suggests for its data. */
export function suggestedConfiguration(
  dataset: Pick<DatasetSummary, 'suggested' | 'suggestedHyperparameters'>,
  name: string,
  over: Partial<Hyperparameters> = {},
): RunConfiguration {
  return RunConfiguration.parse({
    formatVersion: 1,
    name,
    seed: 1,
    dataset: dataset.suggested,
    ...DEFAULT_HYPERPARAMETERS,
    ...dataset.suggestedHyperparameters,
    ...over,
  });
}
