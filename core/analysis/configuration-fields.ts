/** A configuration as a flat list of fields: for showing it, for finding what differs, for grouping and for pairing. */
import type { DatasetChoice, SeriesDataset } from '../contract/dataset';
import { HYPERPARAMETERS, HYPERPARAMETER_NAMES, isUsed } from '../contract/hyperparameters';
import type { RunConfiguration } from '../contract/run';
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
    ...datasetFields(configuration.dataset),
    ...hyperparameters,
    { key: 'seed', label: 'Seed', value: configuration.seed, unit: '' },
  ];
}

/** The same, by key. */
export function fieldValues(configuration: RunConfiguration): Fields {
  return Object.fromEntries(configurationFields(configuration).map(({ key, value }) => [key, value]));
}

const STEPS = 'time steps';

function datasetFields(dataset: DatasetChoice): ConfigurationField[] {
  const field = (key: string, label: string, value: string | number | boolean, unit = '') => ({
    key: `dataset.${key}`,
    label,
    value,
    unit,
  });
  const common = [
    field('window', 'Window length (L)', dataset.window, STEPS),
    field('stride', 'Stride', dataset.stride, STEPS),
    field('validationFraction', 'Validation fraction', dataset.validationFraction),
    field('testFraction', 'Test fraction', dataset.testFraction),
  ];
  if (dataset.kind === 'task') {
    return [
      field('name', 'Data', dataset.task),
      field('size', 'Size', dataset.size),
      ...(dataset.task === 'delayed-echo' ? [field('delay', 'Delay', dataset.delay, STEPS)] : []),
      field('dataSeed', 'Data seed', dataset.dataSeed),
      ...common,
    ];
  }
  return [
    field('name', 'Data', dataset.source),
    field('inputs', 'Inputs', dataset.inputs.join(', ')),
    field('target', 'Target', dataset.target),
    field('horizon', 'Horizon', dataset.horizon, STEPS),
    field('differencing', 'Differencing', dataset.differencing),
    ...laterFields(dataset).map(({ key, label, value }) => field(key, label, value)),
    ...common,
  ];
}

/** What a series may leave out. */
function laterFields({ otherTargets, targetKind, sequenceColumn, scaling, split, splitSeed }: SeriesDataset) {
  const fields = [
    { key: 'otherTargets', label: 'Other targets', value: otherTargets?.join(', ') },
    { key: 'targetKind', label: 'Target kind', value: targetKind },
    { key: 'sequenceColumn', label: 'Sequence column', value: sequenceColumn },
    { key: 'scaling', label: 'Scaling', value: scaling },
    { key: 'split', label: 'Split', value: split },
    { key: 'splitSeed', label: 'Split seed', value: splitSeed },
  ];
  return fields.flatMap(({ value, ...field }) => (value === undefined ? [] : [{ ...field, value }]));
}

/** How people call a value: a choice by its label, a switch by yes and no, "1 time step" without the plural. */
export function valueText(key: string, value: FieldValue): string {
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const described: { kind: string; choices?: Readonly<Record<string, string>> } | undefined = Object.hasOwn(
    HYPERPARAMETERS,
    key,
  )
    ? HYPERPARAMETERS[key as keyof typeof HYPERPARAMETERS]
    : undefined;
  const { choices } = described ?? {};
  return choices && Object.hasOwn(choices, String(value)) ? (choices[String(value)] ?? String(value)) : String(value);
}
