/**
 * The trained weights of a run: `weights.json`, written through the guarded store. Weights past 8 MB go into a binary file
 * beside it that the document names, because conf parses and rewrites its file whole.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { upgradeDocument, type VersionSteps } from '../../core/contract/document-versions';
import { StudioError } from '../../core/contract/errors';
import { z } from '../../core/contract/schema';
import { ModelSpecification, Preparation, type Tensor } from '../../core/contract/weights';
import { float32FromLittleEndian, toLittleEndian } from '../../core/formats/little-endian';
import type { OpenDocument } from './document-backend';
import { sweepTemporaryFiles, writeDurably } from './durable-file';
import { explainReadError } from './file-errors';
import { type DocumentPlace, openGuardedDocument, readDocument } from './guarded-document';
import { sha256 } from './sha256';

export interface StoredWeights {
  readonly specification: ModelSpecification;
  readonly preparation: Preparation;
  /** After the last step. */
  readonly final: readonly Tensor[];
  /** With the lowest validation loss; null where none was measured. */
  readonly best: readonly Tensor[] | null;
}

const WEIGHTS_FORMAT_VERSION = 1;
/** None yet: the first version that changes something adds its step. */
const STEPS: VersionSteps = {};

const MAX_BYTES_INSIDE = 8_000_000;
const BYTES_PER_NUMBER = 4;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const StoredTensor = z.strictObject({
  name: z.string(),
  shape: z.array(z.number().int().min(0)),
  dtype: z.literal('float32'),
  /** base64 of little-endian float32, row-major; null where the numbers are in the binary file. */
  data: z.string().nullable(),
});
const StoredSet = z.strictObject({
  tensors: z.array(StoredTensor),
  /** Over all parameters' bytes in this order; also the hash of the whole binary file. */
  sha256: Sha256,
  /** Holds the same bytes, where `data` is null. */
  file: z
    .string()
    .regex(/^weights-[0-9a-f]{64}\.bin$/)
    .nullable(),
});
type StoredSet = z.infer<typeof StoredSet>;
const WeightsDocument = z.strictObject({
  formatVersion: z.literal(WEIGHTS_FORMAT_VERSION),
  specification: ModelSpecification,
  preparation: Preparation,
  final: StoredSet,
  best: StoredSet.nullable(),
  /** Over everything above but the numbers: a flipped digit in a scaling constant ruins predictions just as surely. */
  descriptionSha256: Sha256,
});
type WeightsDocument = z.infer<typeof WeightsDocument>;

/** SHA-256 over all parameters' little-endian float32 bytes, in the given order: what people compare runs by. */
export function weightsSha256(tensors: readonly Tensor[]): string {
  return sha256(...tensors.map(({ values }) => toLittleEndian(values)));
}

/** @throws StudioError `disk-full`, `not-allowed`: weights written earlier are then still there */
export function writeWeights(folder: string, weights: StoredWeights, open: OpenDocument): void {
  const sets = weights.best === null ? [weights.final] : [weights.final, weights.best];
  const bytes = sets.flat().reduce((sum, { values }) => sum + values.byteLength, 0);
  const store = bytes > MAX_BYTES_INSIDE ? storeBeside(folder) : storeInside;
  const described = {
    formatVersion: WEIGHTS_FORMAT_VERSION as 1,
    specification: weights.specification,
    preparation: weights.preparation,
    final: store(weights.final),
    best: weights.best && store(weights.best),
  };
  const document = openGuardedDocument({ ...weightsPlace(folder), open });
  document.write({ ...described, descriptionSha256: describe(described) });
  removeUnusedFiles(folder);
}

/**
 * @param name of another generation than the present one: see {@link weightsPlace}
 * @returns the weights, equal to the bit to those written; null if the run has none
 * @throws StudioError `store-damaged` if the document cannot be read, or a shape, a length or a hash is not what it was
 */
export function readWeights(folder: string, name?: string): StoredWeights | null {
  const document = readDocument(weightsPlace(folder, name));
  if (!document) return null;
  if (describe(document) !== document.descriptionSha256) throw damaged(folder, 'its description has changed');
  return {
    specification: document.specification,
    preparation: document.preparation,
    final: load(folder, document.final),
    best: document.best && load(folder, document.best),
  };
}

function storeInside(tensors: readonly Tensor[]): StoredSet {
  return {
    tensors: tensors.map(({ name, shape, values }) => {
      const data = Buffer.from(toLittleEndian(values).buffer).toString('base64');
      return { name, shape: [...shape], dtype: 'float32', data };
    }),
    sha256: weightsSha256(tensors),
    file: null,
  };
}

function storeBeside(folder: string): (tensors: readonly Tensor[]) => StoredSet {
  return (tensors) => {
    const hash = weightsSha256(tensors);
    const file = `weights-${hash}.bin`;
    sweepTemporaryFiles(join(folder, file));
    writeDurably(join(folder, file), Buffer.concat(tensors.map(({ values }) => toLittleEndian(values))));
    return {
      tensors: tensors.map(({ name, shape }) => ({ name, shape: [...shape], dtype: 'float32', data: null })),
      sha256: hash,
      file,
    };
  };
}

function load(folder: string, { tensors, sha256: expected, file }: StoredSet): Tensor[] {
  const beside = file === null ? null : readBeside(join(folder, file));
  let start = 0;
  const pieces = tensors.map(({ name, shape, data }) => {
    const length = shape.reduce((product, dimension) => product * dimension, BYTES_PER_NUMBER);
    const bytes = data === null ? beside?.subarray(start, start + length) : Buffer.from(data, 'base64');
    start += length;
    if (bytes?.length !== length) throw damaged(folder, `${name} does not have the length of its shape`);
    return { name, shape, bytes };
  });
  if (beside && beside.length !== start) throw damaged(folder, `${file} is longer than its parameters`);
  if (sha256(...pieces.map(({ bytes }) => bytes)) !== expected)
    throw damaged(folder, 'the parameters have changed (SHA-256)');
  return pieces.map(({ name, shape, bytes }) => ({ name, shape, values: float32FromLittleEndian(bytes) }));
}

function readBeside(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw explainReadError(error, path);
  }
}

/** Hash of a document without its numbers, which have hashes of their own in it. */
function describe({ specification, preparation, final, best }: Omit<WeightsDocument, 'descriptionSha256'>): string {
  const outline = (set: StoredSet) => [set.tensors.map(({ name, shape }) => [name, shape]), set.sha256];
  return sha256(JSON.stringify([specification, preparation, outline(final), best && outline(best)]));
}

/** Binary files that neither the document nor its previous version names. What stays of them is removed the next time. */
function removeUnusedFiles(folder: string): void {
  try {
    const kept = ['weights', 'weights.previous'].flatMap((name) => binaryFilesOf(folder, name));
    for (const name of readdirSync(folder)) {
      if (/^weights-[0-9a-f]{64}\.bin$/.test(name) && !kept.includes(name)) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // What a damaged document names cannot be known.
  }
}

/** @param name `weights`, or `weights.previous` for the generation before */
export function weightsPlace(folder: string, name = 'weights'): DocumentPlace<WeightsDocument> {
  const upgrade = (value: unknown) => upgradeDocument(value, WEIGHTS_FORMAT_VERSION, STEPS);
  return { folder, name, schema: WeightsDocument, version: WEIGHTS_FORMAT_VERSION, upgrade };
}

/** Binary files that a generation of the document names; none where it cannot be read. */
export function binaryFilesOf(folder: string, name?: string): string[] {
  const document = readDocument(weightsPlace(folder, name));
  return [document?.final.file, document?.best?.file].filter((file) => typeof file === 'string');
}

function damaged(folder: string, why: string): StudioError {
  return new StudioError('store-damaged', `The weights in ${folder} are damaged: ${why}. Train the run again.`);
}
