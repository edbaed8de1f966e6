/** What a dataset choice amounts to, before anything is launched. */
import type { DatasetChoice, DatasetPreview } from '../contract/dataset';
import type { Series } from '../contract/series';
import { stateProblem, type Problem } from './problem';
import { windowsOf, windowStarts, type Readout } from './windows';

const MOST_POINTS = 2000;

/**
 * The target's plot, where the parts begin, how many sequences each has, and the error to beat.
 *
 * @param imported the series of an `imported:` or `file:` source, else null
 * @throws StudioError as `prepareDataset` does, so that a choice that can be previewed can be trained
 */
export function previewDataset(choice: DatasetChoice, readout: Readout, imported: Series | null): DatasetPreview {
  const problem = stateProblem(choice, readout, imported);
  const { table, split, windowing, forecast } = problem;
  const { name, unit, values } = table.targetColumn;
  const rows = pointsToPlot(values);
  const { labels } = table;
  return {
    plot: {
      name,
      unit,
      rows,
      values: rows.map((r) => values[r] ?? NaN),
      labels: labels === null ? null : rows.map((r) => labels[r] ?? ''),
    },
    boundaries: { validation: split.validation.from, test: split.test.from },
    sequences: {
      training: windowsOf(table, 'training', split.training, windowing).count,
      validation: windowsOf(table, 'validation', split.validation, windowing).count,
      test: windowsOf(table, 'test', split.test, windowing).count,
    },
    inputs: table.inputs,
    outputs: 1,
    baseline: { name: forecast.baseline, validationRmse: baselineRmse(problem) },
    unit,
  };
}

/** Every k-th of the rows that have a value, at most 2,000. */
function pointsToPlot(values: Float64Array): number[] {
  const known: number[] = [];
  values.forEach((value, r) => {
    if (!Number.isNaN(value)) known.push(r);
  });
  const step = Math.max(1, Math.ceil(known.length / MOST_POINTS));
  return known.filter((_, place) => place % step === 0);
}

/** Over all targets of the validation windows; running sums make it one pass, however much the windows overlap. */
function baselineRmse({ table, split, windowing }: Problem): number {
  const { rows, horizon, values, baseline, hasTarget } = table;
  const sumBefore = new Float64Array(rows + 1);
  for (let r = 0; r < rows; r++) {
    const error = hasTarget[r] === 1 ? (values[r + horizon] ?? NaN) - (baseline[r] ?? NaN) : 0;
    sumBefore[r + 1] = (sumBefore[r] ?? 0) + error * error;
  }
  const { window, readout } = windowing;
  const targets = readout === 'last' ? 1 : window;
  const starts = windowStarts(table, split.validation, windowing);
  let total = 0;
  for (const start of starts) {
    const end = start + window;
    total += (sumBefore[end] ?? NaN) - (sumBefore[end - targets] ?? NaN);
  }
  return Math.sqrt(total / (starts.length * targets));
}
