/**
 * A document's own SHA-256, as its last key. JSON has no checksum: without one, a bit that turns in a learning rate or in a
 * name goes unnoticed. The same in every version of the app, so that a document of a newer one can be told from a damaged one.
 */
import { sha256 } from './sha256';

const KEY = 'sha256';

export function seal(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...document, [KEY]: sha256(JSON.stringify(document)) };
}

export interface Unsealed {
  readonly document: unknown;
  /** False where the seal says that the contents have changed. Documents from before there were seals have none. */
  readonly isWhole: boolean;
}

/** @param content parsed JSON */
export function unseal(content: unknown): Unsealed {
  if (typeof content !== 'object' || content === null || !Object.hasOwn(content, KEY)) {
    return { document: content, isWhole: true };
  }
  const { [KEY]: found, ...document } = content as Record<string, unknown>;
  return { document, isWhole: found === sha256(JSON.stringify(document)) };
}
