/** All runs: `<root>/runs/<id>/`, deleted ones in `<root>/trash/<id>/`, unreadable ones in `<root>/damaged/<id>/`. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import { type RunDocument, RunId } from '../../core/contract/run';
import type { OpenDocument } from './document-backend';
import { syncFolder } from './durable-file';
import { rebuildLostRun } from './rebuild-run';
import { createRunFolder, readRunFolder, repairRunFolder, updateRunFolder } from './run-folder';

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

export class RunStore {
  readonly #root: string;
  readonly #open: OpenDocument;
  /** Why nothing may be written, in words; null where it may. */
  readonly #readOnly: string | null;

  /** @param readOnly in words, where nothing whatsoever may be written: every change then throws `store-newer` */
  constructor(root: string, open: OpenDocument, readOnly: string | null = null) {
    this.#root = root;
    this.#open = open;
    this.#readOnly = readOnly;
    if (readOnly !== null) return;
    for (const shelf of ['runs', 'trash', 'damaged']) mkdirSync(join(root, shelf), { recursive: true });
  }

  get isReadOnly(): boolean {
    return this.#readOnly !== null;
  }

  /** Reads every run; one that cannot be read never hides another. */
  list(): RunList {
    const list: RunList = { documents: [], damaged: [], repaired: [] };
    const shelf = join(this.#root, 'runs');
    for (const name of existsSync(shelf) ? readdirSync(shelf) : []) {
      // What a file manager left there is not a run.
      const id = RunId.safeParse(name);
      if (id.success) this.#listOne(id.data, list);
    }
    list.documents.sort((a, b) => a.createdAt - b.createdAt);
    return list;
  }

  /** @throws StudioError `disk-full`: nothing of the run is then left */
  create(document: RunDocument): void {
    this.#assertWritable();
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
    this.#assertWritable();
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
    } catch (error) {
      if (this.isReadOnly) {
        list.damaged.push({ id, message: reportError(error).message });
        return;
      }
      // Else below, with its reason.
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
    try {
      return moveToDamaged(this.#root, this.folderOf(id));
    } catch (error) {
      return `The run's files stay where they are (${reportError(error).message}).`;
    }
  }

  #assertWritable(): void {
    if (this.#readOnly !== null) throw new StudioError('store-newer', this.#readOnly);
  }

  #move(from: string, to: string): void {
    this.#assertWritable();
    moveFolder(from, to);
  }

  /** An id is part of a path: one that isn't an id must not get this far. */
  #place(shelf: 'runs' | 'trash', id: RunId): string {
    return join(this.#root, shelf, RunId.parse(id));
  }
}

/** Moves a run that cannot be read, its bytes intact. @returns where to, in words */
export function moveToDamaged(root: string, folder: string): string {
  const place = join(root, 'damaged', basename(folder));
  let to = place;
  for (let number = 2; existsSync(to); number++) to = `${place}-${number}`;
  mkdirSync(dirname(to), { recursive: true });
  moveFolder(folder, to);
  return `The run's files are kept in ${to}.`;
}

/** @throws StudioError `not-found` if there is nothing to move */
function moveFolder(from: string, to: string): void {
  if (!existsSync(from)) throw new StudioError('not-found', `There is no ${from}.`);
  renameSync(from, to);
  syncFolder(dirname(from));
  syncFolder(dirname(to));
}
