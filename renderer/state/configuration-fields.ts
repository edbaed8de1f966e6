/** A configuration as labelled fields: for showing one, and for showing only what differs between several. */
import type { DatasetChoice } from '../../core/contract/dataset';
import {
  HYPERPARAMETERS,
  HYPERPARAMETER_NAMES,
  isUsed,
  type HyperparameterName,
} from '../../core/contract/hyperparameters';
import type { RunConfiguration } from '../../core/contract/run';
import { UNKNOWN, formatSetting, withUnit } from '../format';
import { datasetTitle } from './dataset-titles';

export interface ConfigurationField {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

/** Every field that counts, in the order of the form. Hyperparameters without effect are left out. */
export function configurationFields(configuration: RunConfiguration): ConfigurationField[] {
  const hyperparameters = HYPERPARAMETER_NAMES.filter((name) => isUsed(name, configuration)).map((name) => ({
    key: name,
    label: HYPERPARAMETERS[name].label,
    value: hyperparameterText(configuration, name),
  }));
  return [
    ...datasetFields(configuration.dataset),
    ...hyperparameters,
    // Seeds are names rather than amounts: no thousands separators.
    { key: 'seed', label: 'Seed', value: String(configuration.seed) },
  ];
}

function hyperparameterText(configuration: RunConfiguration, name: HyperparameterName): string {
  const description = HYPERPARAMETERS[name];
  const value = configuration[name];
  if (description.kind === 'choice') {
    const choices: Readonly<Record<string, string>> = description.choices;
    return choices[String(value)] ?? String(value);
  }
  return withUnit(formatSetting(value), description.kind === 'number' ? unitFor(value, description.unit) : '');
}

function datasetFields(dataset: DatasetChoice): ConfigurationField[] {
  const field = (key: string, label: string, value: string | number | boolean, unit = ''): ConfigurationField => ({
    key: `dataset.${key}`,
    label,
    value: withUnit(formatSetting(value), unitFor(value, unit)),
  });
  const common = [
    field('window', 'Window length (L)', dataset.window, 'time steps'),
    field('stride', 'Stride', dataset.stride, 'time steps'),
    field('validationFraction', 'Validation fraction', dataset.validationFraction),
    field('testFraction', 'Test fraction', dataset.testFraction),
  ];
  if (dataset.kind === 'task') {
    const delay = dataset.task === 'delayed-echo' ? [field('delay', 'Delay', dataset.delay, 'time steps')] : [];
    return [
      field('name', 'Data', datasetTitle(dataset)),
      field('size', 'Size', dataset.size),
      ...delay,
      { key: 'dataset.dataSeed', label: 'Data seed', value: String(dataset.dataSeed) },
      ...common,
    ];
  }
  return [
    field('name', 'Data', datasetTitle(dataset)),
    field('inputs', 'Inputs', dataset.inputs.join(', ')),
    field('target', 'Target', dataset.target),
    field('horizon', 'Horizon', dataset.horizon, 'time steps'),
    field('differencing', 'Differencing', dataset.differencing),
    ...common,
  ];
}

/** "1 time step", "2 time steps" */
function unitFor(value: string | number | boolean, unit: string): string {
  return value === 1 ? unit.replace(/s$/, '') : unit;
}

export interface Difference {
  readonly key: string;
  readonly label: string;
  /** One text a configuration, in the order given; a dash where the field has no meaning. */
  readonly values: readonly string[];
}

/** Only the fields in which the configurations differ. Names are no difference. */
export function differences(configurations: readonly RunConfiguration[]): Difference[] {
  const labels = new Map<string, string>();
  const columns = configurations.map((configuration) => {
    const fields = configurationFields(configuration);
    for (const { key, label } of fields) labels.set(key, label);
    return new Map(fields.map(({ key, value }) => [key, value]));
  });
  return Array.from(labels, ([key, label]) => ({
    key,
    label,
    values: columns.map((column) => column.get(key) ?? UNKNOWN),
  })).filter(({ values }) => new Set(values).size > 1);
}
