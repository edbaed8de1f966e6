/** A dataset choice as one kind of thing: a series, what is forecast from what, and which sequences each part has. */
import { SAMPLES, type DatasetChoice, type Part, type SeriesDataset, type TaskDataset } from '../contract/dataset';
import { StudioError } from '../contract/errors';
import type { Series } from '../contract/series';
import { completeGroups, groupedSequences, rowsBesideSteps, trainingOfGroups } from './grouped-sequences';
import { blockGroups, oneGroup, sequenceGroups, type RowGroups } from './row-groups';
import { sampleSeries } from './sample-series';
import { splitGroups, splitInTime, type GroupSplit, type Split } from './splits';
import type { Readout, StepSequences } from './step-sequences';
import { buildStepTable, columnNamed, type Forecast, type StepTable } from './step-table';
import { generateTask } from './tasks/generate';
import { trainingInTime } from './training-rows';
import { windowsOf, type Windowing } from './windows';

export interface Problem {
  /** All of the data, as it came. */
  readonly series: Series;
  readonly table: StepTable;
  readonly forecast: Forecast;
  readonly readout: Readout;
  readonly parts: Readonly<Record<Part, StepSequences>>;
  /** The parts' rows: ranges in time order, or groups. */
  readonly split: { readonly ranges: Split } | { readonly groups: RowGroups; readonly parts: GroupSplit };
  /** Whether accuracy means something: targets stand for classes, by their sign or each with an output of its own. */
  readonly classification: boolean;
}

/**
 * @param imported the series of an `imported:` or `file:` source, else null
 * @throws StudioError `bad-configuration` where choice and data don't fit; `not-found` if an imported series is missing
 */
export function stateProblem(choice: DatasetChoice, readout: Readout, imported: Series | null): Problem {
  if (choice.kind === 'task') return taskProblem(choice, readout);
  const series = findSeries(choice.source, imported);
  const { inputs, target, otherTargets = [], horizon, differencing, scaling = 'range' } = choice;
  const classification = choice.targetKind === 'class';
  const forecast: Forecast = {
    inputs,
    targets: [target, ...otherTargets],
    horizon,
    differencing,
    scaling,
    // In the row of its target, persistence would know the answer.
    baseline: classification ? 'most frequent class' : horizon === 0 ? 'training mean' : 'persistence',
  };
  if (choice.sequenceColumn !== undefined) {
    const groups = sequenceGroups(columnNamed(series, choice.sequenceColumn));
    const all = Uint32Array.from({ length: groups.bounds.length - 1 }, (_, group) => group);
    const seed = choice.split === 'random' ? (choice.splitSeed ?? 0) : null;
    const parts = splitGroups(all, choice, seed, 'sequences', '');
    return groupedProblem(series, forecast, readout, groups, parts);
  }
  if (choice.split === 'random') return blocksProblem(series, forecast, readout, choice);
  const { window, stride } = choice;
  const split = splitInTime(rowsOf(series), choice);
  return timeProblem(series, forecast, split, { window, stride, readout }, classification);
}

function taskProblem(choice: TaskDataset, readout: Readout): Problem {
  const { series, block, classification, target, ...rest } = generateTask(choice);
  if (block > 1 && readout === 'every') {
    throw new StudioError('bad-configuration', 'The adding problem has one target a sequence: set Readout to "last".');
  }
  const forecast: Forecast = { ...rest, targets: [target], differencing: false, scaling: 'range' };
  const split = splitInTime(rowsOf(series), choice, block);
  // Independent sequences have their one target at the end, so every row is tried and only whole sequences are found.
  const windowing = { window: choice.window, stride: block > 1 ? 1 : choice.stride, readout };
  return timeProblem(series, forecast, split, windowing, classification);
}

function timeProblem(
  series: Series,
  forecast: Forecast,
  ranges: Split,
  windowing: Windowing,
  classification: boolean,
): Problem {
  const rows = rowsOf(series);
  const training = trainingInTime(rows, ranges.training, forecast.horizon);
  const table = buildStepTable(series, forecast, oneGroup(rows), training);
  const windows = (part: Part) => windowsOf(table, part, ranges[part], windowing);
  const parts = { training: windows('training'), validation: windows('validation'), test: windows('test') };
  return { series, table, forecast, readout: windowing.readout, parts, split: { ranges }, classification };
}

/** A window and its targets a block: no row that one part is asked about is seen by another. */
function blocksProblem(series: Series, forecast: Forecast, readout: Readout, choice: SeriesDataset): Problem {
  const length = choice.window + rowsBesideSteps({ ...forecast, readout });
  const groups = blockGroups(series, length);
  const names = [...forecast.inputs, ...forecast.targets];
  for (const name of names) columnNamed(series, name);
  const complete = completeGroups(groups, series, names);
  const what = `blocks of ${length} rows (window and horizon) without a missing value`;
  const seed = choice.splitSeed ?? 0;
  const split = splitGroups(complete, choice, seed, what, 'lower the window length (L) or the horizon, ');
  return groupedProblem(series, forecast, readout, groups, split);
}

function groupedProblem(
  series: Series,
  forecast: Forecast,
  readout: Readout,
  groups: RowGroups,
  split: GroupSplit,
): Problem {
  const reach = { ...forecast, readout };
  const training = trainingOfGroups(rowsOf(series), groups, split, reach);
  const table = buildStepTable(series, forecast, groups, training);
  const parts = groupedSequences(table, groups, split, reach);
  return {
    series,
    table,
    forecast,
    readout,
    parts,
    split: { groups, parts: split },
    classification: table.targets.classes !== null,
  };
}

function findSeries(source: string, imported: Series | null): Series {
  const sample = SAMPLES.find((name) => name === source);
  if (sample !== undefined) return sampleSeries(sample);
  if (imported !== null) return imported;
  throw new StudioError('not-found', `The data "${source}" is not in the library. Import its CSV file again.`);
}

function rowsOf(series: Series): number {
  return series.columns[0]?.values.length ?? 0;
}
