import { configurationFields, DATASET_NAME, valueText } from '../../core/analysis/configuration-fields';
import type { RunConfiguration } from '../../core/contract/run';
import { datasetTitle } from '../state/dataset-titles';
import type { FieldWording } from './seed-groups';

/** As the form calls fields and choices; data by its title. */
export function wordingOf(configurations: readonly RunConfiguration[]): FieldWording {
  const labels = new Map<string, string>();
  const units = new Map<string, string>();
  const titles = new Map<string, string>();
  for (const configuration of configurations) {
    for (const { key, label, unit, value } of configurationFields(configuration)) {
      labels.set(key, label);
      units.set(key, unit);
      if (key === DATASET_NAME) titles.set(String(value), datasetTitle(configuration.dataset));
    }
  }
  return {
    labelOf: (field) => labels.get(field) ?? field,
    textOf: (field, value) =>
      field === DATASET_NAME ? (titles.get(String(value)) ?? String(value)) : valueText(field, value),
  };
}
