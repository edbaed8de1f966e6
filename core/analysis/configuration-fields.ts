/** A configuration as a flat list of fields: for showing it, for finding what differs, for grouping and for pairing. */
import { HYPERPARAMETERS, HYPERPARAMETER_NAMES, isUsed } from '../contract/hyperparameters';
import type { RunConfiguration } from '../contract/run';
import { DATASET_CHOICES, datasetSettings } from './dataset-settings';
import type { FieldValue, Fields } from './fields';

export interface ConfigurationField {
  /** A hyperparameter's name, `dataset.` and a setting's, or `seed`. */
  readonly key: string;
  readonly label: string;
  readonly value: string | number | boolean;
  /** In the plural; empty for none. */
  readonly unit: string;
}

/** The names of data: `dataset.name` is the series' source or the task. */
export const DATASET_NAME = 'dataset.name';

/** Every field that counts, in the order of the form. Hyperparameters without effect are left out, and so is the run's name. */
export function configurationFields(configuration: RunConfiguration): ConfigurationField[] {
  const hyperparameters = HYPERPARAMETER_NAMES.filter((name) => isUsed(name, configuration)).map((name) => {
    const described = HYPERPARAMETERS[name];
    const unit = described.kind === 'number' ? described.unit : '';
    return { key: name, label: described.label, value: configuration[name], unit };
  });
  return [
    ...datasetSettings(configuration.dataset).map(({ name, ...setting }) => ({ key: `dataset.${name}`, ...setting })),
    ...hyperparameters,
    { key: 'seed', label: 'Seed', value: configuration.seed, unit: '' },
  ];
}

/** The same, by key. */
export function fieldValues(configuration: RunConfiguration): Fields {
  return Object.fromEntries(configurationFields(configuration).map(({ key, value }) => [key, value]));
}

/** How people call a value: a choice by its label, a switch by yes and no, "1 time step" without the plural. */
export function valueText(key: string, value: FieldValue): string {
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const choices = choicesOf(key);
  return choices && Object.hasOwn(choices, String(value)) ? (choices[String(value)] ?? String(value)) : String(value);
}

function choicesOf(key: string): Readonly<Record<string, string>> | undefined {
  if (Object.hasOwn(DATASET_CHOICES, key)) return DATASET_CHOICES[key];
  const described: { kind: string; choices?: Readonly<Record<string, string>> } | undefined = Object.hasOwn(
    HYPERPARAMETERS,
    key,
  )
    ? HYPERPARAMETERS[key as keyof typeof HYPERPARAMETERS]
    : undefined;
  return described?.choices;
}
