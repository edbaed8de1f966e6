/** All runs: `<root>/runs/<id>/`, deleted ones in `<root>/trash/<id>/`, unreadable ones in `<root>/damaged/<id>/`. */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import { type RunDocument, RunId } from '../../core/contract/run';
import type { OpenDocument } from './document-backend';
import { attempt, ensureFolder, syncFolder } from './durable-file';
import { errorCode, explained, explainReadError, explainWriteError, isThere } from './file-errors';
import { createRunFolder, readRunFolder, repairRunFolder, updateRunFolder } from './run-folder';

export interface RunTrouble {
  readonly id: RunId;
  /** In words for a person: which file, what is wrong, what was done. */
  readonly message: string;
}

export interface RunList {
  readonly documents: RunDocument[];
  /** Runs that are not among the documents. Their folders are moved to `damaged/`, bytes intact, where that is possible. */
  readonly damaged: RunTrouble[];
  /** Runs that are among the documents, by their previous version. */
  readonly repaired: RunTrouble[];
}

export class RunStore {
  readonly #root: string;
  readonly #open: OpenDocument;

  constructor(root: string, open: OpenDocument) {
    this.#root = root;
    this.#open = open;
    for (const shelf of ['runs', 'trash', 'damaged']) ensureFolder(join(root, shelf));
  }

  /** Reads every run; one that cannot be read never hides another. */
  list(): RunList {
    const list: RunList = { documents: [], damaged: [], repaired: [] };
    for (const name of this.#names()) {
      // What a file manager left there is not a run.
      const id = RunId.safeParse(name);
      if (id.success) this.#listOne(id.data, list);
    }
    list.documents.sort((a, b) => a.createdAt - b.createdAt);
    return list;
  }

  /** @throws StudioError `disk-full`: nothing of the run is then left */
  create(document: RunDocument): void {
    const folder = this.folderOf(document.id);
    if (explained(folder, () => isThere(folder)))
      throw new StudioError('not-allowed', `There is already a run ${document.id}.`);
    try {
      createRunFolder(folder, document, this.#open);
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
    return updateRunFolder(this.folderOf(id), change, this.#open);
  }

  moveToTrash(id: RunId): void {
    this.#move(this.folderOf(id), this.#place('trash', id));
  }

  /** Undoes {@link moveToTrash}. @returns the run's document */
  restore(id: RunId): RunDocument {
    const from = this.#place('trash', id);
    if (explained(from, () => isThere(from))) repairRunFolder(from);
    // Before it is moved: what cannot be read stays where it is.
    const document = readRunFolder(from);
    this.#move(from, this.folderOf(id));
    return document;
  }

  folderOf(id: RunId): string {
    return this.#place('runs', id);
  }

  #names(): string[] {
    const folder = join(this.#root, 'runs');
    try {
      return readdirSync(folder);
    } catch (error) {
      throw explainReadError(error, folder);
    }
  }

  #listOne(id: RunId, list: RunList): void {
    const folder = this.folderOf(id);
    try {
      list.documents.push(this.#readOwn(id));
      return;
    } catch {
      // Below, with its reason.
    }
    let notice: string | null;
    try {
      notice = repairRunFolder(folder);
    } catch (error) {
      // No permission, say. The run may be perfectly well and stays where it is.
      list.damaged.push({ id, message: reportError(error).message });
      return;
    }
    try {
      list.documents.push(this.#readOwn(id));
      if (notice !== null) list.repaired.push({ id, message: notice });
    } catch (error) {
      // A run that was never confirmed: the app was killed between making its folder and writing its document.
      if (isSilence(error)) {
        list.damaged.push({ id, message: reportError(error).message });
        return;
      }
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
    let to = this.#place('damaged', id);
    for (let number = 2; existsSync(to); number++) to = `${this.#place('damaged', id)}-${number}`;
    try {
      this.#move(this.folderOf(id), to);
      return `The run's files are kept in ${to}.`;
    } catch (error) {
      return `The run's files stay where they are (${reportError(error).message}).`;
    }
  }

  /** @throws StudioError `not-found` if there is nothing to move */
  #move(from: string, to: string): void {
    if (!explained(from, () => isThere(from))) throw new StudioError('not-found', `There is no ${from}.`);
    explained(from, () => renameSync(from, to));
    try {
      // First where it is now: a power cut in between must not leave it in neither place.
      syncFolder(dirname(to));
      syncFolder(dirname(from));
    } catch (error) {
      attempt(() => renameSync(to, from));
      throw explainWriteError(error, from);
    }
  }

  /** An id is part of a path: one that isn't an id must not get this far. */
  #place(shelf: 'runs' | 'trash' | 'damaged', id: RunId): string {
    return join(this.#root, shelf, RunId.parse(id));
  }
}

/** The system would not give the file away: what is in it may be perfectly well. */
function isSilence(error: unknown): boolean {
  return error instanceof Error && errorCode(error.cause) !== undefined;
}
