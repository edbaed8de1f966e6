/**
 * A run as one ZIP file, for another machine to import: the files of its folder as they are, and `bundle.json`, which says what
 * they are of (configuration, hash of the data, environment) and the SHA-256 of each.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import { z } from '../../core/contract/schema';
import { firstIssue, inWords } from '../../core/formats/first-issue';
import { MAX_FILE_BYTES } from '../../core/formats/limits';
import { parseStrictJson } from '../../core/formats/strict-json';
import { readZip } from '../../core/formats/unzip';
import { decodeUtf8, encodeUtf8 } from '../../core/formats/utf8';
import { writeZip } from '../../core/formats/zip';
import { writeDurably } from './durable-file';
import { APP_VERSION } from './environment';
import { explainReadError } from './file-errors';
import { readRunFolder } from './run-folder';
import { sha256 } from './sha256';

const FORMAT = 'alarmworknet-run';
const MANIFEST = 'bundle.json';
/** Not the older generations, nor the checkpoints to fork from. In an order in which a run that goes on meanwhile stays whole. */
const FILES = [/^checkpoint\.bin$/, /^metrics\.log$/, /^weights-[0-9a-f]{64}\.bin$/, /^weights\.json$/, /^run\.json$/];

const Manifest = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.literal(1),
  files: z.array(
    z.strictObject({
      name: z.string().refine((name) => FILES.some((file) => file.test(name)), { error: 'is no file of a run' }),
      bytes: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

/** @throws StudioError `not-found`, `store-damaged`; `not-allowed` where the run is too large for one file */
export function bundleRun(folder: string): Uint8Array {
  const names = readdirSync(folder);
  const wanted = FILES.flatMap((file) => names.filter((name) => file.test(name)));
  if (wanted.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) > MAX_FILE_BYTES / 2) {
    throw new StudioError('not-allowed', `${folder} is too large for a bundle: copy the folder instead.`);
  }
  const files = wanted.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  // After its bytes were taken: a document that cannot be read is not handed on.
  const { id, status, configuration, dataSha256, environment, results } = readRunFolder(folder);
  const manifest = {
    format: FORMAT,
    formatVersion: 1,
    app: APP_VERSION,
    id,
    name: configuration.name,
    status,
    configuration,
    dataSha256,
    environment,
    results,
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256(bytes) })),
  };
  return writeZip([{ name: MANIFEST, bytes: encodeUtf8(`${JSON.stringify(manifest, null, 2)}\n`) }, ...files]);
}

/**
 * Puts a bundle's files into a folder, and nothing else: whether they are a run is for an inspection to say.
 *
 * @param folder there, and empty
 * @returns the files
 * @throws StudioError `bad-file` naming the entry; nothing is written then. `disk-full`, `not-allowed`
 */
export function unpackRunBundle(path: string, folder: string): string[] {
  const entries = readEntries(path);
  return entries.map(({ name, bytes }) => {
    const file = join(folder, name);
    writeDurably(file, bytes);
    return file;
  });
}

function readEntries(path: string): { name: string; bytes: Uint8Array }[] {
  const entries = readZip(read(path), refuseCompressed).entries;
  const manifest = entries.find(({ name }) => name === MANIFEST);
  if (!manifest) throw bad(`it has no ${MANIFEST}: it is no bundle of a run`);
  const parsed = Manifest.safeParse(parseStrictJson(decodeUtf8(manifest.bytes, MANIFEST), MANIFEST), {
    error: inWords,
  });
  if (!parsed.success) throw bad(`${MANIFEST}: ${firstIssue(parsed.error)}`);
  const { files } = parsed.data;
  if (new Set(files.map(({ name }) => name)).size !== files.length) throw bad(`${MANIFEST} lists a file twice`);
  const rest = entries.filter(({ name }) => name !== MANIFEST);
  const unlisted = rest.find(({ name }) => !files.some((file) => file.name === name));
  if (unlisted) throw bad(`${MANIFEST} does not list ${JSON.stringify(unlisted.name)}`);
  return files.map(({ name, bytes, sha256: expected }) => {
    const found = rest.find((entry) => entry.name === name);
    if (!found) throw bad(`${name} is missing`);
    if (found.bytes.length !== bytes || sha256(found.bytes) !== expected)
      throw bad(`${name} is not what ${MANIFEST} says`);
    return found;
  });
}

/** Whoever packs a bundle anew with another program gets to know why it is refused. */
function refuseCompressed(): never {
  throw new Error('the files of a bundle are not compressed: take the bundle as it was exported');
}

function read(path: string): Uint8Array {
  try {
    if (statSync(path).size > MAX_FILE_BYTES) throw bad(`larger than ${MAX_FILE_BYTES} bytes`);
    return readFileSync(path);
  } catch (error) {
    throw error instanceof StudioError ? error : explainReadError(error, path);
  }
}

function bad(problem: string): StudioError {
  return new StudioError('bad-file', `Not imported: ${problem}. Copy the bundle again from its origin.`);
}
