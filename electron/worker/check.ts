/** Verifies stored files for main, away from it, because it reads all of them. Writes nothing: main is the only writer. */
import { join } from 'node:path';
import type { RunConfiguration, RunDocument } from '../../core/contract/run';
import type { FilesCheck, StoredRun, WorkerJobs } from '../../core/contract/trainer-protocol';
import type { TrainedWeights } from '../../core/contract/weights';
import { prepareDataset } from '../../core/data/prepare';
import { weightsOf } from '../../core/train/results';
import { readSeries } from '../store/datasets-store';
import { checkStoredRun, checkStoreItself, damagedCount, runFolders } from '../store/doctor/check-store';
import type { OpenDocument } from '../store/document-backend';

const openNothing: OpenDocument = () => {
  throw new Error('A check that only reads was about to write');
};

export function checkedStore(root: string): WorkerJobs['check-store']['result'] {
  const report = checkStoreItself(root, { repair: false, open: openNothing });
  return { ...report, runs: runFolders(root), inDamaged: damagedCount(root) };
}

export function checkedRun(root: string, run: StoredRun, known: RunDocument | null): FilesCheck {
  let weights: TrainedWeights | null = null;
  const report = checkStoredRun(root, run, {
    repair: false,
    open: openNothing,
    known,
    rebuildWeights: ({ configuration }, parameters) => {
      try {
        weights = weightsOf(configuration, prepared(root, configuration), parameters);
      } catch {
        // Its data is gone: the weights cannot be made again, and the check says so.
      }
      return weights;
    },
  });
  return { ...report, weights };
}

function prepared(root: string, { dataset, readout }: RunConfiguration) {
  const isImported = dataset.kind === 'series' && dataset.source.startsWith('imported:');
  const series = isImported ? readSeries({ folder: join(root, 'datasets'), id: dataset.source }) : null;
  return prepareDataset(dataset, readout, series);
}
