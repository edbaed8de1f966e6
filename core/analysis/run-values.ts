/** One record of values of a run, which filter, sorting, grouping and scatter share. Unknown is null. */
import type { Evaluation, RunSummary } from '../contract/run';
import { DATASET_NAME, configurationFields } from './configuration-fields';
import type { FilterRecord, FilterValue } from './filter/filter-field';

/** What people wrote about a run; kept apart from what decides its bits. */
export interface RunMarks {
  readonly tags?: readonly string[];
  readonly note?: string;
  readonly isArchived?: boolean;
  /** As the window calls the data, beside its id. */
  readonly datasetTitle?: string;
}

/** Names as in `RUN_FIELDS`. Metrics of a run under way are the last ones; of one that ended, its final weights'. */
export function runValues(run: RunSummary, marks: RunMarks = {}): FilterRecord {
  const { configuration, results, progress } = run;
  // Filled in one by one: spreading objects into one took more than five times as long, seconds for 10,000 runs.
  const values: Record<string, FilterValue> = {};
  for (const { key, value } of configurationFields(configuration)) values[key] = value;
  const data = String(values[DATASET_NAME]);
  values['name'] = configuration.name;
  values['status'] = run.status;
  values['dataset'] = marks.datasetTitle === undefined ? [data] : [data, marks.datasetTitle];
  values['created'] = run.createdAt;
  values['tag'] = marks.tags ?? [];
  values['note'] = marks.note ?? '';
  values['archived'] = marks.isArchived ?? false;
  values['loss'] = results?.loss ?? run.loss;
  putEvaluation(values, 'validation', results?.validation);
  values['validationLoss'] ??= run.validationLoss;
  putEvaluation(values, 'test', results?.test);
  putEvaluation(values, 'best.validation', results?.best?.validation);
  putEvaluation(values, 'best.test', results?.best?.test);
  values['best.epoch'] = results?.best?.epoch ?? null;
  values['epoch'] = results?.epochs ?? progress?.epoch ?? null;
  values['step'] = results?.steps ?? progress?.step ?? null;
  values['seconds'] = results?.seconds ?? progress?.seconds ?? null;
  values['parameters'] = results?.parameters ?? null;
  return values;
}

function putEvaluation(
  values: Record<string, FilterValue>,
  part: 'validation' | 'test' | 'best.validation' | 'best.test',
  evaluation: Evaluation | null | undefined,
): void {
  values[`${part}Loss`] = evaluation?.loss ?? null;
  values[`${part}Rmse`] = evaluation?.rmse ?? null;
  values[`${part}Skill`] = evaluation?.skill ?? null;
  values[`${part}Accuracy`] = evaluation?.accuracy ?? null;
}
