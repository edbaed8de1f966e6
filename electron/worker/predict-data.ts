/** What a trained network says of a series of the library, for the window and as a table. */
import { Buffer } from 'node:buffer';
import { SAMPLES } from '../../core/contract/dataset';
import { StudioError } from '../../core/contract/errors';
import type { DataPredictions } from '../../core/contract/predictions';
import type { Series } from '../../core/contract/series';
import type { WorkerJobs } from '../../core/contract/trainer-protocol';
import { sampleSeries } from '../../core/data/sample-series';
import type { PointRows } from '../../core/formats/point-lines';
import { dataPredictionRows } from '../../core/predict/data-prediction-rows';
import { describePredictions } from '../../core/predict/describe-predictions';
import { predictionCsv } from '../../core/predict/prediction-csv';
import { predictSeries, type SeriesPredictions } from '../../core/predict/predict-series';
import { rowNames } from '../../core/predict/row-names';
import { modelOfRun, type TrainedModel } from '../../core/predict/trained-model';
import { readSeries } from '../store/datasets-store';
import { loadBestKernels } from '../store/kernel-module';
import { readWeights } from '../store/weights-store';
import { modelInFile } from './weights-files';

type Question = WorkerJobs['predict-data']['params'];

interface Predicted {
  readonly model: TrainedModel;
  readonly series: Series;
  readonly predictions: SeriesPredictions;
}

/** Kept, so that what is saved is what was shown, and comes at once. */
let kept: (Predicted & { readonly question: string }) | null = null;

export function predictData(question: Question): DataPredictions {
  const { model, series, predictions } = predicted(question);
  return describePredictions(model, series, predictions);
}

export function predictDataCsv(question: Question): Uint8Array {
  const { model, series, predictions } = predicted(question);
  return Buffer.from(predictionCsv(model.preparation, predictions, rowNames(series)));
}

export function dataPredictionTable(question: Question): PointRows {
  const { model, series, predictions } = predicted(question);
  return dataPredictionRows(model, predictions, rowNames(series));
}

function predicted(question: Question): Predicted {
  const text = JSON.stringify(question);
  if (kept?.question === text) return kept;
  const model = modelOf(question.model);
  const series = seriesOf(question);
  kept = { question: text, model, series, predictions: predictSeries(model, series, question.steps, loadBestKernels) };
  return kept;
}

function modelOf(model: Question['model']): TrainedModel {
  if (model.kind === 'file') return modelInFile(model.path);
  const weights = readWeights(model.folder);
  const tensors = weights?.[model.choice];
  if (!weights || !tensors) throw new StudioError('not-found', `This run has no ${model.choice} weights`);
  return modelOfRun(weights, tensors, model.kernel);
}

function seriesOf({ source, series }: Question): Series {
  if (series) return readSeries(series);
  const sample = SAMPLES.find((name) => name === source);
  if (!sample) throw new StudioError('not-found', `The data "${source}" is not in the library`);
  return sampleSeries(sample);
}
