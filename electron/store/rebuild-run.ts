/** A run's document made again from a checkpoint, where no generation of it can be read. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_FORMAT_VERSION, type RunDocument, type RunId } from '../../core/contract/run';
import type { OpenDocument } from './document-backend';
import { openGuardedDocument, readDocument } from './guarded-document';
import { CHECKPOINT_NAME, type GoodCheckpoint, inspectCheckpoints } from './inspect-checkpoints';
import { runDocumentPlace } from './run-folder';

/**
 * To be called when what cannot be read has been moved out of the way.
 *
 * @returns what was done, in words; null where there is a document, or nothing to make one from
 */
export function rebuildLostRun(folder: string, id: RunId, open: OpenDocument): string | null {
  if (!readdirSync(folder).some((name) => CHECKPOINT_NAME.test(name))) return null;
  if (readDocument(runDocumentPlace(folder)) !== null) return null;
  const document = documentFrom(folder, id, inspectCheckpoints(folder).good);
  if (document === null) return null;
  openGuardedDocument({ ...runDocumentPlace(folder), open }).write(document);
  return `The document of “${document.configuration.name}” was lost, and was made again in ${folder}. ${document.cause}`;
}

/**
 * Its colour, when it was launched, which run it was forked from, which search it was part of and what a person wrote on it
 * are nowhere else, and lost.
 *
 * @param good furthest first
 */
export function documentFrom(folder: string, id: RunId, good: readonly GoodCheckpoint[]): RunDocument | null {
  const checkpoint = good.find(({ configuration }) => configuration !== null);
  if (!checkpoint?.configuration) return null;
  const { name, configuration, dataSha256, environment, step, seconds } = checkpoint;
  const writtenAt = Math.floor(statSync(join(folder, name)).mtimeMs);
  const startedAt = writtenAt - Math.ceil(seconds * 1000);
  return {
    formatVersion: RUN_FORMAT_VERSION,
    id,
    configuration,
    createdAt: startedAt,
    startedAt,
    finishedAt: writtenAt,
    status: 'interrupted',
    cause: `Its document was made again from its checkpoint. It can be resumed from step ${step}.`,
    colour: 0,
    results: null,
    dataSha256: dataSha256 === '' ? null : dataSha256,
    environment: { ...environment },
    parent: null,
    sequences: null,
    sweep: null,
    tags: [],
    notes: '',
    isArchived: false,
  };
}
