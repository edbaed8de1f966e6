/** One run's folder, all of its files. */
import { randomUUID } from 'node:crypto';
import { readdirSync, rmdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RunDocument, RunId } from '../../../core/contract/run';
import type { OpenDocument } from '../document-backend';
import { readDocument } from '../guarded-document';
import { CHECKPOINT_NAME, type GoodCheckpoint } from '../inspect-checkpoints';
import { documentFrom } from '../rebuild-run';
import { isLockFile, lockState } from '../run-lock';
import { metricsFileOf, runDocumentPlace } from '../run-folder';
import { checkCheckpoints, moveAside } from './check-checkpoints';
import { checkDocument, type Replacement } from './check-document';
import { checkLog } from './check-log';
import { BINARY_NAME, checkWeights, type RebuildWeights } from './check-weights';
import { type CheckReport, Examination } from './examination';

export interface RunCheckOptions {
  /** False only reports: not one byte is changed. */
  readonly repair: boolean;
  readonly open: OpenDocument;
  readonly rebuildWeights: RebuildWeights;
  /** The run's document as the app has it: better than any file. */
  readonly known?: RunDocument | null;
  /** Whose folder it is; null where that is not known. */
  readonly id: RunId | null;
  /** Findings name files from here; the run's folder where absent. */
  readonly base?: string;
  /** For a run that cannot be had from its files: moves all of them, and says where to. Absent where there is no such place. */
  readonly moveToDamaged?: (() => string) | undefined;
}

const LOST = 'There is nothing to make it again from. All files of the run can be kept in “damaged”.';
/** Everything a run's folder may hold, besides checkpoints and binary weights. */
const KNOWN = /^(run|weights)(\.previous|\.aside)?\.json$|^(metrics|distributions)\.log$/;

export function checkRun(folder: string, options: RunCheckOptions): CheckReport {
  const examination = new Examination(options.base ?? folder, options.repair);
  const names = examination.list(
    folder,
    (entry) =>
      entry.isFile() &&
      [KNOWN, CHECKPOINT_NAME, BINARY_NAME].some((known) => known.test(entry.name) || isLockFile(entry.name)),
  );
  if (names.length === 0 && isEmpty(folder)) {
    const problem = 'It is empty: the app ended before there was a run in it.';
    examination.found(folder, problem, 'It can be removed.', () => {
      rmdirSync(folder);
      return 'It was removed.';
    });
    return examination.report;
  }
  const lock = join(folder, 'lock');
  if (lockState(folder).state === 'illegible') {
    const problem = 'It does not say which process trains the run: its writer was cut short.';
    const remedy = 'It can be moved aside, so that the run can be trained again.';
    examination.found(lock, problem, remedy, () => `Its bytes are kept as ${basename(moveAside(lock))}.`);
  }
  const peeked = peek(folder);
  const mayGoOn = !peeked || !['completed', 'diverged'].includes(peeked.status);
  const checkpoints = examination.guard(folder, () => checkCheckpoints(examination, folder, mayGoOn)) ?? [];
  const path = join(folder, 'run.json');
  const before = examination.report.findings.length;
  const checked = examination.guard(path, () =>
    checkDocument(examination, runDocumentPlace(folder), {
      open: options.open,
      replacement: () => replacementFor(folder, options, checkpoints),
      otherwise: LOST,
      mendOtherwise: options.moveToDamaged,
    }),
  );
  // What the system does not let be read, or a newer version wrote, may be perfectly well.
  const isUntouchable = !checked || checked.isNewer;
  const document = checked?.value ?? null;
  if (document === null && !isUntouchable) {
    if (examination.report.findings.length === before) {
      examination.found(path, 'It is missing, and so is the version before it.', LOST, options.moveToDamaged);
    }
    return examination.report;
  }
  if (document && options.id !== null && document.id !== options.id) {
    const problem = `The folder of run ${options.id} holds run ${document.id}: somebody copied it.`;
    examination.found(path, problem, LOST, options.moveToDamaged);
    return examination.report;
  }
  examination.guard(join(folder, 'weights.json'), () =>
    checkWeights(examination, folder, {
      document,
      checkpoints,
      names,
      rebuild: options.rebuildWeights,
      open: options.open,
    }),
  );
  examination.guard(metricsFileOf(folder), () =>
    checkLog(examination, metricsFileOf(folder), lastLoggedEpoch(document, checkpoints)),
  );
  return examination.report;
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}

/** Without mending anything. */
function peek(folder: string): RunDocument | null {
  try {
    return readDocument(runDocumentPlace(folder));
  } catch {
    return null;
  }
}

function replacementFor(
  folder: string,
  { known, id }: RunCheckOptions,
  checkpoints: readonly GoodCheckpoint[],
): Replacement<RunDocument> | null {
  if (known) return { value: known, can: 'written again as the app has it.', was: 'written again as the app has it.' };
  const value = documentFrom(folder, id ?? randomUUID(), checkpoints);
  if (!value) return null;
  const how = `made again from its checkpoint: ${value.cause?.replace(/^.*\. /, '') ?? ''}`;
  return { value, can: how, was: how };
}

/** Of the last row that the log must have, as far as its run and its checkpoints tell. */
function lastLoggedEpoch(document: RunDocument | null, checkpoints: readonly GoodCheckpoint[]): number {
  const hasEnded = document !== null && ['completed', 'diverged'].includes(document.status);
  const ended = hasEnded ? (document.results?.epochs ?? -1) : -1;
  return Math.max(ended, ...checkpoints.map((checkpoint) => checkpoint.lastLoggedEpoch));
}
