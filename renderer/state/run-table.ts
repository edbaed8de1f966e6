/** Order and choice of the rows in the table of runs. */
import { HYPERPARAMETERS } from '../../core/contract/hyperparameters';
import type { RunSummary } from '../../core/contract/run';

export type SortKey =
  | 'name'
  | 'status'
  | 'loss'
  | 'validationLoss'
  | 'model'
  | 'hiddenUnits'
  | 'period'
  | 'learningRate'
  | 'seed'
  | 'created';

export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** Running first, then what waits, then what ended. */
const STATUS_ORDER: Record<RunSummary['status'], number> = {
  running: 0,
  paused: 1,
  queued: 2,
  interrupted: 3,
  failed: 4,
  diverged: 5,
  cancelled: 6,
  completed: 7,
};

const VALUES: Record<SortKey, (run: RunSummary) => string | number | null> = {
  name: (run) => run.configuration.name,
  status: (run) => STATUS_ORDER[run.status],
  loss: (run) => run.loss,
  validationLoss: (run) => run.validationLoss,
  model: (run) => run.configuration.model,
  hiddenUnits: (run) => run.configuration.hiddenUnits,
  period: (run) => (run.configuration.model === 'alarmwork' ? run.configuration.period : null),
  learningRate: (run) => run.configuration.learningRate,
  seed: (run) => run.configuration.seed,
  created: (run) => run.createdAt,
};

/** The rows to show. Unknown values come last in either direction; equal ones keep the newest first. */
export function arrangeRuns(runs: readonly RunSummary[], search: string, sorting: Sorting): RunSummary[] {
  const valueOf = VALUES[sorting.key];
  const direction = sorting.descending ? -1 : 1;
  const valued = matchingRuns(runs, search).map((run) => {
    const value = valueOf(run);
    return { run, value: typeof value === 'string' ? sortText(value) : value };
  });
  valued.sort((a, b) => {
    const order = compareValues(a.value, b.value, direction);
    return order !== 0 ? order : b.run.createdAt - a.run.createdAt || (a.run.id < b.run.id ? -1 : 1);
  });
  return valued.map(({ run }) => run);
}

/** Text that sorts, code unit by code unit, as people sort names: "Run 9" before "run 10". A collator takes ten times as long. */
function sortText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll(/\d+/g, (digits) => digits.padStart(16, '0'));
}

function compareValues(a: string | number | null, b: string | number | null, direction: number): number {
  const aIsKnown = a !== null && !Number.isNaN(a);
  const bIsKnown = b !== null && !Number.isNaN(b);
  if (!aIsKnown || !bIsKnown) return Number(bIsKnown) - Number(aIsKnown);
  if (typeof a === 'number' && typeof b === 'number') return (a - b) * direction;
  return (String(a) < String(b) ? -1 : Number(a !== b)) * direction;
}

/** Every word of the search must occur in the run's name, status, model, data, optimizer or seed. */
function matchingRuns(runs: readonly RunSummary[], search: string): RunSummary[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...runs];
  return runs.filter((run) => {
    const text = searchText(run);
    return words.every((word) => text.includes(word));
  });
}

/** Of runs as they are: a run that changes is another object. */
const searchTexts = new WeakMap<RunSummary, string>();

function searchText(run: RunSummary): string {
  const known = searchTexts.get(run) ?? makeSearchText(run);
  searchTexts.set(run, known);
  return known;
}

function makeSearchText({ status, configuration }: RunSummary): string {
  const { name, model, optimizer, dataset, seed } = configuration;
  const data = dataset.kind === 'series' ? `${dataset.source} ${dataset.target}` : dataset.task;
  return [name, status, HYPERPARAMETERS.model.choices[model], optimizer, data, `seed ${seed}`].join(' ').toLowerCase();
}

/** The next sorting when a column's heading is pressed: text ascends first, times descend first; pressed again, it turns. */
export function nextSorting(sorting: Sorting, key: SortKey): Sorting {
  if (sorting.key === key) return { key, descending: !sorting.descending };
  return { key, descending: key === 'created' };
}
