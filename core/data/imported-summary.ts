/** An imported data set as an entry of the library. */
import type { DatasetChoice, DatasetSummary } from '../contract/dataset';
import type { ImportedData } from '../contract/trainer-protocol';
import { splitInTime } from './splits';

const FRACTIONS = { validationFraction: 0.15, testFraction: 0.15 } as const;

/** What is suggested suits the length of the data, and its drift as far as the training part shows it. */
export function importedSummary({ id, rows, columns, drifts: isDrifting, ...facts }: ImportedData): DatasetSummary {
  const { name, version, fileName } = facts;
  const numbers = columns.filter(({ categories }) => categories === undefined);
  const [target] = numbers;
  const suggested: DatasetChoice = {
    kind: 'series',
    source: id,
    inputs: numbers.slice(0, 64).map((column) => column.name),
    target: target?.name ?? '',
    horizon: 1,
    differencing: isDrifting,
    // Two dozen steps where the data allows it; of a short series a tenth, so that some windows are left to learn from.
    window: Math.max(1, Math.min(24, Math.floor(rows / 10))),
    stride: 1,
    ...FRACTIONS,
  };
  return {
    id,
    title: version === 1 ? name : `${name} (version ${version})`,
    description: `Imported from ${fileName}: ${rows} rows, ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}.`,
    source: fileName,
    licence: 'Your own data',
    rows,
    columns: columns.map(({ categories, ...column }) =>
      categories ? { ...column, texts: categories.length } : column,
    ),
    suggested,
    suggestedHyperparameters: { learningRate: 0.002, epochs: 100, patience: 20 },
    imported: facts,
  };
}

/** Rows of the training part of what is suggested. */
export function trainingRows(rows: number): number {
  return splitInTime(rows, FRACTIONS).training.to;
}

/**
 * Whether the mean squared change from row to row is less than a tenth of the variance: the series then moves slowly
 * over a wide range, as one that grows or wanders does, and its changes are easier to learn than its level.
 */
export function drifts(values: Float64Array, rows: number): boolean {
  const known = values.slice(0, rows).filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const change = known.reduce(
    (sum, value, r) => sum + (value - (known[r - 1] ?? value)) * (value - (known[r - 1] ?? value)),
    0,
  );
  return change < 0.1 * variance;
}
