/**
 * One document in one file, written through conf or electron-store and guarded against what they don't notice: when the
 * disk fills, both report success and leave a truncated file in place of the good one.
 *
 * Beside `name.json` there may be `name.previous.json` (the generation before), `name.aside.json` (the same while a write
 * is under way) and `name.damaged-N.json` (files that could not be read, bytes intact).
 */
import { copyFileSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join, parse } from 'node:path';
import { newerVersion } from '../../core/contract/document-versions';
import { StudioError } from '../../core/contract/errors';
import type { z } from '../../core/contract/schema';
import { firstIssue } from '../../core/formats/first-issue';
import { type DocumentBackend, documentOptions, type OpenDocument, serializeDocument } from './document-backend';
import { attempt, ensureFolder, sweepTemporaryFiles, syncFolder, writeDurably } from './durable-file';
import { diskFull, errorCode, explained, explainReadError, explainWriteError, isMissing, isThere } from './file-errors';
import { seal, unseal } from './seal';

export interface DocumentPlace<T> {
  readonly folder: string;
  /** Of the file, without `.json`. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** The newest `formatVersion` that is known; a document of a newer one is left untouched. */
  readonly version?: number;
  /** Brings what older versions of the app wrote into the present form; pure. */
  readonly upgrade?: (value: unknown) => unknown;
}

export interface GuardedDocument<T> {
  /** What opening had to mend, in words for a person; null if all was well. */
  readonly notice: string | null;
  /** @returns null if the document was never written, or nothing readable is left of it */
  read(): T | null;
  /** @throws StudioError `disk-full`, `not-allowed` or `store-damaged`; the document is then as it was before */
  write(value: T): void;
}

export type Generation<T> =
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly why: string }
  | { readonly state: 'newer'; readonly version: number }
  | { readonly state: 'good'; readonly value: T };

/**
 * Makes the folder if need be, finishes or undoes an interrupted write, and moves a file that cannot be read aside
 * in favour of the generation before it.
 */
export function openGuardedDocument<T extends Record<string, unknown>>(
  place: DocumentPlace<T> & { readonly open: OpenDocument },
): GuardedDocument<T> {
  ensureFolder(place.folder);
  sweepTemporaryFiles(documentFiles(place).current);
  const notice = repairDocument(place);
  let backend: DocumentBackend | null = null;
  return {
    notice,
    read() {
      repairDocument(place);
      return readDocument(place);
    },
    write(value) {
      const { current } = documentFiles(place);
      const checked = place.schema.safeParse(value);
      if (!checked.success) throw new TypeError(`Refused to write ${current}: ${firstIssue(checked.error)}`);
      // Opened no earlier than this: conf throws for a damaged file, and it may have been damaged since.
      repairDocument(place);
      backend ??= explained(current, () => place.open(documentOptions(place.folder, place.name)));
      guard(place, backend, seal(checked.data));
    },
  };
}

/**
 * Reads without electron-store, which parses the file several times, and without mending anything: for lists of thousands.
 *
 * @returns null if there is no document
 * @throws StudioError `store-damaged` if there is one that cannot be read, `store-newer` if this version does not know it
 */
export function readDocument<T>(place: DocumentPlace<T>): T | null {
  const { current } = documentFiles(place);
  const found = readGeneration(current, place);
  if (found.state === 'newer') throw newer(current, found.version);
  if (found.state === 'damaged') throw new StudioError('store-damaged', `${current} could not be read (${found.why}).`);
  return found.state === 'good' ? found.value : null;
}

/**
 * Leaves `name.json` either readable or absent.
 *
 * @returns what was done, in words for a person; null if nothing was
 * @throws StudioError `store-newer` if a newer version of the app wrote it: nothing is then touched
 */
export function repairDocument<T>(place: DocumentPlace<T>): string | null {
  return explained(documentFiles(place).current, () => repair(place));
}

function repair<T>(place: DocumentPlace<T>): string | null {
  const { current, aside, previous } = documentFiles(place);
  const found = readGeneration(current, place);
  if (found.state === 'newer') throw newer(current, found.version);
  if (found.state === 'good') {
    if (isThere(aside)) settleAside(place);
    return null;
  }
  const older = [aside, previous].find((path) => readGeneration(path, place).state === 'good');
  if (found.state === 'missing' && older === undefined) return null;
  for (const path of [aside, previous]) {
    const generation = readGeneration(path, place);
    if (generation.state === 'newer') throw newer(path, generation.version);
  }
  const kept = found.state === 'damaged' ? basename(setAside(current)) : null;
  if (older === aside) renameSync(aside, current);
  else if (older !== undefined) copyDurably(older, current);
  syncFolder(place.folder);
  const trouble = found.state === 'damaged' ? `could not be read (${found.why}); it is kept as ${kept}` : 'was missing';
  return `${current} ${trouble}. ${older === undefined ? 'There is no earlier version of it.' : 'Its previous version is used.'}`;
}

function guard<T>(place: DocumentPlace<T>, backend: DocumentBackend, value: Record<string, unknown>): void {
  const { current, aside, previous } = documentFiles(place);
  const expected = Buffer.from(serializeDocument(value));
  const old = explained(current, () => (isThere(current) ? readFileSync(current) : null));
  try {
    if (old !== null) keepCopy(current, aside);
    backend.store = value;
    const written = readFileSync(current);
    if (!written.equals(expected)) {
      throw written.length < expected.length
        ? diskFull(current)
        : new StudioError('store-damaged', `${current} does not hold what was written to it. The disk may be failing.`);
    }
    syncFolder(place.folder);
  } catch (error) {
    // What cannot be put back now is put back by whoever opens the document next.
    attempt(() => putBack(place, old));
    throw explainWriteError(error, current);
  }
  // The new document is sure to last: what is left undone here is done when it is opened next.
  if (old !== null) attempt(() => renameSync(aside, previous));
}

function putBack<T>(place: DocumentPlace<T>, old: Buffer | null): void {
  const { current, aside } = documentFiles(place);
  if (old === null) {
    rmSync(current, { force: true });
  } else if (isThere(aside) && readFileSync(aside).equals(old)) {
    renameSync(aside, current);
  } else {
    // conf writes in place where it cannot rename (in a snap, say), and through the second name too.
    writeDurably(current, old);
  }
  // rename() leaves both names standing where they are of the same file.
  rmSync(aside, { force: true });
  syncFolder(place.folder);
}

/** @throws StudioError `store-damaged` where the system does not let it be read */
export function readGeneration<T>(
  path: string,
  { schema, version = Infinity, upgrade = (value) => value }: DocumentPlace<T>,
): Generation<T> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return { state: 'missing' };
    // No permission, say: the file may be perfectly well, and nothing must be done to it.
    throw explainReadError(error, path);
  }
  if (text === '') return { state: 'damaged', why: 'the file is empty' };
  try {
    const { document, isWhole } = unseal(JSON.parse(text));
    if (!isWhole) return { state: 'damaged', why: 'its contents have changed (SHA-256)' };
    const newerThanKnown = newerVersion(document, version);
    if (newerThanKnown !== null) return { state: 'newer', version: newerThanKnown };
    const parsed = schema.safeParse(upgrade(document));
    return parsed.success ? { state: 'good', value: parsed.data } : { state: 'damaged', why: firstIssue(parsed.error) };
  } catch (error) {
    return { state: 'damaged', why: (error as Error).message };
  }
}

/** A writer was killed after setting the old file aside: before it replaced the document, or after. */
function settleAside<T>(place: DocumentPlace<T>): void {
  const { current, aside, previous } = documentFiles(place);
  if (readFileSync(aside).equals(readFileSync(current))) rmSync(aside);
  else renameSync(aside, previous);
}

/** A second name for the same bytes costs no space, so that it works on a full disk too; FAT knows no second names. */
function keepCopy(from: string, to: string): void {
  rmSync(to, { force: true });
  try {
    linkSync(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(error) ?? '')) throw error;
    copyFileSync(from, to);
  }
}

/** Two generations on the same blocks of the disk would be damaged together; but any is better than none. */
function copyDurably(from: string, to: string): void {
  try {
    writeDurably(to, readFileSync(from));
  } catch {
    keepCopy(from, to);
  }
}

/** Renames a file that is damaged, bytes intact: `run.json` to `run.damaged-1.json`. @returns its new path */
export function setAside(path: string): string {
  const { dir, name, ext } = parse(path);
  for (let number = 1; ; number++) {
    const kept = join(dir, `${name}.damaged-${number}${ext}`);
    if (isThere(kept)) continue;
    renameSync(path, kept);
    return kept;
  }
}

function newer(path: string, version: number): StudioError {
  return new StudioError(
    'store-newer',
    `${path} was written by a newer version of the app (format ${version}). Install that version to open it.`,
  );
}

export function documentFiles<T>({ folder, name }: DocumentPlace<T>) {
  return {
    current: join(folder, `${name}.json`),
    aside: join(folder, `${name}.aside.json`),
    previous: join(folder, `${name}.previous.json`),
  };
}
