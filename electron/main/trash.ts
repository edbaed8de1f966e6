/** The trash as the window sees it, and the end of what has been in it for thirty days. */
import { setImmediate } from 'node:timers/promises';
import { reportError } from '../../core/contract/errors';
import type { RunDocument, RunId } from '../../core/contract/run';
import { TRASH_DAYS, type TrashedRun } from '../../core/contract/trash';
import { nextStatus } from '../../core/experiment/run-states';
import { readRunFolder } from '../store/run-folder';
import type { TrashEntry, TrashStore } from '../store/trash-store';
import type { Log } from './log';
import { summarize } from './run-summary';

const DAY_MS = 86_400_000;
const KEPT_MS = TRASH_DAYS * DAY_MS;
/** Documents read before anything else gets a turn. */
const READ_AT_ONCE = 20;

export interface TrashParts {
  readonly store: TrashStore;
  readonly onCount: (count: number) => void;
  readonly log: Pick<Log, 'info' | 'error'>;
}

export class Trash {
  readonly #parts: TrashParts;

  constructor(parts: TrashParts) {
    this.#parts = parts;
  }

  /** Removes what a crash left, and what has been in the trash for its time: now, and once a day. */
  start(): void {
    // Of a store that is only looked at nothing goes.
    if (this.#parts.store.isReadOnly) return;
    void this.#parts.store.sweep().catch((error: unknown) => this.#failed(error));
    void this.purge();
    setInterval(() => void this.purge(), DAY_MS).unref();
  }

  get count(): number {
    return this.#parts.store.count;
  }

  /** @returns null if the run is not in the trash */
  folderOf(id: RunId): string | null {
    return this.#parts.store.find(id)?.folder ?? null;
  }

  /** Runs were deleted or restored. */
  changed(): void {
    this.#parts.onCount(this.count);
  }

  /** Newest first. */
  async list(): Promise<TrashedRun[]> {
    const found: TrashedRun[] = [];
    for (const entry of this.#parts.store.list()) {
      found.push(describe(entry));
      if (found.length % READ_AT_ONCE === 0) await setImmediate();
    }
    return found;
  }

  /**
   * Deletes runs for ever; those that are no longer in the trash are left alone. One whose files cannot all be removed is
   * gone from the trash; the next start tries the rest again.
   *
   * @throws StudioError `not-allowed` where some had to stay
   */
  async remove(ids: readonly RunId[]): Promise<void> {
    const { store } = this.#parts;
    try {
      await store.remove(ids);
    } catch (error) {
      this.#failed(error);
      if (ids.some((id) => store.find(id))) throw error;
    } finally {
      this.changed();
    }
  }

  /** @param now milliseconds since 1970 */
  async purge(now = Date.now()): Promise<void> {
    const due = this.#parts.store.list().filter(({ deletedAt }) => now - deletedAt >= KEPT_MS);
    if (due.length === 0) return;
    for (const entry of due) {
      const { run } = describe(entry);
      const name = run ? `“${run.configuration.name}” (${entry.id})` : entry.id;
      const when = new Date(entry.deletedAt).toISOString();
      this.#parts.log.info(`Run ${name} has been in the trash since ${when}: it is removed for ever`);
    }
    // What fails is in the log, and is tried again a day later.
    await this.remove(due.map(({ id }) => id)).catch(() => undefined);
  }

  #failed(error: unknown): void {
    this.#parts.log.error(`The trash: ${reportError(error).message}`);
  }
}

function describe({ id, folder, deletedAt }: TrashEntry): TrashedRun {
  const place = { id, deletedAt, removedAt: deletedAt + KEPT_MS };
  try {
    return { ...place, run: summarize(asRestored(readRunFolder(folder)), null, null), problem: null };
  } catch (error) {
    return { ...place, run: null, problem: reportError(error).message };
  }
}

/** A run that was deleted while it waited or trained does neither any more. */
function asRestored(document: RunDocument): RunDocument {
  const { status } = document;
  if (status === 'queued') return { ...document, status: nextStatus(status, 'cancel') };
  if (status === 'running') return { ...document, status: nextStatus(status, 'interrupt') };
  return document;
}
