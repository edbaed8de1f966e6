import { createHash } from 'node:crypto';

/** @returns 64 lowercase hexadecimal digits, over the pieces one after another */
export function sha256(...pieces: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
