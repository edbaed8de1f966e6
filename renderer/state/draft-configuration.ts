/** What the form of a new run starts from, and what is wrong with it now. */
import type { DatasetSummary } from '../../core/contract/dataset';
import {
  DEFAULT_HYPERPARAMETERS,
  HYPERPARAMETERS,
  Hyperparameters,
  type HyperparameterName,
} from '../../core/contract/hyperparameters';
import { suggestedConfiguration } from '../../core/contract/quick-start';
import { RunConfiguration } from '../../core/contract/run';
import { datasetTitle } from './dataset-titles';

export interface DraftCheck {
  /** The configuration, once nothing is wrong. */
  readonly configuration: RunConfiguration | null;
  /** The first message for each field, by its path: `learningRate`, `dataset.window`, … */
  readonly errors: ReadonlyMap<string, string>;
}

export function checkDraft(values: RunConfiguration): DraftCheck {
  const parsed = RunConfiguration.safeParse(values);
  if (parsed.success) return { configuration: parsed.data, errors: new Map() };
  const errors = new Map<string, string>();
  for (const { path, message } of parsed.error.issues) {
    // An item of a list is reported at the list.
    const key = path.filter((part) => typeof part === 'string').join('.');
    if (!errors.has(key)) errors.set(key, message);
  }
  return { configuration: null, errors };
}

/** Hyperparameters that suit the data, except those that a person has set already. */
export function suggestedHyperparameters(
  dataset: DatasetSummary,
  current: Hyperparameters,
  touched: readonly HyperparameterName[],
): Hyperparameters {
  const kept = Object.fromEntries(touched.map((name) => [name, current[name]]));
  const suggestion = { ...DEFAULT_HYPERPARAMETERS, ...dataset.suggestedHyperparameters };
  // Main's suggestions are data: one that the schema refuses must not take the form down.
  const base = Hyperparameters.safeParse(suggestion);
  return { ...(base.success ? base.data : DEFAULT_HYPERPARAMETERS), ...kept };
}

export function configurationFor(dataset: DatasetSummary): RunConfiguration {
  // Not by the data's name, which may be longer than names of runs are.
  const configuration = suggestedConfiguration(dataset, 'New run');
  return { ...configuration, name: suggestedName(configuration) };
}

/** "AlarmworkNet 16, period 2 · CO₂ at Mauna Loa": what differs between runs comes first, where no column cuts it off. */
export function suggestedName(configuration: RunConfiguration): string {
  const { model, hiddenUnits, period, dataset } = configuration;
  const network = `${HYPERPARAMETERS.model.choices[model]} ${hiddenUnits}`;
  return `${network}${model === 'alarmwork' ? `, period ${period}` : ''} · ${datasetTitle(dataset)}`.slice(0, 120);
}
