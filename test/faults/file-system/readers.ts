/** What is on the disk, read without a line of the code under test: a damaged or missing file is {@link NOTHING}. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { NOTHING } from './ledger';

interface KeptSet {
  readonly tensors: readonly { readonly name: string; readonly data: string | null }[];
  readonly file: string | null;
}

/** Keys in one order, so that equal documents are equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Without its seal. */
export function documentAt(path: string): string {
  return quietly(() => canonical(unsealed(path)));
}

/** A document's last key is the SHA-256 of all before it; one for which that is not so is damaged. */
function unsealed(path: string): Record<string, unknown> {
  const document = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const { sha256, ...rest } = document;
  if (sha256 === undefined) return document;
  if (Object.keys(document).at(-1) === 'sha256' && digest(Buffer.from(JSON.stringify(rest))) === sha256) return rest;
  throw new Error(`${path} has changed`);
}

export function bytesAt(path: string): string {
  return quietly(() => digest(readFileSync(path)));
}

/** Name and bytes of every parameter, of the last step and of the best one. */
export function weightsAt(folder: string): string {
  return quietly(() => {
    const document = unsealed(join(folder, 'weights.json')) as Record<string, KeptSet | null>;
    return ['final', 'best'].map((name) => weightsOfSet(folder, document[name] ?? null)).join(' ');
  });
}

function weightsOfSet(folder: string, set: KeptSet | null): string {
  if (set === null) return '-';
  if (set.file !== null) return digest(readFileSync(join(folder, set.file)));
  return digest(Buffer.concat(set.tensors.map(({ data }) => Buffer.from(data ?? '', 'base64'))));
}

export function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The first number of every row, in order: whoever writes the rows makes it different in each. */
export function rowsAt(path: string, columns: number): string {
  return quietly(() => {
    const bytes = readFileSync(path);
    const rows: number[] = [];
    let at = 8 + 8 + bytes.readUInt32LE(8);
    while (at + 8 <= bytes.length) {
      const length = bytes.readUInt32LE(at);
      const covered = Buffer.concat([bytes.subarray(at, at + 4), bytes.subarray(at + 8, at + 8 + length)]);
      if (at + 8 + length > bytes.length || crc32(covered) !== bytes.readUInt32LE(at + 4)) break;
      for (let row = 0; row < length; row += columns * 8) rows.push(bytes.readDoubleLE(at + 8 + row));
      at += 8 + length;
    }
    return rowsText(rows);
  });
}

/** Ends in a separator, so that a beginning of the rows is a beginning of the text. */
export function rowsText(rows: readonly number[]): string {
  return rows.map((row) => `${row};`).join('');
}

export interface KeptCheckpoint {
  /** Its SHA-256, which is its last 32 bytes. */
  readonly value: string;
  /** The newest file could not be used although it is there. */
  readonly isOlder: boolean;
}

export function checkpointAt(folder: string): KeptCheckpoint {
  const paths = ['checkpoint.bin', 'checkpoint.previous.bin'].map((name) => join(folder, name)).filter(existsSync);
  for (const [place, path] of paths.entries()) {
    const bytes = readFileSync(path);
    const footer = bytes.subarray(-32).toString('hex');
    if (bytes.length > 32 && digest(bytes.subarray(0, -32)) === footer) return { value: footer, isOlder: place > 0 };
  }
  return { value: NOTHING, isOlder: false };
}

/** Every file below, with a digest of its bytes; folders end in a slash. */
export function everythingBelow(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(folder.length + 1);
    if (entry.isFile()) found.set(path, digest(readFileSync(join(folder, path))));
    else found.set(`${path}/`, '');
  }
  return found;
}

function quietly(read: () => string): string {
  try {
    return read();
  } catch {
    return NOTHING;
  }
}
