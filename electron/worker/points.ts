/** Every point under a chart, computed anew and written row by row: the window holds what a screen can show. */
import type { WeightsChoice } from '../../core/contract/run';
import type { Series } from '../../core/contract/series';
import type { PointsJob, StoredSeries } from '../../core/contract/trainer-protocol';
import { datasetRows } from '../../core/data/dataset-rows';
import { prepareDataset } from '../../core/data/prepare';
import { searchRows } from '../../core/experiment/search-rows';
import type { PointRows } from '../../core/formats/point-lines';
import type { Specification } from '../../core/nn/parameters';
import { createEngine } from '../../core/train/engine';
import { predictionRows } from '../../core/train/prediction-rows';
import { specificationOf } from '../../core/train/specification';
import { stateRows } from '../../core/train/state-rows';
import { weightRows } from '../../core/train/weight-rows';
import { loadBestKernels } from '../store/kernel-module';
import { dataPredictionTable } from './predict-data';

/** What the worker has at hand. */
export interface PointSources {
  readonly seriesOf: (stored: StoredSeries | null) => Series | null;
  /** Of a run that is not training. */
  readonly keptParameters: (folder: string, specification: Specification, choice: WeightsChoice) => Float32Array;
}

export function pointsOf(job: PointsJob, { seriesOf, keptParameters }: PointSources): PointRows {
  if (job.about === 'dataset') return datasetRows(job.dataset, job.readout, seriesOf(job.series));
  if (job.about === 'search') return searchRows(job.definition);
  if (job.about === 'data-predictions') return dataPredictionTable(job.data);
  const { folder, configuration, question } = job;
  const data = prepareDataset(configuration.dataset, configuration.readout, seriesOf(job.series));
  const specification = specificationOf(configuration, data);
  const parameters = job.parameters ?? keptParameters(folder, specification, question.weights);
  switch (question.about) {
    case 'weights':
      return weightRows(specification, parameters);
    case 'states':
      return stateRows(question, specification, data, parameters);
    case 'predictions': {
      const engine = createEngine(configuration, data, loadBestKernels);
      return predictionRows(engine, configuration, data, parameters, question.part, question.output);
    }
  }
}
