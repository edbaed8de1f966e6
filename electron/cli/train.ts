import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { StudioError } from '../../core/contract/errors';
import { RUN_FORMAT_VERSION, type RunConfiguration, type RunDocument } from '../../core/contract/run';
import { TrainingSession, type SessionTools } from '../../core/train/session';
import { seriesSha256 } from '../store/dataset-document';
import { removeOlderCheckpoint } from '../store/checkpoints';
import { makeFolder, removeFolders } from '../store/durable-file';
import { describeEnvironment } from '../store/environment';
import { writeFirstCheckpoint } from '../store/first-checkpoint';
import { loadBestKernels, usedKernel } from '../store/kernel-module';
import { createRunFolder, readRunFolder, updateRunFolder } from '../store/run-folder';
import { keepingOf, RunRecorder, USUAL_CHECKPOINTS, type RecorderOptions } from '../store/run-recorder';
import { RunLock } from '../store/run-lock';
import { sha256 } from '../store/sha256';
import { writeWeights } from '../store/weights-store';
import { CommandError } from './command-error';
import { prepare, readConfiguration, showNotes } from './configuration';
import { openDocument } from './open-document';
import { newRunFolder } from './output-folder';
import { showProgress } from './progress-line';
import { startingWeights } from './starting-weights';

/** Signals are looked at this often, between two steps. */
const SLICE_SECONDS = 0.1;

const TOOLS: SessionTools = { clock: () => performance.now() / 1000, sha256, loadKernels: loadBestKernels };

interface RecorderChoice {
  /** Seconds */
  readonly checkpointEvery: number;
}

/** What scripts get on stdout; nothing in it depends on how long the run took, or how often it was interrupted. */
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
  readonly validationAccuracy: number | null;
  readonly testLoss: number | null;
  readonly testRmse: number | null;
  readonly testSkill: number | null;
  readonly testAccuracy: number | null;
  readonly bestEpoch: number | null;
  readonly bestValidationLoss: number | null;
  readonly weightsSha256: string;
}

/** Trains a run in a folder of its own, which holds the same files as a run of the app. */
export async function train(
  options: { config: string; out: string; set: string[]; weights?: string } & RecorderChoice,
): Promise<TrainAnswer> {
  const folder = newRunFolder(options.out);
  const configuration = readConfiguration(options.config, options.set);
  const { data, notes } = prepare(options.config, configuration);
  // Everything that can be wrong with the input is found before the first byte is written.
  const begin = options.weights === undefined ? null : startingWeights(options.weights, configuration, data);
  const keeping = keepingOf(USUAL_CHECKPOINTS);
  const session = new TrainingSession(configuration, data, TOOLS, null, keeping, begin?.parameters);

  return locked(folder, async () => {
    const fresh = newDocument(configuration, seriesSha256(data.series), data.parts.training.count);
    const document = begin ? { ...fresh, notes: begin.origin } : fresh;
    if (begin) keepBeginning(session, recorderOptions(folder, document, options));
    createRunFolder(folder, document, openDocument);
    // Not earlier: bad input ends with one line.
    showNotes([...notes, ...(begin?.notes ?? [])]);
    if (session.engine.kernel !== configuration.kernel) {
      process.stderr.write(
        `The ${configuration.kernel} kernel needs what this computer has not: ${session.engine.kernel} is used.\n`,
      );
    }
    const recorder = (begin ? RunRecorder.resume : RunRecorder.begin)(recorderOptions(folder, document, options));
    return answer(options.out, await trainToTheEnd(folder, session, recorder));
  });
}

/** In a folder that is then the run's. */
function keepBeginning(session: TrainingSession, options: RecorderOptions): void {
  const made = makeFolder(options.folder);
  try {
    writeFirstCheckpoint(session, options);
  } catch (error) {
    removeFolders(made);
    throw error;
  }
}

/** Ends what {@link train} began in a folder, or the app, however that was interrupted. */
export async function resume(folder: string, options: RecorderChoice): Promise<TrainAnswer> {
  const found = readRunFolder(folder);
  if (hasEnded(found)) {
    // It may have been killed just before this.
    if (found.status === 'completed') removeOlderCheckpoint(folder);
    return answer(folder, found);
  }
  return locked(folder, () => goOn(folder, options));
}

async function goOn(folder: string, options: RecorderChoice): Promise<TrainAnswer> {
  // Read once more: who held the folder before may have ended the run.
  const found = readRunFolder(folder);
  if (hasEnded(found)) return answer(folder, found);
  const { configuration } = found;
  const { data } = prepare(folder, configuration);
  const dataSha256 = seriesSha256(data.series);
  if (found.dataSha256 !== null && found.dataSha256 !== dataSha256) {
    throw new CommandError(`${folder}: its data has changed since it was begun; put the data back, or train anew`);
  }
  const environment = describeEnvironment(usedKernel(configuration.kernel));
  const document = { ...found, dataSha256, environment };
  const recorder = RunRecorder.resume(recorderOptions(folder, document, options));
  showNotes(recorder.notices);
  const session = new TrainingSession(configuration, data, TOOLS, recorder.resumed, keepingOf(USUAL_CHECKPOINTS));
  updateRunFolder(folder, (run) => ({ ...run, dataSha256, status: 'running', cause: null }), openDocument);
  return answer(folder, await trainToTheEnd(folder, session, recorder));
}

function hasEnded({ status }: RunDocument): boolean {
  return status === 'completed' || status === 'diverged';
}

/** Does it while no other process may train in the folder. */
async function locked<T>(folder: string, act: () => Promise<T>): Promise<T> {
  const lock = RunLock.acquire(folder, 'the command line');
  try {
    return await act();
  } finally {
    lock.release();
  }
}

async function trainToTheEnd(folder: string, session: TrainingSession, recorder: RunRecorder): Promise<RunDocument> {
  let cancelled = false;
  // Kept for the whole run: a library of ours re-raises a signal that nobody listens to any more.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (cancelled = true));
  const progress = showProgress();
  while (!session.done && !cancelled) {
    recorder.record(session.advance(SLICE_SECONDS), session);
    progress.update(session.progress, session.losses.validationLoss);
    await setImmediate();
  }
  if (session.done) recorder.end(session);
  else recorder.checkpoint(session);
  recorder.close();
  progress.end();

  const { status, cause, results, weights } = session.finish();
  writeWeights(folder, weights, openDocument);
  const ended = updateRunFolder(
    folder,
    (document) => ({ ...document, status, cause, results, finishedAt: Date.now() }),
    openDocument,
  );
  if (status === 'completed') removeOlderCheckpoint(folder);
  return ended;
}

/** @param run the folder, as it was given */
function answer(run: string, { status, cause, results }: RunDocument): TrainAnswer {
  if (!results) throw new StudioError('store-damaged', `${run} holds a run that is ${status} and has no results.`);
  return {
    run,
    status,
    cause,
    steps: results.steps,
    epochs: results.epochs,
    loss: results.loss,
    validationLoss: results.validation?.loss ?? null,
    validationRmse: results.validation?.rmse ?? null,
    validationSkill: results.validation?.skill ?? null,
    validationAccuracy: results.validation?.accuracy ?? null,
    testLoss: results.test?.loss ?? null,
    testRmse: results.test?.rmse ?? null,
    testSkill: results.test?.skill ?? null,
    testAccuracy: results.test?.accuracy ?? null,
    bestEpoch: results.best?.epoch ?? null,
    bestValidationLoss: results.best?.validation?.loss ?? null,
    weightsSha256: results.weightsSha256,
  };
}

function recorderOptions(
  folder: string,
  { configuration, dataSha256, environment }: RunDocument,
  { checkpointEvery }: RecorderChoice,
): RecorderOptions {
  const { clock } = TOOLS;
  const given = { folder, configuration, dataSha256: dataSha256 ?? '', environment, clock };
  return { ...given, policy: { ...USUAL_CHECKPOINTS, every: checkpointEvery } };
}

function newDocument(configuration: RunConfiguration, dataSha256: string, sequences: number): RunDocument {
  const now = Date.now();
  return {
    formatVersion: RUN_FORMAT_VERSION,
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
    environment: describeEnvironment(usedKernel(configuration.kernel)),
    parent: null,
    sequences,
    sweep: null,
    tags: [],
    notes: '',
    isArchived: false,
  };
}
