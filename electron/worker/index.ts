/**
 * The worker: one utility process that does what main must not: it parses files from outside, generates data, measures
 * and predicts. Main gives every request a time limit and kills the worker that exceeds it.
 */
import { reportError, StudioError } from '../../core/contract/errors';
import type { WeightsChoice } from '../../core/contract/run';
import type { StoredSeries, WorkerAnswer, WorkerJobs, WorkerRequest } from '../../core/contract/trainer-protocol';
import type { Series } from '../../core/contract/series';
import type { Tensor, TrainedWeights } from '../../core/contract/weights';
import { importedSummary } from '../../core/data/imported-summary';
import { datasetLibrary } from '../../core/data/library';
import { prepareDataset } from '../../core/data/prepare';
import { previewDataset } from '../../core/data/preview';
import { encodeWeights, weightsFile } from '../../core/formats/weights-file';
import { measureCost } from '../../core/train/cost';
import { createEngine } from '../../core/train/engine';
import { predict } from '../../core/train/predict';
import { parametersOf } from '../../core/train/results';
import { listCheckpoints } from '../store/checkpoints';
import { readSeries } from '../store/datasets-store';
import { forkRun } from '../store/fork-run';
import { loadBestKernels } from '../store/kernel-module';
import { inspectRun } from '../store/run-inspection';
import { readMetricsOverview } from '../store/metrics-reader';
import { readWeights } from '../store/weights-store';
import { previewImport, takeImport } from './import-file';

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
  predict: ({ folder, configuration, series, choice, part }) => {
    const { weights, tensors } = trainedWeights(folder, choice);
    const data = prepareDataset(configuration.dataset, configuration.readout, seriesOf(series));
    const engine = createEngine(configuration, data, loadBestKernels);
    return predict(engine, configuration, data, parametersOf(weights.specification, tensors), part, choice);
  },
  checkpoints: ({ folder }) => listCheckpoints(folder),
  fork: forkRun,
  metrics: ({ path, ...question }) => readMetricsOverview(path, question),
  export: ({ folder, run, format, choice }) =>
    encodeWeights(format, weightsFile(run, trainedWeights(folder, choice).weights, choice)),
  'inspect-run': ({ folder }) => inspectRun(folder),
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

function seconds(): number {
  return performance.now() / 1000;
}
