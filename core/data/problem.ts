/** A dataset choice as one kind of thing: a series, what is forecast from what, and how it is cut into sequences. */
import { SAMPLES, type DatasetChoice } from '../contract/dataset';
import { StudioError } from '../contract/errors';
import type { Series } from '../contract/series';
import { sampleSeries } from './sample-series';
import { splitInTime, type Split } from './splits';
import { buildStepTable, type Forecast, type StepTable } from './step-table';
import { generateTask } from './tasks/generate';
import type { Readout, Windowing } from './windows';

export interface Problem {
  /** All of the data, as it came. */
  readonly series: Series;
  readonly table: StepTable;
  readonly split: Split;
  readonly windowing: Windowing;
  readonly forecast: Forecast;
  readonly classification: boolean;
}

/**
 * @param imported the series of an `imported:` or `file:` source, else null
 * @throws StudioError `bad-configuration` where choice and data don't fit; `not-found` if an imported series is missing
 */
export function stateProblem(choice: DatasetChoice, readout: Readout, imported: Series | null): Problem {
  const { window, stride } = choice;
  if (choice.kind === 'series') {
    const series = findSeries(choice.source, imported);
    const { inputs, target, horizon, differencing } = choice;
    const forecast: Forecast = { inputs, target, horizon, differencing, baseline: 'persistence' };
    const split = splitInTime(rowsOf(series), choice);
    const table = buildStepTable(series, forecast, split);
    return { series, table, split, windowing: { window, stride, readout }, forecast, classification: false };
  }
  const { series, block, classification, ...rest } = generateTask(choice);
  if (block > 1 && readout === 'every') {
    throw new StudioError('bad-configuration', 'The adding problem has one target a sequence: set Readout to "last".');
  }
  const forecast: Forecast = { ...rest, differencing: false };
  const split = splitInTime(rowsOf(series), choice, block);
  const table = buildStepTable(series, forecast, split);
  // Independent sequences have their one target at the end, so every row is tried and only whole sequences are found.
  return {
    series,
    table,
    split,
    windowing: { window, stride: block > 1 ? 1 : stride, readout },
    forecast,
    classification,
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
