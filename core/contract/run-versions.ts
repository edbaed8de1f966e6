/** Run documents of older versions. */
import { upgradeDocument, type VersionSteps } from './document-versions';
import { RUN_FORMAT_VERSION } from './run';

const STEPS: VersionSteps = {
  // Version 2 knows runs that were forked or belong to a sweep, and what a person wrote on them.
  1: (document) => ({
    ...document,
    ...{ formatVersion: 2, parent: null, sequences: null, sweep: null, tags: [], notes: '', isArchived: false },
  }),
};

/** @returns the document in its present form, or as it was given where it is of no version known here */
export function upgradeRunDocument(document: unknown): unknown {
  return upgradeDocument(document, RUN_FORMAT_VERSION, STEPS);
}
