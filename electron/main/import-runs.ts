/**
 * Runs that were trained elsewhere, taken into the store: copied to `<root>/importing/<anything>/`, looked at in the worker,
 * and put into their place by one rename, so that a crash leaves the whole run or none.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import type { RunConfiguration, RunDocument } from '../../core/contract/run';
import type { RunImport } from '../../core/contract/run-import';
import type { OpenDocument } from '../store/document-backend';
import { copyRunFiles, findRunFolders } from '../store/run-files';
import { updateRunFolder } from '../store/run-folder';
import type { InspectedRun } from '../store/run-inspection';
import type { RunStore } from '../store/run-store';
import type { Log } from './log';
import type { Runs } from './runs';
import { stoppedRun } from './stopped-run';

export interface ImporterParts {
  /** The store's own folder. */
  readonly root: string;
  readonly store: RunStore;
  readonly runs: Pick<Runs, 'find' | 'adopt' | 'freeColour'>;
  readonly openDocument: OpenDocument;
  /** In a process of its own: what comes from outside is not parsed in this one. */
  readonly inspect: (folder: string) => Promise<InspectedRun>;
  /** @returns why the data of a run is not to be had here, in words; null where it is */
  readonly missingData: (configuration: RunConfiguration) => string | null;
  readonly log: Pick<Log, 'info' | 'error'>;
}

export class RunImporter {
  readonly #parts: ImporterParts;
  readonly #shelf: string;
  /** One after another: two of one run must not both find that it is not there yet. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ImporterParts) {
    this.#parts = parts;
    this.#shelf = join(parts.root, 'importing');
    // What a crash left is of no run.
    if (!parts.store.isReadOnly) removeTree(this.#shelf);
  }

  /** @param chosen folders of runs, or folders that hold such folders. The originals are only read */
  import(chosen: readonly string[]): Promise<RunImport> {
    const result = this.#last.then(() => this.#import(chosen));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #import(chosen: readonly string[]): Promise<RunImport> {
    const result: RunImport = { imported: [], refused: [] };
    const refuse = (error: unknown): void => {
      const { code, message } = reportError(error);
      this.#parts.log.error(`Import: ${message}`, code === 'bug' ? error : undefined);
      result.refused.push(message);
    };
    const folders: string[] = [];
    for (const folder of chosen) {
      try {
        folders.push(...findRunFolders(folder, this.#parts.root));
      } catch (error) {
        refuse(error);
      }
    }
    for (const [index, folder] of folders.entries()) {
      try {
        result.imported.push(await this.#importOne(folder));
      } catch (error) {
        refuse(error);
        if (!(error instanceof StudioError) || error.code !== 'disk-full') continue;
        const rest = folders.length - index - 1;
        if (rest > 0)
          refuse(new StudioError('disk-full', `${rest} more were not tried: import them once there is space.`));
        break;
      }
    }
    return result;
  }

  async #importOne(source: string): Promise<RunImport['imported'][number]> {
    const { runs, store, openDocument, inspect, missingData, log } = this.#parts;
    const staging = join(this.#shelf, randomUUID());
    try {
      await copyRunFiles(source, staging);
      const { document, notices } = await inspect(staging);
      this.#refuseKnown(document, source);
      const cause = causeOf(document, staging);
      const taken = updateRunFolder(
        staging,
        (found) => ({ ...found, ...cause, colour: runs.freeColour() }),
        openDocument,
      );
      store.adopt(taken.id, staging);
      runs.adopt(taken);
      log.info(`Imported run ${taken.id} from ${source}`);
      const noData = missingData(taken.configuration);
      const note = [...notices, ...(noData === null ? [] : [`It cannot predict or go on here: ${noData}`])].join(' ');
      return { id: taken.id, name: taken.configuration.name, note: note.replaceAll(staging, source) };
    } catch (error) {
      throw naming(source, staging, error);
    } finally {
      removeTree(staging);
    }
  }

  #refuseKnown({ id, configuration }: RunDocument, source: string): void {
    const known = this.#parts.runs.find(id);
    if (known) {
      const alias = known.configuration.name === configuration.name ? '' : `, as “${known.configuration.name}”`;
      throw new StudioError(
        'not-allowed',
        `“${configuration.name}” in ${source} is already in the list${alias}. Delete it there to import it anew.`,
      );
    }
    if (this.#parts.store.trash.find(id)) {
      throw new StudioError(
        'not-allowed',
        `“${configuration.name}” in ${source} is in the trash. Restore it there, or delete it for ever to import it anew.`,
      );
    }
  }
}

/** Nobody trains here what was training, or waiting, elsewhere. */
function causeOf({ status, configuration }: RunDocument, folder: string): Partial<RunDocument> {
  if (status !== 'running' && status !== 'queued') return {};
  const { wayOn } = stoppedRun(folder, configuration);
  const was = status === 'running' ? 'It was training elsewhere' : 'It was waiting to be trained elsewhere';
  return { status: 'interrupted', cause: `${was} when it was imported. ${wayOn}` };
}

/** A person knows the folder they chose, not the one it was copied to. */
function naming(source: string, staging: string, error: unknown): unknown {
  if (!(error instanceof StudioError)) return error;
  const message = error.message.replaceAll(staging, source);
  const named = message.includes(source) ? message : `${source} was not imported. ${message}`;
  return new StudioError(error.code, named, { cause: error });
}

function removeTree(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
