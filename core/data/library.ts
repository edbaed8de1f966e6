/** The data library: what ships with the app and what people bring, each with a way to learn from it that works. */
import { SAMPLES, TASKS, type DatasetChoice, type DatasetSummary } from '../contract/dataset';
import type { ImportedSeries } from '../contract/trainer-protocol';
import type { Series } from '../contract/series';
import { SAMPLE_ENTRIES } from './sample-entries';
import { sampleSeries } from './sample-series';
import { splitInTime } from './splits';
import { TASK_ENTRIES } from './tasks/task-entries';

/** Every sample and task; the first is the one to begin with. */
export function datasetLibrary(): DatasetSummary[] {
  return [
    ...SAMPLES.map((id) => ({ id, ...SAMPLE_ENTRIES[id], ...countsOf(sampleSeries(id)) })),
    ...TASKS.map((id) => ({ id, ...TASK_ENTRIES[id], rows: TASK_ENTRIES[id].suggested.size })),
  ];
}

/** An imported series as an entry. What is suggested suits its length, and its drift as far as the training part shows it. */
export function importedSummary({ id, fileName, series }: ImportedSeries): DatasetSummary {
  const { rows, columns } = countsOf(series);
  const fractions = { validationFraction: 0.15, testFraction: 0.15 };
  const [target] = series.columns;
  const suggested: DatasetChoice = {
    kind: 'series',
    source: id,
    inputs: series.columns.slice(0, 64).map(({ name }) => name),
    target: target?.name ?? '',
    horizon: 1,
    differencing: target !== undefined && drifts(target.values, splitInTime(rows, fractions).training.to),
    // Two dozen steps where the data allows it; of a short series a tenth, so that some windows are left to learn from.
    window: Math.max(1, Math.min(24, Math.floor(rows / 10))),
    stride: 1,
    ...fractions,
  };
  return {
    id,
    title: fileName,
    description: `Imported from ${fileName}: ${rows} rows, ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}.`,
    source: fileName,
    licence: 'Your own data',
    rows,
    columns,
    suggested,
    suggestedHyperparameters: { learningRate: 0.002, epochs: 100, patience: 20 },
  };
}

function countsOf(series: Series): Pick<DatasetSummary, 'rows' | 'columns'> {
  return {
    rows: series.columns[0]?.values.length ?? 0,
    columns: series.columns.map(({ name, unit, values }) => ({
      name,
      unit,
      missing: values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0),
    })),
  };
}

/**
 * Whether the mean squared change from row to row is less than a tenth of the variance: the series then moves slowly
 * over a wide range, as one that grows or wanders does, and its changes are easier to learn than its level.
 */
function drifts(values: Float64Array, rows: number): boolean {
  const known = values.slice(0, rows).filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const change = known.reduce(
    (sum, value, r) => sum + (value - (known[r - 1] ?? value)) * (value - (known[r - 1] ?? value)),
    0,
  );
  return change < 0.1 * variance;
}
