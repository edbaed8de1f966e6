import type { RunConfiguration } from '../contract/run';
import { configurationFields, type ConfigurationField } from './configuration-fields';

export interface ConfigurationDifference {
  readonly key: string;
  readonly label: string;
  /** One a configuration, in the order given; null where the field has no meaning. */
  readonly fields: readonly (ConfigurationField | null)[];
}

/** Only the fields in which two or more configurations differ. Names are no difference. */
export function configurationDifferences(configurations: readonly RunConfiguration[]): ConfigurationDifference[] {
  const labels = new Map<string, string>();
  const columns = configurations.map((configuration) => {
    const fields = configurationFields(configuration);
    for (const { key, label } of fields) labels.set(key, label);
    return new Map(fields.map((field) => [field.key, field]));
  });
  return Array.from(labels, ([key, label]) => ({
    key,
    label,
    fields: columns.map((column) => column.get(key) ?? null),
  })).filter(({ fields }) => new Set(fields.map((field) => field?.value ?? null)).size > 1);
}
