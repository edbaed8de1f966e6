/**
 * `<root>/store.json` says which version of the store's format this is, so that an older app does not write into what it
 * does not understand. Stores of version 1 have no such file.
 */
import { readFileSync } from 'node:fs';
import { upgradeDocument, type VersionSteps } from '../../core/contract/document-versions';
import { reportError } from '../../core/contract/errors';
import { z } from '../../core/contract/schema';
import type { OpenDocument } from './document-backend';
import { APP_VERSION } from './environment';
import { type DocumentPlace, documentFiles, openGuardedDocument, readGeneration } from './guarded-document';

/** To be raised with every change that an older app would misread or damage. */
export const STORE_FORMAT_VERSION = 2;

const StoreMarker = z.strictObject({
  formatVersion: z.literal(STORE_FORMAT_VERSION),
  /** The version of the app that wrote it. */
  app: z.string(),
});
type StoreMarker = z.infer<typeof StoreMarker>;

const STEPS: VersionSteps = {
  // Version 1 was never marked; a file that says so is one somebody made.
  1: (marker) => ({ app: APP_VERSION, ...marker, formatVersion: 2 }),
};

export function storeMarkerPlace(root: string): DocumentPlace<StoreMarker> {
  const upgrade = (value: unknown) => upgradeDocument(value, STORE_FORMAT_VERSION, STEPS);
  return { folder: root, name: 'store', schema: StoreMarker, version: STORE_FORMAT_VERSION, upgrade };
}

/** @returns in words why nothing may be written into a store, and what to do; null where all is well */
export function newerStore(root: string): string | null {
  const place = storeMarkerPlace(root);
  try {
    const found = readGeneration(documentFiles(place).current, place);
    if (found.state !== 'newer') return null;
    return (
      `This data was written by a newer version of AlarmworkNet Studio${appOf(documentFiles(place).current)}. ` +
      'It is open for reading only: runs can be looked at and their weights saved, and nothing in it is changed. ' +
      'Install the newer version to go on working with it.'
    );
  } catch {
    // A marker that the system does not let be read says nothing about its version.
    return null;
  }
}

/** Marks a store that is new, or of an older version. @returns what had to be mended, or could not be, in words; else null */
export function markStore(root: string, open: OpenDocument): string | null {
  try {
    const marker = openGuardedDocument({ ...storeMarkerPlace(root), open });
    if (marker.read() === null) marker.write({ formatVersion: STORE_FORMAT_VERSION, app: APP_VERSION });
    return marker.notice;
  } catch (error) {
    // A full disk, say: the app must start all the same, and the next start tries again.
    return reportError(error).message;
  }
}

function appOf(path: string): string {
  const { app } = JSON.parse(readFileSync(path, 'utf8')) as { app?: unknown };
  return typeof app === 'string' && /^[\w.+-]{1,40}$/.test(app) ? ` (${app})` : '';
}
