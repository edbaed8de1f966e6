/**
 * Check & repair. The worker reads, run by run, so that the window stays quick and no file is too large for a time limit;
 * what is to be mended is mended here, in one go and without a pause, because main is the only writer of documents and
 * alone knows which runs are in training.
 */
import { join } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import type { StoreCheck } from '../../core/contract/ipc';
import type { FilesCheck, StoredRun } from '../../core/contract/trainer-protocol';
import { checkStoredRun, checkStoreItself, joinReports } from '../store/doctor/check-store';
import { lockState } from '../store/run-lock';
import type { OpenDocument } from '../store/document-backend';
import type { Tell } from './ipc-router';
import type { Runs } from './runs';
import type { WorkerClient } from './worker-client';

/** The window is told at most so often how far the check is. */
const TELL_MS = 100;

export interface StoreCheckParts {
  readonly root: string;
  readonly runs: Runs;
  readonly worker: Pick<WorkerClient, 'run'>;
  readonly openDocument: OpenDocument;
  /** Why nothing may be mended, in words; null where it may. */
  readonly readOnly: string | null;
  readonly tell: Tell;
}

export class StoreChecker {
  readonly #parts: StoreCheckParts;
  #isChecking = false;

  constructor(parts: StoreCheckParts) {
    this.#parts = parts;
  }

  /** @throws StudioError `store-newer` for a repair of a store that is only looked at; `not-allowed` while a check is under way */
  async check(repair: boolean): Promise<StoreCheck> {
    const { readOnly } = this.#parts;
    if (repair && readOnly !== null) throw new StudioError('store-newer', readOnly);
    if (this.#isChecking) throw new StudioError('not-allowed', 'A check is under way: wait until it has ended.');
    this.#isChecking = true;
    try {
      return await this.#check(repair);
    } finally {
      this.#isChecking = false;
    }
  }

  async #check(repair: boolean): Promise<StoreCheck> {
    const { root, worker, openDocument, tell } = this.#parts;
    const { runs, inDamaged, ...itself } = await worker.run('check-store', { root });
    const mends = repair && itself.findings.length > 0;
    const reports = [mends ? checkStoreItself(root, { repair, open: openDocument }) : itself];
    let inTraining = 0;
    let toldAt = -Infinity;
    for (const [done, run] of runs.entries()) {
      if (performance.now() - toldAt > TELL_MS) {
        toldAt = performance.now();
        tell('store:checking', { done, total: runs.length });
      }
      const report = await this.#checkRun(run, repair);
      if (report) reports.push(report);
      else inTraining++;
    }
    const { files, bytes, findings, unknown } = joinReports(reports);
    return { files, bytes, findings, unknown, inTraining, inDamaged };
  }

  /** @returns null for a run that is in training, or was while it was read: its files change all the time */
  async #checkRun(run: StoredRun, repair: boolean): Promise<FilesCheck | null> {
    const { root, runs, worker, openDocument } = this.#parts;
    // The command line may train a run of the store, too.
    const isLocked = () => lockState(join(root, run.shelf, run.name)).state === 'held';
    const isTraining = () => run.shelf === 'runs' && (runs.trainer(run.id) !== null || isLocked());
    const known = () => (run.shelf === 'runs' ? runs.find(run.id) : null);
    if (isTraining()) return null;
    const { weights = null, ...report } = await worker.run('check-run', { root, run, known: known() });
    if (isTraining()) return null;
    if (!repair || report.findings.length === 0) return report;
    const mended = checkStoredRun(root, run, {
      repair,
      open: openDocument,
      rebuildWeights: () => weights,
      known: known(),
    });
    if (run.shelf === 'runs') runs.reload(run.id);
    return mended;
  }
}
