/** A configuration as labelled texts: for showing one, and for showing only what differs between several. */
import { configurationDifferences } from '../../core/analysis/configuration-difference';
import {
  DATASET_NAME,
  configurationFields as fieldsOf,
  valueText,
  type ConfigurationField as Field,
} from '../../core/analysis/configuration-fields';
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
  return fieldsOf(configuration).map((field) => ({
    key: field.key,
    label: field.label,
    value: fieldText(field, configuration),
  }));
}

export interface Difference {
  readonly key: string;
  readonly label: string;
  /** One text a configuration, in the order given; a dash where the field has no meaning. */
  readonly values: readonly string[];
}

/** Only the fields in which the configurations differ. Names are no difference. */
export function differences(configurations: readonly RunConfiguration[]): Difference[] {
  return settingsTable(configurations)
    .filter(({ isDifferent }) => isDifferent)
    .map(({ key, label, values }) => ({ key, label, values }));
}

export interface SettingColumn extends Difference {
  readonly isDifferent: boolean;
}

/** Every field that has a meaning for one of the configurations, in the order of the form. */
export function settingsTable(configurations: readonly RunConfiguration[]): SettingColumn[] {
  const differing = new Set(configurationDifferences(configurations).map(({ key }) => key));
  const labels = new Map<string, string>();
  const columns = configurations.map((configuration) => {
    const fields = configurationFields(configuration);
    for (const { key, label } of fields) labels.set(key, label);
    return new Map(fields.map(({ key, value }) => [key, value]));
  });
  return Array.from(labels, ([key, label]) => ({
    key,
    label,
    isDifferent: differing.has(key),
    values: columns.map((column) => column.get(key) ?? UNKNOWN),
  }));
}

const SEEDS: ReadonlySet<string> = new Set(['seed', 'dataset.dataSeed', 'dataset.splitSeed']);

function fieldText({ key, value, unit }: Field, { dataset }: RunConfiguration): string {
  if (key === DATASET_NAME) return datasetTitle(dataset);
  // Seeds are names rather than amounts: no thousands separators.
  if (SEEDS.has(key)) return String(value);
  if (typeof value === 'string') return valueText(key, value);
  return withUnit(formatSetting(value), value === 1 ? unit.replace(/s$/, '') : unit);
}
