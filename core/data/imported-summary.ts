/** An imported data set as an entry of the library. */
import type { DatasetSummary, SeriesDataset } from '../contract/dataset';
import type { ImportedSequences } from '../contract/import';
import type { ImportedData } from '../contract/trainer-protocol';
import { MOST_CLASSES } from './class-targets';
import { splitInTime } from './splits';

const FRACTIONS = { validationFraction: 0.15, testFraction: 0.15 } as const;

/** Fewer sequences leave a part without one, at these fractions. */
const FEWEST_SEQUENCES = 4;

/** What is suggested suits the length of the data, and its drift as far as the training part shows it. */
export function importedSummary(data: ImportedData): DatasetSummary {
  const { id, rows, columns, drifts: isDrifting, sequences, ...facts } = data;
  const { name, version, fileName } = facts;
  const numbers = columns.filter(({ categories }) => categories === undefined);
  const [target] = numbers;
  const series: SeriesDataset = {
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
  const bySequence = sequences ? ofSequences(series, data, sequences) : null;
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
    suggested: bySequence ?? series,
    suggestedHyperparameters: {
      learningRate: 0.002,
      epochs: 100,
      patience: 20,
      // A forecast in each row of a sequence, and not in its last one alone.
      ...(bySequence && bySequence.targetKind === undefined && { readout: 'every' }),
    },
    imported: facts,
  };
}

/**
 * Sequences learnt as a whole: their classes, where the last column of texts has the same one in all rows of each; else
 * forecasts within each. Classes that are sorted are drawn at random: in the file's order the last of them would not be learnt.
 *
 * @returns null where they are too few, or there is nothing to learn from
 */
function ofSequences(
  series: SeriesDataset,
  { columns }: Pick<ImportedData, 'columns'>,
  { column: sequenceColumn, count, constant, sorted }: ImportedSequences,
): SeriesDataset | null {
  const others = columns.filter(({ name }) => name !== sequenceColumn);
  const inputs = others.filter(({ categories }) => categories === undefined).map(({ name }) => name);
  const [first] = inputs;
  if (first === undefined || others.length === columns.length || count < FEWEST_SEQUENCES) return null;
  // The first row of a sequence has no change: what drifts over all of them need not do so in each.
  const chosen = { ...series, sequenceColumn, inputs: inputs.slice(0, 64), differencing: false };
  const last = others.findLast(({ categories }) => categories !== undefined);
  const kinds = last?.categories?.length ?? 0;
  return last && constant.includes(last.name) && kinds >= 2 && kinds <= MOST_CLASSES
    ? {
        ...chosen,
        target: last.name,
        targetKind: 'class',
        horizon: 0,
        ...(sorted.includes(last.name) && { split: 'random' }),
      }
    : { ...chosen, target: first };
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
