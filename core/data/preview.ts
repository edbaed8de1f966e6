/** What a dataset choice amounts to, before anything is launched. */
import { PARTS, type DatasetChoice, type DatasetPreview, type Part } from '../contract/dataset';
import type { Series, SeriesColumn } from '../contract/series';
import { longestSequence } from './prepare';
import { stateProblem, type Problem } from './problem';
import type { Readout } from './step-sequences';
import { valueName } from './value-name';

const MOST_POINTS = 2000;

/**
 * The target's plot, where the parts begin, how many sequences each has, and the error to beat.
 *
 * @param imported the series of an `imported:` or `file:` source, else null
 * @throws StudioError as `prepareDataset` does, so that a choice that can be previewed can be trained
 */
export function previewDataset(choice: DatasetChoice, readout: Readout, imported: Series | null): DatasetPreview {
  const problem = stateProblem(choice, readout, imported);
  const { table, parts, forecast } = problem;
  const { classes, outputs } = table.targets;
  const { name, unit } = table.targetColumn;
  const values = classes ? classIndices(table.targetColumn, classes) : table.targetColumn.values;
  const rows = pointsToPlot(values);
  const { labels } = table;
  const partOfRow = partsOfRows(problem);
  return {
    plot: {
      name,
      unit,
      rows,
      values: rows.map((r) => values[r] ?? NaN),
      labels: labels === null ? null : rows.map((r) => labels[r] ?? ''),
      ...(partOfRow && { parts: rows.map((r) => partOfRow[r] ?? -1) }),
      ...(classes && { classes: [...classes] }),
    },
    boundaries: boundariesOf(problem),
    sequences: { training: parts.training.count, validation: parts.validation.count, test: parts.test.count },
    inputs: table.inputs,
    outputs: outputs.length,
    baseline: { name: forecast.baseline, ...baselineErrors(problem) },
    unit: classes ? '' : unit,
    ...(choice.kind === 'series' && choice.sequenceColumn !== undefined && { lengths: lengthsOf(problem) }),
    ...(classes && { classes: classCounts(problem, classes) }),
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

function classIndices(column: SeriesColumn, classes: readonly string[]): Float64Array {
  const places = new Map(classes.map((name, place) => [name, place]));
  return column.values.map((value) => places.get(valueName(column, value)) ?? NaN);
}

export function boundariesOf({ split, table }: Problem): DatasetPreview['boundaries'] {
  if ('ranges' in split) return { validation: split.ranges.validation.from, test: split.ranges.test.from };
  if (partsOfRows({ split, table }) !== null) return { validation: table.rows, test: table.rows };
  const firstRow = (part: Part) => split.groups.bounds[split.parts[part][0] ?? 0] ?? 0;
  return { validation: firstRow('validation'), test: firstRow('test') };
}

/** (R) index of each row's part, -1 for none; null where the parts follow one another. */
export function partsOfRows({ split, table }: Pick<Problem, 'split' | 'table'>): Int8Array | null {
  if ('ranges' in split) return null;
  const ofRow = new Int8Array(table.rows).fill(-1);
  const { bounds } = split.groups;
  PARTS.forEach((part, place) => {
    for (const group of split.parts[part]) ofRow.fill(place, bounds[group], bounds[group + 1]);
  });
  const isInOrder = ofRow.every((place, r) => place >= 0 && place >= (ofRow[r - 1] ?? 0));
  return isInOrder ? null : ofRow;
}

/** Over all targets of the validation part; running sums make it one pass, however much windows overlap. */
function baselineErrors({ table, parts, readout }: Problem): Omit<DatasetPreview['baseline'], 'name'> {
  const { rows, targets } = table;
  const M = targets.classes?.length ?? 1;
  const squaresBefore = new Float64Array(rows + 1);
  const targetsBefore = new Float64Array(rows + 1);
  for (let r = 0; r < rows; r++) {
    const isKnown = targets.known[r] === 1;
    let squares = 0;
    for (let m = 0; isKnown && m < M; m++) {
      const error = targets.inUnits(r, m) - targets.baselineInUnits(r, m);
      squares += error * error;
    }
    squaresBefore[r + 1] = (squaresBefore[r] ?? 0) + squares;
    targetsBefore[r + 1] = (targetsBefore[r] ?? 0) + (isKnown ? 1 : 0);
  }
  let squares = 0;
  let count = 0;
  const { validation } = parts;
  for (let index = 0; index < validation.count; index++) {
    const end = validation.startOf(index) + validation.lengthOf(index);
    const begin = readout === 'last' ? end - 1 : validation.startOf(index);
    squares += (squaresBefore[end] ?? NaN) - (squaresBefore[begin] ?? NaN);
    count += (targetsBefore[end] ?? NaN) - (targetsBefore[begin] ?? NaN);
  }
  const validationRmse = Math.sqrt(squares / (count * M));
  // A wrong class is wrong in two outputs: its own, and that of the right one.
  return targets.classes ? { validationRmse, validationErrorRate: squares / 2 / count } : { validationRmse };
}

function lengthsOf(problem: Problem): NonNullable<DatasetPreview['lengths']> {
  const { parts } = problem;
  const lengths = PARTS.flatMap((part) => Array.from({ length: parts[part].count }, (_, i) => parts[part].lengthOf(i)));
  const sorted = Float64Array.from(lengths).sort();
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
  const { id, steps } = longestSequence(problem);
  return { shortest: sorted[0] ?? NaN, median, longest: steps, longestId: id };
}

/** A class at a time, by running sums as above: windows overlap. */
function classCounts(
  { table, parts, readout }: Problem,
  classes: readonly string[],
): NonNullable<DatasetPreview['classes']> {
  const { rows, targets } = table;
  const before = new Uint32Array(rows + 1);
  const countIn = (part: Part): number => {
    const set = parts[part];
    let count = 0;
    for (let index = 0; index < set.count; index++) {
      const start = set.startOf(index);
      const end = start + set.lengthOf(index);
      count += (before[end] ?? 0) - (before[readout === 'last' ? end - 1 : start] ?? 0);
    }
    return count;
  };
  return classes.map((name, m) => {
    for (let r = 0; r < rows; r++) {
      before[r + 1] = (before[r] ?? 0) + (targets.known[r] === 1 ? targets.inUnits(r, m) : 0);
    }
    return { name, training: countIn('training'), validation: countIn('validation'), test: countIn('test') };
  });
}
