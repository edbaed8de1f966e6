/**
 * NPZ, NumPy's format of several named arrays: a ZIP file of NPY files. The arrays are the parameters and nothing else; the
 * specification, the preparation and the notes are the ZIP file's comment, as JSON:
 * `json.loads(zipfile.ZipFile(file).comment)`.
 */
import type { WeightsFile } from '../contract/weights';
import { badFile } from './bad-file';
import { crc32 } from './crc32';
import { readNpy, writeNpy } from './npy';
import { asObject, parseStrictJson } from './strict-json';
import { assertWritable, type ReadTensor, type ReadWeights } from './tensor';
import { type Inflate, readZip } from './unzip';
import { decodeUtf8, encodeUtf8 } from './utf8';
import { weightsMetadata } from './weights-metadata';
import { writeZip } from './zip';

const SUFFIX = '.npy';
const COMMENT = 'File comment';

/** Entries `w_in1.npy`, … in the given order. */
export function writeNpz(file: WeightsFile): Uint8Array<ArrayBuffer> {
  assertWritable(file.tensors);
  const entries = file.tensors.map(({ name, shape, values }) => ({
    name: name + SUFFIX,
    bytes: writeNpy(shape, values),
  }));
  return writeZip(entries, encodeUtf8(writeComment(weightsMetadata(file))));
}

/**
 * @param inflate needed for files of `numpy.savez_compressed` only
 * @throws StudioError `bad-file` naming the entry: any flipped bit of its contents is noticed
 */
export function readNpz(bytes: Uint8Array, inflate?: Inflate): ReadWeights {
  const tensors: ReadTensor[] = [];
  const texts: [string, string][] = [];
  const { entries, comment } = readZip(bytes, inflate);
  for (const entry of entries) {
    if (!entry.name.endsWith(SUFFIX)) throw badFile(entry.name, 'not an NPY array');
    const name = entry.name.slice(0, -SUFFIX.length);
    const array = readNpy(entry.bytes, entry.name);
    if ('text' in array) texts.push([name, array.text]);
    else tensors.push({ name, ...array });
  }
  return { tensors, metadata: { ...Object.fromEntries(texts), ...readComment(comment) } };
}

/** ZIP has no checksum for its comment, so it brings its own. */
function writeComment(metadata: Readonly<Record<string, string>>): string {
  const members = Object.entries(metadata).map(([name, json]) => `${JSON.stringify(name)}:${json}`);
  return `{${[...members, `"crc32":${crc32(encodeUtf8(members.join()))}`].join()}}`;
}

/** @returns nothing where the file was not written by us */
function readComment(comment: Uint8Array): Record<string, string> {
  if (comment.length === 0) return {};
  const { crc32: expected, ...members } = asObject(parseStrictJson(decodeUtf8(comment, COMMENT), COMMENT), COMMENT);
  const metadata = Object.fromEntries(Object.entries(members).map(([name, value]) => [name, JSON.stringify(value)]));
  if (writeComment(metadata) !== decodeUtf8(comment, COMMENT) || expected === undefined) {
    throw badFile(COMMENT, 'does not have the checksum it names');
  }
  return metadata;
}
