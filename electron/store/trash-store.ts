/**
 * Deleted runs: `<root>/trash/<id>.deleted-<milliseconds since 1970>/`. When a run was deleted is part of its folder's name,
 * so that the one rename that deletes it keeps the moment, too: no crash can part them, and nothing has to be written on a
 * full disk. What is being removed for ever is called `.removing-…` until it is gone.
 */
import { readdirSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import { RunId } from '../../core/contract/run';
import { ensureFolder, syncFolder } from './durable-file';
import { explained, explainWriteError, isMissing } from './file-errors';
import { isThere, moveFolder } from './move-folder';

export interface TrashEntry {
  readonly id: RunId;
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly deletedAt: number;
}

const REMOVING = '.removing-';
/** Runs removed together: each such group costs one fsync. */
const AT_ONCE = 50;
const DELETED = /^(.{36})\.deleted-(\d{1,15})$/;

/** @returns the run that a folder in the trash is of, null where it is of none; the moment is null where the name has none */
export function parseTrashName(name: string): { readonly id: RunId; readonly deletedAt: number | null } | null {
  const [, named = name, moment] = DELETED.exec(name) ?? [];
  const id = RunId.safeParse(named);
  return id.success ? { id: id.data, deletedAt: moment === undefined ? null : Number(moment) } : null;
}

/** True for the folder of a run that was being removed for ever. */
export function isBeingRemoved(name: string): boolean {
  return name.startsWith(REMOVING);
}

export class TrashStore {
  readonly #folder: string;
  /** Nobody but this process changes the trash, and looking through thousands of names for each run would take seconds. */
  readonly #entries = new Map<RunId, TrashEntry>();

  readonly #readOnly: string | null;

  /**
   * @param now      milliseconds since 1970: when runs were deleted of which that is not known, for none may go too early
   * @param readOnly in words, where nothing may be written: every change then throws `store-newer`
   */
  constructor(root: string, now = Date.now(), readOnly: string | null = null) {
    this.#folder = join(root, 'trash');
    this.#readOnly = readOnly;
    if (readOnly === null) ensureFolder(this.#folder);
    for (const name of this.#names()) this.#find(name, now);
  }

  get isReadOnly(): boolean {
    return this.#readOnly !== null;
  }

  /** Newest first. */
  list(): TrashEntry[] {
    return [...this.#entries.values()].sort((a, b) => b.deletedAt - a.deletedAt);
  }

  get count(): number {
    return this.#entries.size;
  }

  find(id: RunId): TrashEntry | null {
    return this.#entries.get(id) ?? null;
  }

  /** @throws StudioError `not-found` */
  get(id: RunId): TrashEntry {
    const entry = this.find(id);
    if (entry && explained(entry.folder, () => isThere(entry.folder))) return entry;
    // Somebody tidied up by hand.
    this.#entries.delete(id);
    throw new StudioError(
      'not-found',
      `This run is no longer in the trash (${this.#folder}): it was restored, or deleted for ever. Look for it under Runs.`,
    );
  }

  /** @param folder of the run, wherever it is */
  put(id: RunId, folder: string, now: number): void {
    this.#assertWritable();
    const to = this.#place(id, now);
    moveFolder(folder, to);
    this.#entries.set(id, { id, folder: to, deletedAt: now });
  }

  /** Undoes {@link put}. @throws StudioError `not-found`; `not-allowed` if something is in that place already */
  take(id: RunId, to: string): void {
    this.#assertWritable();
    moveFolder(this.get(id).folder, to);
    this.#entries.delete(id);
  }

  /**
   * Removes runs for ever; those that are no longer in the trash are left alone. From the first moment they are out of the
   * trash; should that be the last one, too, their files go when the app starts again.
   *
   * @throws StudioError `not-allowed` for the first that could not be removed, once all others are
   */
  async remove(ids: readonly RunId[]): Promise<void> {
    this.#assertWritable();
    const failures: unknown[] = [];
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const doomed = this.#doom(ids.slice(start, start + AT_ONCE), failures);
      const removed = await Promise.allSettled(doomed.map(removeTree));
      failures.push(...removed.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : [])));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Removes what a crash left of runs that were being removed. */
  async sweep(): Promise<void> {
    this.#assertWritable();
    for (const name of this.#names()) {
      if (isBeingRemoved(name)) await removeTree(join(this.#folder, name));
    }
  }

  /** @returns folders that are no runs any more, also after a power cut: none of their files may be gone before that */
  #doom(ids: readonly RunId[], failures: unknown[]): string[] {
    const doomed: string[] = [];
    for (const id of ids) {
      const entry = this.find(id);
      if (!entry) continue;
      const to = join(this.#folder, REMOVING + basename(entry.folder));
      try {
        renameSync(entry.folder, to);
        doomed.push(to);
        this.#entries.delete(id);
      } catch (error) {
        if (isMissing(error)) this.#entries.delete(id);
        else failures.push(explainWriteError(error, entry.folder));
      }
    }
    syncFolder(this.#folder);
    return doomed;
  }

  #find(name: string, now: number): void {
    const found = parseTrashName(name);
    if (!found) return;
    const { id, deletedAt } = found;
    const entry = { id, folder: join(this.#folder, name), deletedAt: deletedAt ?? now };
    // Two of one id can only be put there by hand; the older one is left alone.
    if ((this.find(id)?.deletedAt ?? -1) >= entry.deletedAt) return;
    this.#entries.set(id, deletedAt !== null || this.isReadOnly ? entry : this.#withMoment(entry));
  }

  #names(): string[] {
    // Nobody makes it in a store that is only looked at.
    if (this.isReadOnly && !explained(this.#folder, () => isThere(this.#folder))) return [];
    return explained(this.#folder, () => readdirSync(this.#folder));
  }

  #assertWritable(): void {
    if (this.#readOnly !== null) throw new StudioError('store-newer', this.#readOnly);
  }

  /** Deleted by an app that did not keep the moment. */
  #withMoment(entry: TrashEntry): TrashEntry {
    const folder = this.#place(entry.id, entry.deletedAt);
    try {
      moveFolder(entry.folder, folder);
      return { ...entry, folder };
    } catch {
      // Then it counts from the next start.
      return entry;
    }
  }

  /** An id is part of a path: one that isn't an id must not get this far. */
  #place(id: RunId, moment: number): string {
    return join(this.#folder, `${RunId.parse(id)}.deleted-${Math.max(0, Math.round(moment))}`);
  }
}

/** Links are removed, never followed: `rm` looks at what an entry is itself. */
async function removeTree(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw explainWriteError(error, folder);
  }
}
