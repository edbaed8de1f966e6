import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { METRICS, type RunConfiguration, type RunDocument } from '../../core/contract/run';
import type { Kernel } from '../../core/nn/engine';
import { TrainingSession } from '../../core/train/session';
import { seriesSha256 } from '../store/datasets-store';
import { describeEnvironment } from '../store/environment';
import { loadBestKernels } from '../store/kernel-module';
import { MetricsLog } from '../store/metrics-log';
import { createRunFolder, metricsFileOf, updateRunFolder } from '../store/run-folder';
import { sha256 } from '../store/sha256';
import { writeWeights } from '../store/weights-store';
import { prepare, readConfiguration, showNotes } from './configuration';
import { openDocument } from './open-document';
import { newRunFolder } from './output-folder';
import { showProgress } from './progress-line';

/** Signals are looked at this often. */
const SLICE_SECONDS = 0.1;

/** What scripts get on stdout; nothing in it depends on how long the run took. */
interface TrainAnswer {
  readonly run: string;
  readonly status: string;
  readonly cause: string | null;
  readonly steps: number;
  readonly epochs: number;
  readonly loss: number | null;
  readonly validationLoss: number | null;
  readonly validationRmse: number | null;
  readonly validationSkill: number | null;
  readonly testLoss: number | null;
  readonly testRmse: number | null;
  readonly testSkill: number | null;
  readonly bestEpoch: number | null;
  readonly bestValidationLoss: number | null;
  readonly weightsSha256: string;
}

/** Trains a run in a folder of its own, which holds the same files as a run of the app. */
export async function train(options: { config: string; out: string; set: string[] }): Promise<TrainAnswer> {
  const folder = newRunFolder(options.out);
  const configuration = readConfiguration(options.config, options.set);
  const { data, notes } = prepare(options.config, configuration);
  // Everything that can be wrong with the input is found before the first byte is written.
  const session = new TrainingSession(configuration, data, {
    clock: () => performance.now() / 1000,
    sha256,
    loadKernels: loadBestKernels,
  });

  createRunFolder(folder, newDocument(configuration, seriesSha256(data.series), session.engine.kernel), openDocument);
  // Not earlier: bad input ends with one line.
  showNotes(notes);
  if (session.engine.kernel !== configuration.kernel) {
    process.stderr.write(
      `The ${configuration.kernel} kernel needs what this computer has not: ${session.engine.kernel} is used.\n`,
    );
  }
  let cancelled = false;
  // Kept for the whole run: a library of ours re-raises a signal that nobody listens to any more.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (cancelled = true));
  const log = MetricsLog.open(metricsFileOf(folder), METRICS);
  const progress = showProgress();
  while (!session.done && !cancelled) {
    const rows = session.advance(SLICE_SECONDS);
    if (rows.length > 0) log.append(rows);
    progress.update(session.progress, session.losses.validationLoss);
    await setImmediate();
  }
  log.close();
  progress.end();

  const { status, cause, results, weights } = session.finish();
  writeWeights(folder, weights, openDocument);
  updateRunFolder(
    folder,
    (document) => ({ ...document, status, cause, results, finishedAt: Date.now() }),
    openDocument,
  );
  return {
    run: options.out,
    status,
    cause,
    steps: results.steps,
    epochs: results.epochs,
    loss: results.loss,
    validationLoss: results.validation?.loss ?? null,
    validationRmse: results.validation?.rmse ?? null,
    validationSkill: results.validation?.skill ?? null,
    testLoss: results.test?.loss ?? null,
    testRmse: results.test?.rmse ?? null,
    testSkill: results.test?.skill ?? null,
    bestEpoch: results.best?.epoch ?? null,
    bestValidationLoss: results.best?.validation?.loss ?? null,
    weightsSha256: results.weightsSha256,
  };
}

function newDocument(configuration: RunConfiguration, dataSha256: string, kernel: Kernel): RunDocument {
  const now = Date.now();
  return {
    formatVersion: 1,
    id: randomUUID(),
    configuration,
    createdAt: now,
    startedAt: now,
    finishedAt: null,
    status: 'running',
    cause: null,
    colour: 0,
    results: null,
    dataSha256,
    environment: describeEnvironment(kernel),
  };
}
