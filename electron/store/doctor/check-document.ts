/** All generations of a document that is written through the guarded store. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { OpenDocument } from '../document-backend';
import { writeDurably } from '../durable-file';
import {
  documentFiles,
  type DocumentPlace,
  type Generation,
  openGuardedDocument,
  readGeneration,
  repairDocument,
  setAside,
} from '../guarded-document';
import type { Examination } from './examination';

export const newerRemedy = 'Install the newer version of the app. Nothing is done to it here.';

export interface Replacement<T> {
  readonly value: T;
  /** "It can be …" and "It was …". */
  readonly can: string;
  readonly was: string;
}

interface DocumentCheck<T> {
  readonly open: OpenDocument;
  /** What takes the document's place where no generation of it can be read. */
  readonly replacement?: () => Replacement<T> | null;
  /** What a person can do where nothing takes its place. */
  readonly otherwise: string;
  /** Does that, where it can be done here. */
  readonly mendOtherwise?: (() => string) | undefined;
}

export interface CheckedDocument<T> {
  /** As it is after the check; null where there is none, or none that this version can read. */
  readonly value: T | null;
  /** Of a newer version of the app: it is not damaged, and must stay. */
  readonly isNewer: boolean;
}

export function checkDocument<T extends Record<string, unknown>>(
  examination: Examination,
  place: DocumentPlace<T>,
  check: DocumentCheck<T>,
): CheckedDocument<T> {
  const { current, aside, previous } = documentFiles(place);
  const [now, interrupted, before] = [current, aside, previous].map((path) => readGeneration(path, place)) as [
    Generation<T>,
    Generation<T>,
    Generation<T>,
  ];
  const newer = [now, interrupted, before].find(({ state }) => state === 'newer');
  if (newer?.state === 'newer') {
    const problem = `A newer version of the app wrote it (format ${newer.version}).`;
    examination.found(current, problem, newerRemedy);
    return { value: null, isNewer: true };
  }
  const older = interrupted.state === 'good' ? interrupted : before.state === 'good' ? before : null;
  let found = now.state === 'good' ? now.value : null;
  if (now.state !== 'good' && (now.state === 'damaged' || older !== null)) {
    const problem = now.state === 'damaged' ? `It cannot be read: ${now.why}.` : 'It is missing.';
    if (older !== null) {
      found = older.value;
      const remedy = 'The version before it can take its place.';
      examination.found(current, problem, remedy, () => repairDocument(place) ?? 'It is whole again.');
    } else found = replace(examination, place, problem, check);
  } else if (now.state === 'missing' && check.replacement?.()) {
    found = replace(examination, place, 'It is missing.', check);
  }
  // By now the whole folder may have been moved away.
  const isStillThere = existsSync(aside);
  if (isStillThere && (interrupted.state === 'damaged' || now.state === 'good')) {
    examination.found(aside, 'It was left by a write that was interrupted.', 'It can be put in order.', () => {
      if (interrupted.state === 'damaged') return keepAside(aside);
      repairDocument(place);
      return 'It was put in order.';
    });
  }
  if (before.state === 'damaged' && existsSync(previous)) {
    const problem = `The version before the present one cannot be read: ${before.why}.`;
    const remedy = 'It can be moved aside; the present one is not touched.';
    examination.found(previous, problem, remedy, () => `${keepAside(previous)} ${copyOfPresent(current, previous)}`);
  }
  return { value: found, isNewer: false };
}

function replace<T extends Record<string, unknown>>(
  examination: Examination,
  place: DocumentPlace<T>,
  problem: string,
  { open, replacement, otherwise, mendOtherwise }: DocumentCheck<T>,
): T | null {
  const { current } = documentFiles(place);
  const other = replacement?.();
  if (other) {
    examination.found(current, problem, `It can be ${other.can}`, () => {
      const kept = existsSync(current) ? keepAside(current) : '';
      openGuardedDocument({ ...place, open }).write(other.value);
      return `${kept} It was ${other.was}`.trim();
    });
    return other.value;
  }
  examination.found(current, problem, otherwise, mendOtherwise);
  return null;
}

/** @returns what was done, in words */
export function keepAside(path: string): string {
  return `Its bytes are kept as ${basename(setAside(path))}.`;
}

/** So that there are two again; where the disk is full, one has to do. */
function copyOfPresent(current: string, previous: string): string {
  try {
    writeDurably(previous, readFileSync(current));
    return 'A copy of the present one stands in for it.';
  } catch {
    return '';
  }
}
