/** Settings as they are kept, and those of older versions. */
import { upgradeDocument, type VersionSteps } from './document-versions';
import { DEFAULT_SETTINGS } from './settings';

export const SETTINGS_FORMAT_VERSION = 2;

const STEPS: VersionSteps = {
  // Version 1 did not say its version.
  1: (document) => ({ ...document, formatVersion: 2 }),
};

/** @returns the document in its present form, or as it was given where it is of no version known here */
export function upgradeSettings(document: unknown): unknown {
  const upgraded = upgradeDocument(document, SETTINGS_FORMAT_VERSION, STEPS);
  // A setting may be younger than the version; what was not known then is as if nothing had been chosen.
  return typeof upgraded === 'object' && upgraded !== null ? { ...DEFAULT_SETTINGS, ...upgraded } : upgraded;
}
