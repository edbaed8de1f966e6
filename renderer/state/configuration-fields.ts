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
  return configurationDifferences(configurations).map(({ key, label, fields }) => ({
    key,
    label,
    values: configurations.map((configuration, position) => {
      const field = fields[position] ?? null;
      return field === null ? UNKNOWN : fieldText(field, configuration);
    }),
  }));
}

function fieldText({ key, value, unit }: Field, { dataset }: RunConfiguration): string {
  if (key === DATASET_NAME) return datasetTitle(dataset);
  // Seeds are names rather than amounts: no thousands separators.
  if (key === 'seed' || key === 'dataset.dataSeed') return String(value);
  if (typeof value === 'string') return valueText(key, value);
  return withUnit(formatSetting(value), value === 1 ? unit.replace(/s$/, '') : unit);
}
