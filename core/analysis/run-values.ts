/** One record of values of a run, which filter, sorting, grouping and scatter share. Unknown is null. */
import type { Evaluation, RunSummary } from '../contract/run';
import { DATASET_NAME, configurationFields } from './configuration-fields';
import type { FilterRecord } from './filter/filter-field';

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
  const fields = Object.fromEntries(configurationFields(configuration).map(({ key, value }) => [key, value]));
  const data = String(fields[DATASET_NAME] ?? '');
  return {
    ...fields,
    name: configuration.name,
    status: run.status,
    dataset: marks.datasetTitle === undefined ? [data] : [data, marks.datasetTitle],
    created: run.createdAt,
    tag: marks.tags ?? [],
    note: marks.note ?? '',
    archived: marks.isArchived ?? false,
    loss: results?.loss ?? run.loss,
    ...evaluated('validation', results?.validation),
    validationLoss: results?.validation?.loss ?? run.validationLoss,
    ...evaluated('test', results?.test),
    ...evaluated('best.validation', results?.best?.validation),
    ...evaluated('best.test', results?.best?.test),
    'best.epoch': results?.best?.epoch ?? null,
    epoch: results?.epochs ?? progress?.epoch ?? null,
    step: results?.steps ?? progress?.step ?? null,
    seconds: results?.seconds ?? progress?.seconds ?? null,
    parameters: results?.parameters ?? null,
  };
}

function evaluated(part: string, evaluation: Evaluation | null | undefined): FilterRecord {
  return {
    [`${part}Loss`]: evaluation?.loss ?? null,
    [`${part}Rmse`]: evaluation?.rmse ?? null,
    [`${part}Skill`]: evaluation?.skill ?? null,
    [`${part}Accuracy`]: evaluation?.accuracy ?? null,
  };
}
