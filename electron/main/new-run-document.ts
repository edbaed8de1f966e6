import { randomUUID } from 'node:crypto';
import { RUN_FORMAT_VERSION, type RunConfiguration, type RunDocument, type RunParent } from '../../core/contract/run';

/** A run that waits for its turn. */
export function newRunDocument(
  configuration: RunConfiguration,
  colour: number,
  parent: RunParent | null = null,
  sweep: RunDocument['sweep'] = null,
): RunDocument {
  return {
    formatVersion: RUN_FORMAT_VERSION,
    id: randomUUID(),
    configuration,
    createdAt: Date.now(),
    startedAt: null,
    finishedAt: null,
    status: 'queued',
    cause: null,
    colour,
    results: null,
    dataSha256: null,
    environment: {},
    parent,
    sequences: null,
    sweep,
    tags: [],
    notes: '',
    isArchived: false,
  };
}
