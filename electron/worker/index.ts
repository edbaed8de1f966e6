/**
 * The worker: one utility process that does what main must not: it parses files from outside, generates data, measures
 * and predicts. Main gives every request a time limit and kills the worker that exceeds it.
 */
import { reportError, StudioError } from '../../core/contract/errors';
import type { RunConfiguration, WeightsChoice } from '../../core/contract/run';
import type { StoredSeries, WorkerAnswer, WorkerJobs, WorkerRequest } from '../../core/contract/trainer-protocol';
import type { Series } from '../../core/contract/series';
import type { Tensor, TrainedWeights } from '../../core/contract/weights';
import { importanceOf } from '../../core/analysis/importance';
import type { PreparedDataset } from '../../core/data/dataset';
import { importedSummary } from '../../core/data/imported-summary';
import { datasetLibrary } from '../../core/data/library';
import { prepareDataset } from '../../core/data/prepare';
import { previewDataset } from '../../core/data/preview';
import type { Specification } from '../../core/nn/parameters';
import { previewSweep } from '../../core/experiment/sweep-preview';
import { encodeWeights } from '../../core/formats/weights-file';
import { measureCost } from '../../core/train/cost';
import { exportedRun } from '../../core/train/exported-run';
import { createEngine } from '../../core/train/engine';
import { lookInside } from '../../core/train/inside';
import { predict } from '../../core/train/predict';
import { parametersOf } from '../../core/train/results';
import { specificationOf } from '../../core/train/specification';
import { listCheckpoints, readCheckpoint } from '../store/checkpoints';
import { readSeries } from '../store/datasets-store';
import { forkRun } from '../store/fork-run';
import { checkedRun, checkedStore } from './check';
import { loadBestKernels } from '../store/kernel-module';
import { unpackRunBundle } from '../store/run-bundle';
import { encodeRunExport } from '../store/run-export';
import { inspectRun } from '../store/run-inspection';
import { writeMetricsCsv } from '../store/metrics-csv';
import { writePointsCsv } from '../store/points-csv';
import { readMetricsOverview } from '../store/metrics-reader';
import { readWeights } from '../store/weights-store';
import { previewImport, takeImport } from './import-file';
import { pointsOf } from './points';
import { predictData, predictDataCsv } from './predict-data';
import { beginWithWeights, checkBeginning, summaryOfWeights } from './weights-files';

type Jobs = {
  [J in keyof WorkerJobs]: (
    params: WorkerJobs[J]['params'],
    requestId: number,
  ) => WorkerJobs[J]['result'] | Promise<WorkerJobs[J]['result']>;
};

const jobs: Jobs = {
  library: ({ imported }) => [...datasetLibrary(), ...imported.map(importedSummary)],
  preview: ({ dataset, readout, series }) => previewDataset(dataset, readout, seriesOf(series)),
  'preview-import': previewImport,
  'take-import': (params, requestId) =>
    takeImport(params, (progress) => {
      const report: WorkerAnswer = { requestId, progress };
      process.parentPort.postMessage(report);
    }),
  measure: ({ configuration, series }) =>
    measureCost(
      configuration,
      prepareDataset(configuration.dataset, configuration.readout, seriesOf(series)),
      seconds,
      loadBestKernels,
    ),
  predict: ({ folder, configuration, series, choice, part, output }) => {
    const { weights, tensors } = trainedWeights(folder, choice);
    const data = prepareDataset(configuration.dataset, configuration.readout, seriesOf(series));
    const engine = createEngine(configuration, data, loadBestKernels);
    const parameters = parametersOf(weights.specification, tensors);
    return predict(engine, configuration, data, parameters, part, choice, output);
  },
  inside: ({ folder, configuration, series, question }) => {
    const data = prepareDataset(configuration.dataset, configuration.readout, seriesOf(series));
    const specification = specificationOf(configuration, data);
    const parameters = keptParameters(folder, specification, question.weights);
    return lookInside(question, specification, data, parameters);
  },
  'save-points': ({ path, job }, requestId) =>
    writePointsCsv(path, pointsOf(job, { seriesOf, keptParameters }), (rows, bytes) => {
      // How many there will be is known at the end.
      const report: WorkerAnswer = { requestId, progress: { bytes, total: bytes, rows } };
      process.parentPort.postMessage(report);
    }),
  checkpoints: ({ folder }) => listCheckpoints(folder),
  fork: forkRun,
  metrics: ({ path, ...question }) => readMetricsOverview(path, question),
  'check-store': ({ root }) => checkedStore(root),
  'check-run': ({ root, run: stored, known }) => checkedRun(root, stored, known),
  'export-metrics': ({ path, runs, metrics }) => writeMetricsCsv(path, runs, metrics),
  'preview-sweep': ({ definition, secondsPerEpoch, series, parallelRuns, startSeconds }) => {
    const { dataset, readout } = definition.base;
    const widths = () => prepareDataset(dataset, readout, seriesOf(series));
    return previewSweep(definition, secondsPerEpoch, widths, parallelRuns, startSeconds);
  },
  importance: ({ runs }) => {
    const { fields, explained, warnings } = importanceOf(runs);
    return { fields: [...fields], explained, warnings: [...warnings] };
  },
  export: ({ folder, run, series, format, choice }) =>
    encodeWeights(
      format,
      exportedRun(run, trainedWeights(folder, choice).weights, choice, dataOf(run.configuration, series)),
    ),
  'export-run': ({ folder, run, kind }) => encodeRunExport(folder, run, kind),
  unbundle: ({ path, folder }) => unpackRunBundle(path, folder),
  'inspect-run': ({ folder }) => inspectRun(folder),
  'predict-data': predictData,
  'predict-data-csv': predictDataCsv,
  'look-weights': ({ path }) => summaryOfWeights(path),
  'check-weights': ({ path, configuration, series }) => checkBeginning(path, configuration, seriesOf(series)),
  'begin-with-weights': ({ path, configuration, series, to }) =>
    beginWithWeights(path, configuration, seriesOf(series), to),
};

process.parentPort.on('message', ({ data }) => {
  void answer(data as WorkerRequest).then((answered) => process.parentPort.postMessage(answered));
});

async function answer(request: WorkerRequest): Promise<WorkerAnswer> {
  try {
    return { requestId: request.requestId, ok: true, result: await run(request) };
  } catch (error) {
    return { requestId: request.requestId, ok: false, error: reportError(error) };
  }
}

function run<J extends keyof WorkerJobs>(request: {
  requestId: number;
  job: J;
  params: WorkerJobs[J]['params'];
}): unknown {
  return jobs[request.job](request.params, request.requestId);
}

/** Kept until another one is asked for: previews of a choice come one after another, and reading may take seconds. */
let kept: { readonly id: string; readonly series: Series } | null = null;

function seriesOf(stored: StoredSeries | null): Series | null {
  if (stored === null) return null;
  if (kept?.id !== stored.id) kept = { id: stored.id, series: readSeries(stored) };
  return kept.series;
}

function trainedWeights(
  folder: string,
  choice: WeightsChoice,
): { weights: TrainedWeights; tensors: readonly Tensor[] } {
  const weights = readWeights(folder);
  if (!weights) throw new StudioError('not-found', 'This run ended before it had weights');
  const tensors = weights[choice];
  if (!tensors) throw new StudioError('not-found', 'This run has no best weights: it ended before its first epoch');
  return { weights, tensors };
}

/** Null where it is not to be had here: weights can be exported without it. */
function dataOf({ dataset, readout }: RunConfiguration, series: StoredSeries | null): PreparedDataset | null {
  try {
    return prepareDataset(dataset, readout, seriesOf(series));
  } catch (error) {
    if (error instanceof StudioError) return null;
    throw error;
  }
}

/** Of a run that is not training: its trained weights, or, where it has stopped before its end, those of its last checkpoint. */
function keptParameters(folder: string, specification: Specification, choice: WeightsChoice): Float32Array {
  const found = readWeights(folder) ? null : readCheckpoint(folder);
  if (!found) return parametersOf(specification, trainedWeights(folder, choice).tensors);
  const { parameters, best } = found.checkpoint.session.training;
  if (choice === 'final') return parameters;
  if (!best) throw new StudioError('not-found', 'No best weights yet: they exist after the first epoch');
  return best;
}

function seconds(): number {
  return performance.now() / 1000;
}
