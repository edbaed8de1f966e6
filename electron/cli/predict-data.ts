/** Predictions of the rows of a file, by a trained run or by a file of weights. */
import { CsvOptions } from '../../core/contract/dataset';
import { StudioError } from '../../core/contract/errors';
import type { WeightsChoice } from '../../core/contract/run';
import { seriesFromCsv } from '../../core/data/csv';
import { describeColumns } from '../../core/data/csv-columns';
import { countPredicted, omissions } from '../../core/predict/describe-predictions';
import { figuresOf } from '../../core/predict/figures';
import { missingColumns } from '../../core/predict/input-table';
import { treatMissing, type FilledSeries, type MissingInputs } from '../../core/predict/missing-inputs';
import { predictionCsv } from '../../core/predict/prediction-csv';
import { predictSeries, type SeriesPredictions } from '../../core/predict/predict-series';
import { rowNames, type RowNames } from '../../core/predict/row-names';
import { modelOfFile, modelOfRun, type TrainedModel } from '../../core/predict/trained-model';
import { writeDurably } from '../store/durable-file';
import { loadBestKernels } from '../store/kernel-module';
import { about, CommandError } from './command-error';
import { showNotes } from './configuration';
import { newFile } from './output-file';
import { readText } from './read-text';
import { readWeightsFile } from './read-weights-file';
import { readTrainedRun } from './run-weights';
import { valueOf } from './set-option';

/** Where the weights are: in a run's folder, or in a file. */
export type WeightsPlace = { readonly run: string; readonly choice: WeightsChoice } | { readonly file: string };

export interface DataQuestion {
  readonly from: WeightsPlace;
  readonly data: string;
  /** `NAME=VALUE` of {@link CsvOptions}. */
  readonly csv: readonly string[];
  readonly steps: number;
  readonly out: string | undefined;
  /** Whether the answer holds the predictions themselves. */
  readonly json: boolean;
}

export function predictData({ from, data, csv, steps, out, json }: DataQuestion) {
  const path = out === undefined ? null : newFile(out);
  const { model, options, missing } = weightsAt(from, csv);
  const { filled, notes } = readData(data, model, options, missing);
  let predictions: SeriesPredictions;
  try {
    predictions = predictSeries(model, filled.series, steps, loadBestKernels);
  } catch (error) {
    throw about(data, error);
  }
  const { preparation } = model;
  const names = rowNames(filled.series, filled.numbers);
  if (path !== null) writeDurably(path, Buffer.from(predictionCsv(preparation, predictions, names)));
  const said = [...notes, ...filled.notes, ...omissions(predictions, preparation.window)];
  showNotes(said.map((note) => `${data}: ${note}`));
  const { rows, classes: answers, fedBackFrom } = predictions;
  return {
    ...('run' in from ? { run: from.run, weights: from.choice } : { weights: from.file }),
    data,
    rows,
    predicted: countPredicted(predictions),
    incomplete: predictions.incomplete,
    early: predictions.early,
    outputs: preparation.outputs.map(({ name, unit }, m) => ({
      name,
      unit,
      ...figuresOf(predictions, m, preparation.horizon),
    })),
    ...(answers
      ? { classes: answers.classes, accuracy: answers.accuracy, confusion: answers.confusion, unknown: answers.unknown }
      : { baseline: 'persistence' }),
    fedBackFrom: fedBackFrom === null ? null : names.numberOf(fedBackFrom),
    ...(out === undefined ? {} : { out }),
    ...(json ? { predictions: listed(model, predictions, names) } : {}),
  };
}

/** @returns the network, and how its data was read, with what was said otherwise on top */
function weightsAt(
  from: WeightsPlace,
  csv: readonly string[],
): { model: TrainedModel; options: CsvOptions; missing: MissingInputs } {
  const given = givenOptions(csv);
  if ('file' in from) {
    const found = readWeightsFile(from.file);
    try {
      return { model: modelOfFile(found), options: CsvOptions.parse(given), missing: given.missing ?? 'keep' };
    } catch (error) {
      throw about(from.file, error);
    }
  }
  const { document, weights, tensors } = readTrainedRun(from.run, from.choice);
  const { dataset, kernel } = document.configuration;
  const own = dataset.kind === 'series' ? dataset.csv : undefined;
  // A file to predict may have gaps where one to learn from was refused: nothing is predicted from them.
  const treated = own && own.missing !== 'refuse' ? own.missing : 'keep';
  try {
    const model = modelOfRun(weights, tensors, kernel);
    return { model, options: CsvOptions.parse({ ...own, ...given }), missing: given.missing ?? treated };
  } catch (error) {
    throw about(from.run, error);
  }
}

function givenOptions(changes: readonly string[]): Partial<CsvOptions> {
  const shape = CsvOptions.shape;
  const given = changes.map((change) => {
    const [name = '', ...rest] = change.split('=');
    const schema = Object.entries(shape).find(([key]) => key === name)?.[1];
    if (!schema) {
      throw new CommandError(`--csv ${change}: there is no ${name}; there are ${Object.keys(shape).join(', ')}`);
    }
    return [name, valueOf(schema, rest.join('='), `--csv ${change}`, name)] as const;
  });
  return Object.fromEntries(given) as Partial<CsvOptions>;
}

function readData(
  file: string,
  { preparation }: TrainedModel,
  options: CsvOptions,
  missing: MissingInputs,
): { filled: FilledSeries; notes: readonly string[] } {
  const text = readText(file);
  const refuse = (message: string): never => {
    throw new StudioError('bad-file', message);
  };
  try {
    const names = describeColumns(text, options, refuse).columns.map(({ name }) => name);
    const inputs = preparation.inputs.map(({ name }) => name);
    const absent = missingColumns(preparation, names);
    if (absent !== null) return refuse(absent);
    const { classes, classColumn, sequenceColumn, outputs } = preparation;
    const isThere = (name: string | undefined): name is string => name !== undefined && names.includes(name);
    const targets = classes ? [] : outputs.map(({ name }) => name).filter(isThere);
    const mayBeTexts = [classColumn, sequenceColumn].filter(isThere);
    const taken = [...new Set([...inputs, ...targets, ...mayBeTexts])];
    const { series, notes } = seriesFromCsv(text, { ...options, missing: 'keep' }, taken, mayBeTexts);
    return { filled: treatMissing(series, inputs, missing, sequenceColumn), notes };
  } catch (error) {
    throw about(file, error);
  }
}

/** Every row that has a prediction, as lists; what a list has no number for is null. */
function listed(
  { preparation }: TrainedModel,
  { predicted, targets, classes: answers }: SeriesPredictions,
  names: RowNames,
) {
  const length = predicted[0]?.length ?? 0;
  const rows = Array.from({ length }, (_, r) => r).filter((r) => predicted.some((column) => !Number.isNaN(column[r])));
  const numbers = (column: Float64Array) => rows.map((r) => (Number.isNaN(column[r] ?? NaN) ? null : column[r]));
  return {
    row: rows.map((r) => names.numberOf(r)),
    label: names.hasLabels ? rows.map((r) => names.labelOf(r)) : null,
    ...(answers && {
      class: rows.map((r) => answers.classes[answers.predicted[r] ?? -1] ?? null),
      targetClass: answers.target && rows.map((r) => answers.target?.[r] || null),
    }),
    outputs: preparation.outputs.map(({ name }, m) => ({
      name,
      predicted: numbers(predicted[m] ?? new Float64Array(0)),
      target: targets[m] ? numbers(targets[m]) : null,
    })),
  };
}
