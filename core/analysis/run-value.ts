/**
 * One value of a run, by the name a filter calls it: what `runValues` has under that name. Sorting, filtering and grouping
 * thousands of runs ask for few fields of each, and making the whole record would take most of a second.
 */
import type { DatasetChoice, SeriesDataset } from '../contract/dataset';
import { HYPERPARAMETER_NAMES, isUsed } from '../contract/hyperparameters';
import type { Evaluation, RunSummary } from '../contract/run';
import { DATASET_NAME } from './configuration-fields';
import { hasStride, hasWindows, splitOf, targetsOf } from './dataset-settings';
import type { FilterValue } from './filter/filter-field';

export type RunValueReader = (run: RunSummary) => FilterValue;

const DATASET_PREFIX = 'dataset.';

const EVALUATED = ['Loss', 'Rmse', 'Skill', 'Accuracy'] as const;
const EVALUATION_KEYS = { Loss: 'loss', Rmse: 'rmse', Skill: 'skill', Accuracy: 'accuracy' } as const;

type Results = RunSummary['results'];

const PARTS: Readonly<Record<string, (results: Results) => Evaluation | null | undefined>> = {
  validation: (results) => results?.validation,
  test: (results) => results?.test,
  'best.validation': (results) => results?.best?.validation,
  'best.test': (results) => results?.best?.test,
};

const READERS: ReadonlyMap<string, RunValueReader> = new Map<string, RunValueReader>([
  ...Object.entries(PARTS).flatMap(([part, evaluationOf]) =>
    EVALUATED.map((figure): [string, RunValueReader] => {
      const key = EVALUATION_KEYS[figure];
      return [`${part}${figure}`, ({ results }) => evaluationOf(results)?.[key] ?? null];
    }),
  ),
  ['loss', ({ results, loss }) => results?.loss ?? loss],
  ['validationLoss', ({ results, validationLoss }) => results?.validation?.loss ?? validationLoss],
  ['best.epoch', ({ results }) => results?.best?.epoch ?? null],
  ['epoch', ({ results, progress }) => results?.epochs ?? progress?.epoch ?? null],
  ['step', ({ results, progress }) => results?.steps ?? progress?.step ?? null],
  ['seconds', ({ results, progress }) => results?.seconds ?? progress?.seconds ?? null],
  ['parameters', ({ results }) => results?.parameters ?? null],
  ...HYPERPARAMETER_NAMES.map((name): [string, RunValueReader] => [
    name,
    ({ configuration }) => (isUsed(name, configuration) ? configuration[name] : null),
  ]),
  ['seed', ({ configuration }) => configuration.seed],
  ['name', ({ configuration }) => configuration.name],
  ['status', ({ status }) => status],
  ['dataset', ({ configuration }) => [datasetName(configuration.dataset)]],
  [DATASET_NAME, ({ configuration }) => datasetName(configuration.dataset)],
  ['created', ({ createdAt }) => createdAt],
  ['tag', ({ tags }) => tags],
  ['note', ({ notes }) => notes],
  ['archived', ({ isArchived }) => isArchived],
]);

/** @returns a reader that knows nothing of any run where no run has such a value */
export function runValueReader(name: string): RunValueReader {
  const known = READERS.get(name);
  if (known) return known;
  if (!name.startsWith(DATASET_PREFIX)) return () => null;
  const setting = name.slice(DATASET_PREFIX.length);
  return ({ configuration }) => datasetSetting(configuration.dataset, setting);
}

function datasetName(dataset: DatasetChoice): string {
  return dataset.kind === 'series' ? dataset.source : dataset.task;
}

/** As `datasetSettings` has it, without the list of all. */
function datasetSetting(dataset: DatasetChoice, setting: string): FilterValue {
  if (setting === 'window' && !hasWindows(dataset)) return null;
  if (setting === 'stride' && !hasStride(dataset)) return null;
  if (dataset.kind === 'task') {
    if (setting === 'delay' && dataset.task !== 'delayed-echo') return null;
  } else if (Object.hasOwn(SERIES_SETTINGS, setting)) {
    return SERIES_SETTINGS[setting]?.(dataset) ?? null;
  }
  const value: unknown = Object.hasOwn(dataset, setting) ? dataset[setting as keyof DatasetChoice] : null;
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

const SERIES_SETTINGS: Readonly<Record<string, (dataset: SeriesDataset) => FilterValue>> = {
  target: (dataset) => targetsOf(dataset).join(', '),
  targetKind: ({ targetKind = 'value' }) => targetKind,
  scaling: ({ scaling = 'range' }) => scaling,
  split: splitOf,
  splitSeed: (dataset) => (splitOf(dataset) === 'random' ? (dataset.splitSeed ?? 0) : null),
};
