/** Bundles of runs, taken in as the app does: unpacked, copied, looked through, and their weights and checkpoints read. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rng } from '../../core/random/rng';
import { readZip } from '../../core/formats/unzip';
import { writeZip } from '../../core/formats/zip';
import type { ZipEntry } from '../../core/formats/zip-layout';
import { modelOfRun } from '../../core/predict/trained-model';
import { readCheckpoint } from '../../electron/store/checkpoints';
import { bundleRun, unpackRunBundle } from '../../electron/store/run-bundle';
import { copyRunFiles, findRunFolders } from '../../electron/store/run-files';
import { inspectRun } from '../../electron/store/run-inspection';
import { seal, unseal } from '../../electron/store/seal';
import { sha256 } from '../../electron/store/sha256';
import { readWeights } from '../../electron/store/weights-store';
import { completedRunFolder, stoppedRunFolder } from '../support/run-folders';
import { mutated, mutatedText } from './mutants';
import { BYTE_MUTATIONS, pick, type Mutation } from './mutations';

const MANIFEST = 'bundle.json';

/** One run at its end and one in the middle of its training. */
export function bundleSamples(): Uint8Array[] {
  const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-fuzz-'));
  try {
    // Small ones: most changes then meet what says something.
    const size = { kernel: 'reference', hiddenUnits: 2, epochs: 2 } as const;
    completedRunFolder(join(folder, 'ended'), 1, size);
    stoppedRunFolder(join(folder, 'stopped'), 2, size);
    return ['ended', 'stopped'].map((name) => bundleRun(join(folder, name)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @throws StudioError for what is no bundle of a run */
export async function takeBundle(bytes: Uint8Array, folder: string): Promise<void> {
  const place = mkdtempSync(join(folder, 'bundle-'));
  try {
    const path = join(place, 'run.zip');
    const unpacked = join(place, 'unpacked');
    const store = join(place, 'store');
    const copy = join(store, 'copy');
    writeFileSync(path, bytes);
    mkdirSync(unpacked);
    mkdirSync(store);
    try {
      unpackRunBundle(path, unpacked);
    } catch (error) {
      const left = readdirSync(unpacked);
      if (left.length > 0) throw new Error(`A refused bundle left ${left.join(', ')}`, { cause: error });
      throw error;
    }
    for (const run of findRunFolders(unpacked, store)) {
      await copyRunFiles(run, copy);
      const { document } = await inspectRun(copy);
      // What is opened once it is in the list.
      const weights = readWeights(copy);
      if (weights) modelOfRun(weights, weights.final, document.configuration.kernel);
      readCheckpoint(copy);
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const damagedInside = changedInside((bytes, rng) => mutated(bytes, rng));
const otherDocument = changedInside((bytes, rng, name) =>
  name.endsWith('.json') ? resealed(bytes, rng) : name === 'checkpoint.bin' ? otherHeader(bytes, rng) : bytes,
);
const damagedArchive: Mutation = (bytes, rng) => pick(rng, BYTE_MUTATIONS)(bytes, rng);

/** Seldom the archive itself, which its checksums tell at once: else nobody would look at what is in it. */
export const BUNDLE_MUTATIONS: readonly Mutation[] = [
  damagedArchive,
  otherManifest,
  ...[damagedInside, damagedInside],
  ...[otherDocument, otherDocument, otherDocument, otherDocument, otherDocument],
];

/** Changes one file, and writes the archive and the list of what it holds anew. */
function changedInside(change: (bytes: Uint8Array, rng: Rng, name: string) => Uint8Array): Mutation {
  return (bytes, rng) => {
    const entries = entriesOf(bytes);
    const files = entries?.filter(({ name }) => name !== MANIFEST) ?? [];
    const manifest = entries?.find(({ name }) => name === MANIFEST);
    if (!manifest || files.length === 0) return bytes;
    const chosen = rng.below(files.length);
    const changed = files.map((file, index) =>
      index === chosen ? { ...file, bytes: change(file.bytes, rng, file.name) } : file,
    );
    const told = parsed(manifest.bytes);
    if (told === null) return bytes;
    const listed = changed.map(({ name, bytes: inside }) => ({ name, bytes: inside.length, sha256: sha256(inside) }));
    const text = Buffer.from(JSON.stringify({ ...told, files: listed }));
    return Uint8Array.from(writeZip([{ ...manifest, bytes: text }, ...changed]));
  };
}

function otherManifest(bytes: Uint8Array<ArrayBuffer>, rng: Rng): Uint8Array<ArrayBuffer> {
  const entries = entriesOf(bytes);
  if (!entries) return bytes;
  return Uint8Array.from(
    writeZip(
      entries.map((entry) =>
        entry.name === MANIFEST
          ? { ...entry, bytes: Buffer.from(mutatedText(Buffer.from(entry.bytes).toString(), rng)) }
          : entry,
      ),
    ),
  );
}

/** Another document under a seal that is right. */
function resealed(bytes: Uint8Array, rng: Rng): Uint8Array {
  const document = parsed(bytes);
  if (document === null) return bytes;
  const changed = mutatedText(JSON.stringify(unseal(document).document), rng);
  const again = parsed(Buffer.from(changed));
  return Buffer.from(again === null ? changed : JSON.stringify(seal(again)));
}

/** Name and version, length of the header, the header, arrays, SHA-256 of all that. */
const [LENGTH_AT, HEADER_AT, HASH_BYTES] = [8, 12, 32] as const;

function otherHeader(bytes: Uint8Array, rng: Rng): Uint8Array {
  if (bytes.length < HEADER_AT + HASH_BYTES) return bytes;
  const all = Buffer.from(bytes);
  const end = Math.min(HEADER_AT + all.readUInt32LE(LENGTH_AT), all.length - HASH_BYTES);
  const header = Buffer.from(mutatedText(all.toString('utf8', HEADER_AT, end), rng));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(pick(rng, [header.length, header.length, header.length, 0, 0xffffffff]));
  const body = Buffer.concat([all.subarray(0, LENGTH_AT), length, header, all.subarray(end, -HASH_BYTES)]);
  return Buffer.concat([body, Buffer.from(sha256(body), 'hex')]);
}

function entriesOf(bytes: Uint8Array): readonly ZipEntry[] | null {
  try {
    return readZip(bytes).entries;
  } catch {
    return null;
  }
}

function parsed(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
