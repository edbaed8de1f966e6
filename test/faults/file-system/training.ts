/** A whole training run, written down as the command line does it; and whether it can be gone on with after a misfortune. */
import { METRICS, type RunDocument } from '../../../core/contract/run';
import { prepareDataset } from '../../../core/data/prepare';
import { TrainingSession, type SessionTools } from '../../../core/train/session';
import { removeOlderCheckpoint } from '../../../electron/store/checkpoints';
import { loadKernels } from '../../../electron/store/kernel-module';
import { createRunFolder, metricsFileOf, readRunFolder, updateRunFolder } from '../../../electron/store/run-folder';
import { keepingOf, RunRecorder, USUAL_CHECKPOINTS } from '../../../electron/store/run-recorder';
import { sha256 } from '../../../electron/store/sha256';
import { writeWeights } from '../../../electron/store/weights-store';
import { smallConfiguration, SMALL_CO2 } from '../../support/configurations';
import { openConf, runDocument } from '../../support/documents';
import { goOn, now } from './clock';
import { unwatched } from './intercept';
import { rowsAt, weightsAt } from './readers';
import { TRAINED_RUN, type World } from './world';

const configuration = smallConfiguration({ dataset: { ...SMALL_CO2, stride: 20 }, batchSize: 64, kernel: 'strict' });
const data = prepareDataset(configuration.dataset, configuration.readout, null);
const kernels = loadKernels('strict');
const TOOLS: SessionTools = { clock: () => now() / 1000, sha256, loadKernels: () => kernels };

const POLICY = { ...USUAL_CHECKPOINTS, every: 1, keepAlong: 1 };

/** Of a run that nothing happened to. */
let untroubled: { readonly weights: string; readonly rows: string } | null = null;

/** Says how training ends when nothing happens. */
export function trainUntroubled(world: World): void {
  trainRun(world);
  untroubled = outcomeOf(world);
}

export function trainRun(world: World): void {
  const document = runDocument(TRAINED_RUN, { configuration, status: 'running' });
  const folder = world.folderOf(TRAINED_RUN);
  try {
    createRunFolder(folder, document, openConf);
    toTheEnd(world, RunRecorder.begin(options(world)));
  } catch (error) {
    world.ledger.complain('training', error);
  }
}

/** What a person does next, with a disk that is well again: the run must end as if nothing had happened. */
export function trainedWell(world: World): string[] {
  try {
    let found: RunDocument | null;
    try {
      found = readRunFolder(world.folderOf(TRAINED_RUN));
    } catch {
      // It was never acknowledged: it begins anew.
      found = null;
    }
    if (found === null) trainRun(world);
    else if (found.status === 'running') toTheEnd(world, RunRecorder.resume(options(world)));
    const { weights, rows } = outcomeOf(world);
    if (weights !== untroubled?.weights) return ['training, gone on with, gave other weights'];
    return rows === untroubled.rows ? [] : [`training, gone on with, gave other rows: ${rows}`];
  } catch (error) {
    return [`training cannot be gone on with: ${String(error)}`];
  }
}

function options(world: World) {
  const { environment } = runDocument(TRAINED_RUN);
  const folder = world.folderOf(TRAINED_RUN);
  return { folder, configuration, dataSha256: '0'.repeat(64), environment, clock: TOOLS.clock, policy: POLICY };
}

function toTheEnd(world: World, recorder: RunRecorder): void {
  const folder = world.folderOf(TRAINED_RUN);
  const session = new TrainingSession(configuration, data, TOOLS, recorder.resumed, keepingOf(POLICY));
  try {
    while (!session.done) {
      recorder.record(session.advance(0), session);
      goOn(300);
    }
    recorder.end(session);
  } finally {
    recorder.close();
  }
  const { status, cause, results, weights } = session.finish();
  writeWeights(folder, weights, openConf);
  updateRunFolder(folder, (run) => ({ ...run, status, cause, results }), openConf);
  removeOlderCheckpoint(folder);
}

function outcomeOf(world: World): { weights: string; rows: string } {
  const folder = world.folderOf(TRAINED_RUN);
  return unwatched(() => ({ weights: weightsAt(folder), rows: rowsAt(metricsFileOf(folder), METRICS.length) }));
}
