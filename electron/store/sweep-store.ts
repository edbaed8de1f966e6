/** All sweeps: `<root>/sweeps/<id>.json`, deleted ones in `<root>/sweeps/trash/`. Files that cannot be read stay where they are, renamed. */
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import { RunId } from '../../core/contract/run';
import { SWEEP_FORMAT_VERSION, SweepDocument } from '../../core/contract/sweep';
import type { OpenDocument } from './document-backend';
import { syncFolder } from './durable-file';
import { type DocumentPlace, openGuardedDocument, readDocument, repairDocument } from './guarded-document';

export interface SweepList {
  /** Oldest first. */
  readonly documents: SweepDocument[];
  /** What could not be read, or was mended, in words for a person. */
  readonly notices: string[];
}

export class SweepStore {
  readonly #folder: string;
  readonly #trash: string;
  readonly #open: OpenDocument;

  constructor(root: string, open: OpenDocument) {
    this.#folder = sweepsFolder(root);
    this.#trash = join(this.#folder, 'trash');
    this.#open = open;
    mkdirSync(this.#trash, { recursive: true });
  }

  /** Reads every sweep; one that cannot be read never hides another. */
  list(): SweepList {
    const list: SweepList = { documents: [], notices: [] };
    // A sweep may be left in its previous version alone.
    for (const id of new Set(readdirSync(this.#folder).map(sweepIdOf))) {
      if (id !== null) this.#listOne(id, list);
    }
    list.documents.sort((a, b) => a.createdAt - b.createdAt);
    return list;
  }

  /** @throws StudioError `not-allowed` if there is such a sweep already; `disk-full` */
  create(document: SweepDocument): void {
    const { id } = document.definition;
    if (existsSync(this.#fileOf(id))) throw new StudioError('not-allowed', `There is already a sweep ${id}.`);
    this.write(document);
  }

  /** @throws StudioError `disk-full`, …; the document is then as it was before */
  write(document: SweepDocument): void {
    openGuardedDocument({ ...this.#place(document.definition.id), open: this.#open }).write(document);
  }

  moveToTrash(id: RunId): void {
    move(this.#fileOf(id), join(this.#trash, `${RunId.parse(id)}.json`));
    // What would otherwise be taken for the document, the next time the app starts.
    const previous = join(this.#folder, `${id}.previous.json`);
    if (existsSync(previous)) move(previous, join(this.#trash, `${id}.previous.json`));
  }

  /** Undoes {@link moveToTrash}. */
  restore(id: RunId): SweepDocument {
    move(join(this.#trash, `${RunId.parse(id)}.json`), this.#fileOf(id));
    return this.#read(id);
  }

  #listOne(id: RunId, list: SweepList): void {
    try {
      const notice = repairDocument(this.#place(id));
      if (notice !== null) list.notices.push(notice);
      if (existsSync(this.#fileOf(id))) list.documents.push(this.#read(id));
    } catch (error) {
      list.notices.push(reportError(error).message);
    }
  }

  #read(id: RunId): SweepDocument {
    const document = readDocument(this.#place(id));
    if (!document) throw new StudioError('not-found', `There is no sweep ${id}.`);
    if (document.definition.id !== id) {
      throw new StudioError('store-damaged', `${this.#fileOf(id)} holds another sweep, ${document.definition.id}.`);
    }
    return document;
  }

  #place(id: RunId): DocumentPlace<SweepDocument> {
    return sweepPlace(this.#folder, id);
  }

  #fileOf(id: RunId): string {
    return join(this.#folder, `${RunId.parse(id)}.json`);
  }
}

export function sweepsFolder(root: string): string {
  return join(root, 'sweeps');
}

/** An id is part of a path: one that isn't an id must not get this far. */
export function sweepPlace(folder: string, id: RunId): DocumentPlace<SweepDocument> {
  return { folder, name: RunId.parse(id), schema: SweepDocument, version: SWEEP_FORMAT_VERSION };
}

/** @returns of which sweep a file of this name is a generation; null where it is none */
export function sweepIdOf(name: string): RunId | null {
  return RunId.safeParse(/^(.+?)(\.previous|\.aside)?\.json$/.exec(name)?.[1]).data ?? null;
}

/** @throws StudioError `not-found` if there is nothing to move */
function move(from: string, to: string): void {
  if (!existsSync(from)) throw new StudioError('not-found', `There is no ${from}.`);
  renameSync(from, to);
  syncFolder(dirname(from));
  syncFolder(dirname(to));
}
