/** What is asked of a series, as a person thinks of it, and the settings that each question stands for. */
import type { ColumnSummary, SeriesDataset } from '../../core/contract/dataset';
import type { Hyperparameters } from '../../core/contract/hyperparameters';
import type { z } from '../../core/contract/schema';

export type SeriesColumns = readonly z.infer<typeof ColumnSummary>[];
type Readout = Hyperparameters['readout'];

export const SERIES_TASKS = [
  { value: 'forecast', label: 'Forecast', explanation: 'The targets of later rows, from the rows up to now.' },
  {
    value: 'sequence-to-one',
    label: 'Sequence to one',
    explanation: 'The targets in the last row of a sequence, from other columns of the same rows.',
  },
  {
    value: 'sequence-to-sequence',
    label: 'Sequence to sequence',
    explanation: 'The targets in every row of a sequence, from other columns of the same rows.',
  },
  {
    value: 'classify',
    label: 'Classify sequences',
    explanation: 'One of a few classes: a column of texts or of whole numbers. Each class has an output.',
  },
] as const;
export type SeriesTask = (typeof SERIES_TASKS)[number]['value'];

export function taskOf({ targetKind, horizon }: SeriesDataset, readout: Readout): SeriesTask {
  if (targetKind === 'class') return 'classify';
  if (horizon !== 0) return 'forecast';
  return readout === 'every' ? 'sequence-to-sequence' : 'sequence-to-one';
}

/** The readout that a task stands for; null where both make sense. */
export function readoutOf(task: SeriesTask): Readout | null {
  if (task === 'forecast') return null;
  return task === 'sequence-to-sequence' ? 'every' : 'last';
}

const isText = ({ texts }: SeriesColumns[number]) => texts !== undefined;
/** More than this many are refused. */
const MOST_CLASSES = 64;

/** Those that the columns leave something to learn for: a target of the same row needs another column beside it. */
export function tasksFor(columns: SeriesColumns, current: SeriesTask): readonly (typeof SERIES_TASKS)[number][] {
  const numbers = columns.filter((column) => !isText(column)).length;
  const canBe: Readonly<Record<SeriesTask, boolean>> = {
    forecast: true,
    'sequence-to-one': numbers > 1,
    'sequence-to-sequence': numbers > 1,
    classify: numbers > 0 && columns.length > 1,
  };
  return SERIES_TASKS.filter(({ value }) => canBe[value] || value === current);
}

/**
 * The same choice of data with another question, in which nothing conflicts.
 *
 * @param suggested of the data, for what the former question had no place for
 */
export function withTask(
  dataset: SeriesDataset,
  task: SeriesTask,
  columns: SeriesColumns,
  suggested: SeriesDataset,
): SeriesDataset {
  if (task === 'classify') return classified(dataset, columns);
  const rest = { ...dataset };
  delete rest.targetKind;
  const target = valueTarget(dataset, columns, suggested);
  const values = { ...rest, target, otherTargets: (dataset.otherTargets ?? []).filter((name) => name !== target) };
  if (task !== 'forecast') return settled({ ...values, horizon: 0 }, columns);
  if (dataset.horizon > 0 && dataset.targetKind !== 'class') return settled(values, columns);
  return settled(
    {
      ...values,
      horizon: Math.max(1, dataset.horizon, suggested.horizon),
      differencing: suggested.differencing && suggested.target === target,
      // What comes next is best told by what came last.
      inputs: [target, ...dataset.inputs.filter((name) => name !== target)],
    },
    columns,
  );
}

function classified(dataset: SeriesDataset, columns: SeriesColumns): SeriesDataset {
  const rest = { ...dataset };
  delete rest.otherTargets;
  const free = columns.filter(({ name }) => name !== dataset.sequenceColumn);
  // Of several columns of texts the one with the fewest: names of things have more than their classes.
  const [likeliest] = free
    .filter(({ texts = 0 }) => texts >= 2 && texts <= MOST_CLASSES)
    .sort((one, other) => (one.texts ?? 0) - (other.texts ?? 0));
  const present = free.find(({ name }) => name === dataset.target);
  const chosen = present && isText(present) ? present : (likeliest ?? present ?? free[0]);
  const target = chosen?.name ?? dataset.target;
  return settled({ ...rest, target, targetKind: 'class', horizon: 0, differencing: false }, columns);
}

function valueTarget({ target, sequenceColumn }: SeriesDataset, columns: SeriesColumns, suggested: SeriesDataset) {
  const numbers = columns.filter((column) => !isText(column) && column.name !== sequenceColumn).map(({ name }) => name);
  return [target, suggested.target].find((name) => numbers.includes(name)) ?? numbers[0] ?? target;
}

/**
 * What the other settings leave no place for is taken out: an input that would be copied to the output, a column that says
 * which sequence a row belongs to, a split that needs such a column; and settings that say what their absence says.
 */
export function settled(dataset: SeriesDataset, columns: SeriesColumns): SeriesDataset {
  const { otherTargets = [], sequenceColumn, split, splitSeed, scaling, ...rest } = dataset;
  const others = dataset.targetKind === 'class' ? [] : otherTargets.filter((name) => name !== sequenceColumn);
  const isSameRow = dataset.horizon === 0;
  const texts = new Set(columns.filter(isText).map(({ name }) => name));
  const taken = new Set([...texts, sequenceColumn, ...(isSameRow ? [dataset.target, ...others] : [])]);
  return {
    ...rest,
    inputs: dataset.inputs.filter((name) => !taken.has(name)),
    differencing: dataset.differencing && !isSameRow && dataset.targetKind !== 'class',
    ...(others.length > 0 && { otherTargets: others }),
    ...(sequenceColumn !== undefined && { sequenceColumn }),
    ...(scaling !== undefined && scaling !== 'range' && { scaling }),
    // The other splits are what their absence means: one where there is a sequence column, the other where there is none.
    ...(split === 'random' && { split, ...(splitSeed !== undefined && { splitSeed }) }),
  };
}

/** The columns that a choice of inputs or targets can be made from, by what the rest of the choice leaves. */
export function choosable(dataset: SeriesDataset, columns: SeriesColumns) {
  const { sequenceColumn, horizon, target, otherTargets = [] } = dataset;
  const free = columns.filter(({ name }) => name !== sequenceColumn);
  const targets = new Set([target, ...otherTargets]);
  return {
    inputs: free.filter((column) => !isText(column) && !(horizon === 0 && targets.has(column.name))),
    targets: free.filter((column) => !isText(column)),
    // Texts first: whole numbers are classes more seldom.
    classes: [...free.filter(isText), ...free.filter((column) => !isText(column))],
  };
}

/** With the column that tells sequences apart, or with none; a target that it was is another one then. */
export function withSequenceColumn(
  dataset: SeriesDataset,
  sequenceColumn: string | null,
  columns: SeriesColumns,
  suggested: SeriesDataset,
): SeriesDataset {
  const rest = { ...dataset };
  delete rest.sequenceColumn;
  if (sequenceColumn === null) return settled(rest, columns);
  const next = { ...rest, sequenceColumn };
  if (dataset.target !== sequenceColumn) return settled(next, columns);
  return dataset.targetKind === 'class'
    ? classified(next, columns)
    : settled({ ...next, target: valueTarget(next, columns, suggested) }, columns);
}

/** "Classify sequences: kind from x, y" */
export function taskWords(dataset: SeriesDataset, readout: Readout): string {
  const task = taskOf(dataset, readout);
  const label = SERIES_TASKS.find(({ value }) => value === task)?.label ?? '';
  return `${label}: ${[dataset.target, ...(dataset.otherTargets ?? [])].join(', ')} from ${dataset.inputs.join(', ')}`;
}
