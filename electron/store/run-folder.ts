/**
 * A run's folder: `run.json` (its document), `metrics.log`, `distributions.log`, and once it has trained `weights.json`. The same in the app's
 * store and wherever the command line puts it.
 */
import { join } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import { RUN_FORMAT_VERSION, RunDocument } from '../../core/contract/run';
import { upgradeRunDocument } from '../../core/contract/run-versions';
import type { OpenDocument } from './document-backend';
import { makeFolder, removeFolders, sweepTemporaryFiles } from './durable-file';
import { explained, explainWriteError, isThere } from './file-errors';
import {
  documentFiles,
  type DocumentPlace,
  openGuardedDocument,
  readDocument,
  repairDocument,
} from './guarded-document';

const NAME = 'run';

export function metricsFileOf(folder: string): string {
  return join(folder, 'metrics.log');
}

/**
 * Once this returns the run will be there after any crash.
 *
 * @throws StudioError `not-allowed` if the folder already holds a run or cannot be written; `disk-full`
 */
export function createRunFolder(folder: string, document: RunDocument, open: OpenDocument): void {
  const path = join(folder, `${NAME}.json`);
  if (explained(path, () => isThere(path))) {
    throw new StudioError('not-allowed', `${folder} already holds a run. Choose another folder.`);
  }
  const made = makeFolder(folder);
  try {
    openGuardedDocument({ ...runDocumentPlace(folder), open }).write(document);
  } catch (error) {
    removeFolders(made);
    throw explainWriteError(error, folder);
  }
}

/**
 * @throws StudioError `not-found` if the folder holds no run; `store-damaged` if it holds one that cannot be read,
 * `store-newer` if it holds one of a newer version of the app
 */
export function readRunFolder(folder: string): RunDocument {
  const document = readDocument(runDocumentPlace(folder));
  if (!document) throw new StudioError('not-found', `${folder} holds no run.`);
  return document;
}

/** @returns the document as it now is */
export function updateRunFolder(
  folder: string,
  change: (document: RunDocument) => RunDocument,
  open: OpenDocument,
): RunDocument {
  const opened = openGuardedDocument({ ...runDocumentPlace(folder), open });
  const document = opened.read();
  if (!document) throw new StudioError('not-found', `${folder} holds no run.`);
  const changed = change(document);
  opened.write(changed);
  return changed;
}

/**
 * Falls back on the previous version of a document that cannot be read, and removes what killed writers of it left: of a run
 * that was never confirmed there is nothing else.
 *
 * @returns what was done; null if nothing was
 */
export function repairRunFolder(folder: string): string | null {
  const place = runDocumentPlace(folder);
  const done = repairDocument(place);
  sweepTemporaryFiles(documentFiles(place).current);
  return done;
}

export function runDocumentPlace(folder: string): DocumentPlace<RunDocument> {
  return { folder, name: NAME, schema: RunDocument, version: RUN_FORMAT_VERSION, upgrade: upgradeRunDocument };
}
