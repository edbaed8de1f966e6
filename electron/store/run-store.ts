/** All runs: `<root>/runs/<id>/`, deleted ones in `<root>/trash/`, unreadable ones in `<root>/damaged/<id>/`. */
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import { type RunDocument, RunId } from '../../core/contract/run';
import type { OpenDocument } from './document-backend';
import { attempt, ensureFolder, makeFolder } from './durable-file';
import { errorCode, explained, explainReadError, isMissing, isThere } from './file-errors';
import { moveFolder } from './move-folder';
import { rebuildLostRun } from './rebuild-run';
import { createRunFolder, readRunFolder, repairRunFolder, updateRunFolder } from './run-folder';
import { TrashStore } from './trash-store';

export interface RunTrouble {
  readonly id: RunId;
  /** In words for a person: which file, what is wrong, what was done. */
  readonly message: string;
}

export interface RunList {
  readonly documents: RunDocument[];
  /**
   * Runs that are not among the documents. Their folders are moved to `damaged/`, bytes intact, where that is possible;
   * those of a newer version of the app stay where they are.
   */
  readonly damaged: RunTrouble[];
  /** Runs that are among the documents, by their previous version or by what a checkpoint holds. */
  readonly repaired: RunTrouble[];
}

/** Ends the names of folders that are not runs yet. */
const UNFINISHED = '.new';

/** True for a folder that a run is being made in, or was when the app ended. */
export function isUnfinished(name: string): boolean {
  return name.endsWith(UNFINISHED);
}

export class RunStore {
  readonly #root: string;
  readonly #open: OpenDocument;
  readonly trash: TrashStore;
  /** Why nothing may be written, in words; null where it may. */
  readonly #readOnly: string | null;

  /** @param readOnly in words, where nothing whatsoever may be written: every change then throws `store-newer` */
  constructor(root: string, open: OpenDocument, readOnly: string | null = null) {
    this.#root = root;
    this.#open = open;
    this.#readOnly = readOnly;
    if (readOnly === null) {
      for (const shelf of ['runs', 'damaged']) ensureFolder(join(root, shelf));
      // Nobody was told of these: the app ended while it made them. What stays is in nobody's way.
      for (const name of this.#names().filter(isUnfinished)) {
        attempt(() => rmSync(join(root, 'runs', name), { recursive: true, force: true }));
      }
    }
    this.trash = new TrashStore(root, Date.now(), readOnly);
  }

  get isReadOnly(): boolean {
    return this.#readOnly !== null;
  }

  /** Reads every run; one that cannot be read never hides another. */
  list(): RunList {
    const listing = this.listing();
    for (;;) {
      const { done, value } = listing.next();
      if (done) return value;
    }
  }

  /** {@link list} run by run, for who has something else to do in between. */
  *listing(): Generator<undefined, RunList> {
    const list: RunList = { documents: [], damaged: [], repaired: [] };
    for (const name of this.#names()) {
      // What a file manager left there is not a run.
      const id = RunId.safeParse(name);
      if (!id.success) continue;
      this.#listOne(id.data, list);
      yield;
    }
    list.documents.sort((a, b) => a.createdAt - b.createdAt);
    return list;
  }

  /** @throws StudioError `disk-full`: nothing of the run is then left */
  create(document: RunDocument): void {
    this.#assertWritable();
    const folder = this.folderOf(document.id);
    if (explained(folder, () => isThere(folder)) || this.trash.find(document.id))
      throw new StudioError('not-allowed', `There is already a run ${document.id}.`);
    try {
      createRunFolder(folder, document, this.#open);
    } catch (error) {
      attempt(() => rmSync(folder, { recursive: true, force: true }));
      throw error;
    }
  }

  /**
   * A run whose folder has something in it from the start. It is made beside the runs and moved among them once it is whole.
   *
   * @param fill puts into the folder what belongs there, and says which run it is
   * @throws what `fill` throws; StudioError `disk-full`. Nothing of the run is then left
   */
  async createFrom(fill: (folder: string) => Promise<RunDocument>): Promise<RunDocument> {
    this.#assertWritable();
    const folder = join(this.#root, 'runs', `${randomUUID()}${UNFINISHED}`);
    makeFolder(folder);
    try {
      const document = await fill(folder);
      createRunFolder(folder, document, this.#open);
      moveFolder(folder, this.folderOf(document.id));
      return document;
    } catch (error) {
      attempt(() => rmSync(folder, { recursive: true, force: true }));
      throw error;
    }
  }

  /** @throws StudioError `not-found` */
  read(id: RunId): RunDocument {
    return readRunFolder(this.folderOf(id));
  }

  /** @returns the document as it now is */
  update(id: RunId, change: (document: RunDocument) => RunDocument): RunDocument {
    this.#assertWritable();
    return updateRunFolder(this.folderOf(id), change, this.#open);
  }

  /** @param now milliseconds since 1970 */
  moveToTrash(id: RunId, now = Date.now()): void {
    this.trash.put(id, this.folderOf(id), now);
  }

  /**
   * Undoes {@link moveToTrash}.
   *
   * @returns the run's document
   * @throws StudioError `not-found`; `store-damaged`: a run that cannot be read stays in the trash
   */
  restore(id: RunId): RunDocument {
    this.#assertWritable();
    const document = readTrashed(this.trash.get(id).folder, id);
    this.trash.take(id, this.folderOf(id));
    return document;
  }

  /** Puts a run that is whole in a folder of this disk into its place. @throws StudioError `not-allowed` if it is there */
  adopt(id: RunId, folder: string): void {
    this.#assertWritable();
    moveFolder(folder, this.folderOf(id));
  }

  folderOf(id: RunId): string {
    // An id is part of a path: one that isn't an id must not get this far.
    return join(this.#root, 'runs', RunId.parse(id));
  }

  #names(): string[] {
    const folder = join(this.#root, 'runs');
    try {
      return readdirSync(folder);
    } catch (error) {
      // Nobody makes it in a store that is only looked at.
      if (this.isReadOnly && isMissing(error)) return [];
      throw explainReadError(error, folder);
    }
  }

  #listOne(id: RunId, list: RunList): void {
    const folder = this.folderOf(id);
    try {
      list.documents.push(this.#readOwn(id));
      return;
    } catch (error) {
      // Else it is mended below, or else named with its reason.
      if (this.isReadOnly) {
        list.damaged.push({ id, message: reportError(error).message });
        return;
      }
    }
    let notice: string | null;
    try {
      notice = repairRunFolder(folder);
      notice = rebuildLostRun(folder, id, this.#open) ?? notice;
    } catch (error) {
      // No permission, say, or of a newer version. The run may be perfectly well and stays where it is.
      list.damaged.push({ id, message: reportError(error).message });
      return;
    }
    try {
      list.documents.push(this.#readOwn(id));
      if (notice !== null) list.repaired.push({ id, message: notice });
    } catch (error) {
      if (isSilence(error)) {
        list.damaged.push({ id, message: reportError(error).message });
        return;
      }
      // A run that was never confirmed: the app was killed after making its folder, and before its document had its name.
      const isEmpty = attempt(() => readdirSync(folder).length === 0) ?? false;
      if (isEmpty) attempt(() => rmSync(folder, { recursive: true }));
      else list.damaged.push({ id, message: `${notice ?? reportError(error).message} ${this.#moveToDamaged(id)}` });
    }
  }

  #readOwn(id: RunId): RunDocument {
    const document = this.read(id);
    if (document.id !== id) throw new StudioError('store-damaged', `The folder of run ${id} holds run ${document.id}.`);
    return document;
  }

  #moveToDamaged(id: RunId): string {
    try {
      return moveToDamaged(this.#root, this.folderOf(id));
    } catch (error) {
      return `The run's files stay where they are (${reportError(error).message}).`;
    }
  }

  #assertWritable(): void {
    if (this.#readOnly !== null) throw new StudioError('store-newer', this.#readOnly);
  }
}

function readTrashed(folder: string, id: RunId): RunDocument {
  const found = readAs(folder, id);
  if (typeof found !== 'string') return found;
  const repaired = repairRunFolder(folder);
  const again = readAs(folder, id);
  if (typeof again !== 'string') return again;
  throw new StudioError('store-damaged', `${repaired ?? again} The run cannot be restored and stays in the trash.`);
}

/** @returns the document, or in words why it cannot be read */
function readAs(folder: string, id: RunId): RunDocument | string {
  try {
    const document = readRunFolder(folder);
    return document.id === id ? document : `${folder} holds run ${document.id}.`;
  } catch (error) {
    return reportError(error).message;
  }
}

/** The system would not give the file away: what is in it may be perfectly well. */
function isSilence(error: unknown): boolean {
  return error instanceof Error && errorCode(error.cause) !== undefined;
}

/** Moves a run that cannot be read, its bytes intact. @returns where to, in words */
export function moveToDamaged(root: string, folder: string): string {
  const shelf = join(root, 'damaged');
  // A deleted one was named with the moment, too.
  const place = join(shelf, basename(folder).replace(/\.deleted-\d+$/, ''));
  let to = place;
  for (let number = 2; explained(to, () => isThere(to)); number++) to = `${place}-${number}`;
  ensureFolder(shelf);
  moveFolder(folder, to);
  return `The run's files are kept in ${to}.`;
}
