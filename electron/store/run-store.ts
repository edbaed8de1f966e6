/** All runs: `<root>/runs/<id>/`, deleted ones in `<root>/trash/<id>/`, unreadable ones in `<root>/damaged/<id>/`. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import { type RunDocument, RunId } from '../../core/contract/run';
import type { OpenDocument } from './document-backend';
import { syncFolder } from './durable-file';
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
    for (const shelf of ['runs', 'trash', 'damaged']) mkdirSync(join(root, shelf), { recursive: true });
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
    for (const name of readdirSync(join(this.#root, 'runs'))) {
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
    const folder = this.folderOf(document.id);
    if (existsSync(folder)) throw new StudioError('not-allowed', `There is already a run ${document.id}.`);
    try {
      createRunFolder(folder, document, this.#open);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
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
    this.#move(this.#place('trash', id), this.folderOf(id));
    return this.read(id);
  }

  folderOf(id: RunId): string {
    return this.#place('runs', id);
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
      if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
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
    if (!existsSync(from)) throw new StudioError('not-found', `There is no ${from}.`);
    renameSync(from, to);
    syncFolder(dirname(from));
    syncFolder(dirname(to));
  }

  /** An id is part of a path: one that isn't an id must not get this far. */
  #place(shelf: 'runs' | 'trash' | 'damaged', id: RunId): string {
    return join(this.#root, shelf, RunId.parse(id));
  }
}
