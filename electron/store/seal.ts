/**
 * A document's own SHA-256, as its last key. JSON has no checksum: without one, a bit that turns in a learning rate or in a
 * name goes unnoticed. The same in every version of the app, so that a document of a newer one can be told from a damaged one.
 */
import { sha256 } from './sha256';

const KEY = 'sha256';

export function seal(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...document, [KEY]: sha256(JSON.stringify(document)) };
}

/**
 * @param content parsed JSON; documents that were written before there were seals have none
 * @returns the document without its seal; null where the seal says that its contents have changed
 */
export function unseal(content: unknown): unknown {
  if (typeof content !== 'object' || content === null || !Object.hasOwn(content, KEY)) return content;
  const { [KEY]: found, ...document } = content as Record<string, unknown>;
  return found === sha256(JSON.stringify(document)) ? document : null;
}
