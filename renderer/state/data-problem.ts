/** Why data and choice do not fit, at the field of the form that can be changed. */
import { hasWindows } from '../../core/analysis/dataset-settings';
import { configurationKey } from '../../core/contract/configuration-key';
import type { DatasetChoice } from '../../core/contract/dataset';

const FIELDS: ReadonlySet<string> = new Set(
  [
    ...['inputs', 'target', 'otherTargets', 'horizon', 'sequenceColumn', 'scaling'],
    ...['window', 'validationFraction', 'testFraction'],
  ].map((name) => `dataset.${name}`),
);

/** @returns the field's key, or null where the form has no field for it */
export function fieldOf(problem: string, dataset: DatasetChoice): string | null {
  // An item of a list is reported at the list.
  const key = configurationKey(problem, dataset).replace(/\[\d+\]$/, '');
  if (dataset.kind === 'task' || (key === 'dataset.window' && !hasWindows(dataset))) return null;
  return FIELDS.has(key) ? key : null;
}

/** Why a choice cannot be launched, a sentence each; where both speak of a field, what the schema says of it. */
export function objections(
  errors: ReadonlyMap<string, string>,
  problem: string | null,
  dataset: DatasetChoice,
): string[] {
  const atFields = [...withDataProblem(errors, problem, dataset).values()];
  return problem === null || fieldOf(problem, dataset) !== null ? atFields : [...atFields, problem];
}

/** What the schema says of a field comes first. */
export function withDataProblem(
  errors: ReadonlyMap<string, string>,
  problem: string | null,
  dataset: DatasetChoice,
): ReadonlyMap<string, string> {
  const field = problem === null ? null : fieldOf(problem, dataset);
  return problem === null || field === null || errors.has(field) ? errors : new Map([...errors, [field, problem]]);
}
