/** A whole store: its own documents, imported data, and every run in `runs/` and `trash/`. */
import { existsSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { reportError, StudioError } from '../../../core/contract/errors';
import { RunId } from '../../../core/contract/run';
import { DatasetsStore, isStaging } from '../datasets-store';
import type { StoredRun } from '../../../core/contract/trainer-protocol';
import type { OpenDocument } from '../document-backend';
import type { DocumentPlace } from '../guarded-document';
import { lockState } from '../run-lock';
import { isUnfinished, moveToDamaged } from '../run-store';
import { settingsPlace } from '../settings-store';
import { storeMarkerPlace } from '../store-version';
import { sweepIdOf, sweepPlace, sweepsFolder } from '../sweep-store';
import { isBeingRemoved, parseTrashName } from '../trash-store';
import { windowStatePlace } from '../window-state-store';
import { checkDocument, keepAside, newerRemedy } from './check-document';
import { checkRun, type RunCheckOptions } from './check-run';
import { type CheckReport, Examination } from './examination';

/** What a store holds besides runs. */
const DOCUMENTS = /^(settings|window|store)(\.previous|\.aside)?\.json$/;
/** What is in `importing`, and a folder that is no run yet, or no run any more, is removed by the app when it next starts. */
const SHELVES = ['runs', 'trash', 'damaged', 'datasets', 'sweeps', 'importing'];
const DATASET = /^([0-9a-f]{64})\.(json|columns|labels)$/;

export interface StoreCheckOptions extends Pick<RunCheckOptions, 'repair' | 'open' | 'rebuildWeights'> {
  /** Told before each run: how many have been checked, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told of each run that is left out because another process trains it; `by` says which, in words. */
  readonly onTraining?: (folder: string, by: string) => void;
}

/** All of it, one run after another. Repairs must have the store to themselves. */
export function checkStore(root: string, options: StoreCheckOptions): CheckReport {
  const reports = [checkStoreItself(root, options)];
  const runs = runFolders(root);
  runs.forEach((run, index) => {
    options.onProgress?.(index, runs.length);
    const folder = join(root, run.shelf, run.name);
    const lock = lockState(folder);
    if (lock.state === 'held') options.onTraining?.(folder, lock.by);
    else reports.push(checkStoredRun(root, run, options));
  });
  options.onProgress?.(runs.length, runs.length);
  return joinReports(reports);
}

export function runFolders(root: string): StoredRun[] {
  const idOf = {
    runs: (name: string) => RunId.safeParse(name).data,
    trash: (name: string) => parseTrashName(name)?.id,
  };
  return (['runs', 'trash'] as const).flatMap((shelf) =>
    namesIn(join(root, shelf)).flatMap((name) => {
      const id = idOf[shelf](name);
      return id === undefined ? [] : [{ shelf, id, name }];
    }),
  );
}

export function checkStoredRun(
  root: string,
  { shelf, id, name }: StoredRun,
  options: Pick<RunCheckOptions, 'repair' | 'open' | 'rebuildWeights' | 'known'>,
): CheckReport {
  const folder = join(root, shelf, name);
  // Deleted, restored or removed for ever since the store was listed.
  if (!existsSync(folder)) return new Examination(root, false).report;
  return checkRun(folder, { ...options, id, base: root, moveToDamaged: () => moveToDamaged(root, folder) });
}

/** How many runs were moved aside some time: they are evidence, and nothing is done to them. */
export function damagedCount(root: string): number {
  return namesIn(join(root, 'damaged')).length;
}

/** Everything but the runs. */
export function checkStoreItself(
  root: string,
  { repair, open }: Pick<RunCheckOptions, 'repair' | 'open'>,
): CheckReport {
  const examination = new Examination(root, repair);
  examination.list(root, (entry) => (entry.isDirectory() ? SHELVES.includes(entry.name) : DOCUMENTS.test(entry.name)));
  // Files of runs are named by the check of each run.
  const isRun = ({ name }: Dirent) => RunId.safeParse(name).success || isUnfinished(name);
  examination.list(join(root, 'runs'), (entry) => entry.isDirectory() && isRun(entry));
  const isTrashed = ({ name }: Dirent) => parseTrashName(name) !== null || isBeingRemoved(name);
  examination.list(join(root, 'trash'), (entry) => entry.isDirectory() && isTrashed(entry));
  checkSetting(examination, open, storeMarkerPlace(root), 'It is written anew when the app next starts.');
  checkSetting(examination, open, settingsPlace(root), 'The defaults are used: look through the settings.');
  checkSetting(examination, open, windowStatePlace(root), 'The window opens in its usual place.');
  checkDatasets(examination, root);
  checkSweeps(examination, open, root);
  return examination.report;
}

export function joinReports(reports: readonly CheckReport[]): CheckReport {
  return {
    files: reports.reduce((sum, { files }) => sum + files, 0),
    bytes: reports.reduce((sum, { bytes }) => sum + bytes, 0),
    findings: reports.flatMap(({ findings }) => findings),
    unknown: reports.flatMap(({ unknown }) => unknown),
  };
}

/** A document of which there is nothing that an empty one could not stand in for. */
function checkSetting<T extends Record<string, unknown>>(
  examination: Examination,
  open: OpenDocument,
  place: DocumentPlace<T>,
  without: string,
): void {
  const path = join(place.folder, `${place.name}.json`);
  const otherwise = `It can be moved aside. ${without}`;
  examination.guard(path, () =>
    checkDocument(examination, place, { open, otherwise, mendOtherwise: () => `${keepAside(path)} ${without}` }),
  );
}

function checkDatasets(examination: Examination, root: string): void {
  const folder = join(root, 'datasets');
  const datasets = new DatasetsStore(root, 'It is only read here.');
  // An import that was killed is removed by the app when it next starts.
  const isKnown = (entry: Dirent) => (entry.isFile() ? DATASET.test(entry.name) : isStaging(entry.name));
  for (const name of examination.list(folder, isKnown)) {
    const [, hash = '', kind] = DATASET.exec(name) ?? [];
    // Columns and labels are read with the document that names them.
    if (kind !== 'json') continue;
    const [path, id] = [join(folder, name), `imported:${hash}`];
    try {
      const { document, isSealWhole } = datasets.inspect(id);
      if (isSealWhole) continue;
      const problem = 'Its name, its file’s name or its date has changed; its numbers are whole (SHA-256).';
      examination.found(path, problem, 'It can be written again as it is.', () => {
        const kept = keepAside(path);
        new DatasetsStore(root).writeAgain(id, document);
        return `${kept} It was written again, named “${document.name}”.`;
      });
    } catch (error) {
      const isNewer = error instanceof StudioError && error.code === 'store-newer';
      const remedy = isNewer ? newerRemedy : 'It cannot be made again: import its file again. It stays where it is.';
      examination.found(path, reportError(error).message, remedy);
    }
  }
}

/** A search without its document is lost, but none of its runs are: it is named, and kept aside. */
function checkSweeps(examination: Examination, open: OpenDocument, root: string): void {
  const folder = sweepsFolder(root);
  const isKnown = (entry: Dirent) => (entry.isFile() ? sweepIdOf(entry.name) !== null : entry.name === 'trash');
  for (const place of [folder, join(folder, 'trash')]) {
    for (const id of new Set(examination.list(place, isKnown).map(sweepIdOf))) {
      if (id !== null) checkSetting(examination, open, sweepPlace(place, id), 'Its runs are not touched.');
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
