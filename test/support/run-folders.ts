/** Folders of runs as the command line writes them: one in the middle of its training, one at its end. */
import type { Hyperparameters } from '../../core/contract/hyperparameters';
import type { RunDocument } from '../../core/contract/run';
import { prepareDataset } from '../../core/data/prepare';
import { TrainingSession } from '../../core/train/session';
import { seriesSha256 } from '../../electron/store/dataset-document';
import { loadKernels } from '../../electron/store/kernel-module';
import { createRunFolder, updateRunFolder } from '../../electron/store/run-folder';
import { RunRecorder } from '../../electron/store/run-recorder';
import { sha256 } from '../../electron/store/sha256';
import { writeWeights } from '../../electron/store/weights-store';
import { smallConfiguration } from './configurations';
import { openConf, runDocument } from './documents';

/** How often a run advances before it is killed. */
const SLICES = 5;

/** @returns the optimizer step that it can be resumed from */
export function stoppedRunFolder(folder: string, number: number, over: Partial<Hyperparameters> = {}): number {
  const { session, recorder } = begin(folder, number, over);
  for (let step = 0; step < SLICES; step++) recorder.record(session.advance(0), session);
  recorder.checkpoint(session);
  recorder.close();
  return session.progress.step;
}

export function completedRunFolder(folder: string, number: number, over: Partial<Hyperparameters> = {}): RunDocument {
  const { session, recorder } = begin(folder, number, over);
  while (!session.done) recorder.record(session.advance(0), session);
  recorder.close();
  const { results, weights } = session.finish();
  writeWeights(folder, weights, openConf);
  return updateRunFolder(
    folder,
    (document) => ({ ...document, status: 'completed', results, finishedAt: 9 }),
    openConf,
  );
}

function begin(folder: string, number: number, over: Partial<Hyperparameters>) {
  const configuration = smallConfiguration({ name: `Run ${number}`, seed: number, ...over });
  const data = prepareDataset(configuration.dataset, configuration.readout, null);
  const dataSha256 = seriesSha256(data.series);
  const document = runDocument(number, { configuration, dataSha256, status: 'running', startedAt: 1, colour: 0 });
  createRunFolder(folder, document, openConf);
  const session = new TrainingSession(configuration, data, { clock: () => 0, sha256, loadKernels });
  const recorder = RunRecorder.begin({ folder, configuration, dataSha256, environment: {}, clock: () => 0 });
  return { session, recorder };
}
