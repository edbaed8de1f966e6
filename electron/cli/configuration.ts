/** A run's configuration from its file, the changes made with `--set`, and the data it names. */
import { dirname, resolve } from 'node:path';
import { configurationKey } from '../../core/contract/configuration-key';
import { CsvOptions, type DatasetChoice } from '../../core/contract/dataset';
import { StudioError } from '../../core/contract/errors';
import { DEFAULT_HYPERPARAMETERS } from '../../core/contract/hyperparameters';
import { RunConfiguration } from '../../core/contract/run';
import type { Series } from '../../core/contract/series';
import { seriesFromCsv } from '../../core/data/csv';
import type { PreparedDataset } from '../../core/data/dataset';
import { prepareDataset } from '../../core/data/prepare';
import { about, check, CommandError } from './command-error';
import { readJson } from './read-json';
import { readText } from './read-text';
import { applyChange, isObject } from './set-option';

const FILE_SOURCE = 'file:';

/**
 * @param changes `NAME=VALUE`; a name inside `dataset` may be given with or without `dataset.` in front
 * @throws CommandError naming the file and the place in it
 */
export function readConfiguration(file: string, changes: readonly string[]): RunConfiguration {
  const json = readJson(file);
  if (!isObject(json)) throw new CommandError(`${file}: must hold one configuration object: see example-config`);
  // Left out it means the reference kernels in a stored run, which may be older than the others; whoever begins one today
  // wants what a new run in the app has.
  json['kernel'] ??= DEFAULT_HYPERPARAMETERS.kernel;
  for (const change of changes) applyChange(json, change);
  const configuration = check(RunConfiguration, json, file);
  return withAbsoluteSource(configuration, dirname(resolve(file)));
}

/** A run's folder may be used from anywhere; the paths in its configuration then still lead to the data. */
function withAbsoluteSource(configuration: RunConfiguration, folder: string): RunConfiguration {
  const { dataset } = configuration;
  if (dataset.kind !== 'series' || !dataset.source.startsWith(FILE_SOURCE)) return configuration;
  const path = resolve(folder, dataset.source.slice(FILE_SOURCE.length));
  return { ...configuration, dataset: { ...dataset, source: FILE_SOURCE + path } };
}

export interface Prepared {
  readonly data: PreparedDataset;
  /** What was done to a CSV file in reading it, each naming the file. */
  readonly notes: readonly string[];
}

/**
 * The data of a configuration, ready for training.
 *
 * @param file that the configuration is in
 * @throws CommandError naming that file and the key, or the CSV file and the line, and what to do
 */
export function prepare(file: string, configuration: RunConfiguration): Prepared {
  const { dataset, readout } = configuration;
  try {
    const { series, notes } = readCsvSource(dataset);
    return { data: prepareDataset(dataset, readout, series), notes };
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    throw new CommandError(`${file}: ${configurationKey(error.message, dataset)}: ${error.message}`);
  }
}

/** On stderr, a line each. */
export function showNotes(notes: readonly string[]): void {
  for (const note of notes) process.stderr.write(`${note}\n`);
}

/**
 * The series a configuration brings along as a CSV file; null where it uses what the program has.
 *
 * @throws CommandError about the CSV file, naming it
 * @throws StudioError about the configuration
 */
function readCsvSource(dataset: DatasetChoice): { series: Series | null; notes: string[] } {
  if (dataset.kind !== 'series') return { series: null, notes: [] };
  if (dataset.source.startsWith('imported:')) {
    throw new StudioError(
      'bad-configuration',
      'Imported data is in the app only; name its CSV file as "file:PATH" instead.',
    );
  }
  if (!dataset.source.startsWith(FILE_SOURCE)) return { series: null, notes: [] };
  const path = dataset.source.slice(FILE_SOURCE.length);
  const text = readText(path);
  try {
    const { inputs, target, otherTargets = [], targetKind, sequenceColumn } = dataset;
    const mayBeTexts = [
      ...(targetKind === 'class' ? [target] : []),
      ...(sequenceColumn === undefined ? [] : [sequenceColumn]),
    ];
    const columns = [...new Set([...inputs, target, ...otherTargets, ...mayBeTexts])];
    const { series, notes } = seriesFromCsv(
      text,
      dataset.csv ?? CsvOptions.parse({}),
      columns,
      mayBeTexts,
      sequenceColumn,
    );
    return { series, notes: notes.map((note) => `${path}: ${note}`) };
  } catch (error) {
    // The file is as it is; which of its columns to take is said by the configuration.
    throw error instanceof StudioError && NO_COLUMN.test(error.message) ? error : about(path, error);
  }
}

const NO_COLUMN = /^There is no column /;
