/** Run documents of older versions, brought up to the present one. Pure, and one step a version, so that each can be tested. */
import { RUN_FORMAT_VERSION } from './run';

type Raw = Record<string, unknown>;

/** What turns a document of the version in the key into one of the next. */
const STEPS: Readonly<Record<number, (document: Raw) => Raw>> = {
  // Version 2 knows runs that were forked or belong to a sweep, and what a person wrote on them.
  1: (document) => ({
    ...document,
    ...{ formatVersion: 2, parent: null, sequences: null, sweep: null, tags: [], notes: '', isArchived: false },
  }),
};

/** @returns the document in its present form, or as it was given where it is of no version known here */
export function upgradeRunDocument(document: unknown): unknown {
  let current = document;
  while (isRaw(current)) {
    const version = current['formatVersion'];
    const step = typeof version === 'number' && version < RUN_FORMAT_VERSION ? STEPS[version] : undefined;
    if (!step) return current;
    current = step(current);
  }
  return current;
}

function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
