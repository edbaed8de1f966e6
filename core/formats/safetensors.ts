/**
 * safetensors: a header length (uint64), a JSON header, then every tensor's bytes one after another.
 *
 * Source: the format's README, github.com/huggingface/safetensors. Its own reader allows neither gaps nor overlaps nor
 * bytes after the last tensor, so that a file has one meaning only; nor does this one.
 */
import type { WeightsFile } from '../contract/weights';
import { badFile } from './bad-file';
import { MAX_FILE_BYTES, MAX_HEADER_BYTES, MAX_TENSORS } from './limits';
import { float32FromLittleEndian, float64FromLittleEndian, toLittleEndian } from './little-endian';
import { asObject, asTexts, parseStrictJson } from './strict-json';
import { assertWritable, elementCount, type ReadTensor, type ReadWeights } from './tensor';
import { decodeUtf8, encodeUtf8 } from './utf8';
import { weightsMetadata } from './weights-metadata';

const LENGTH_BYTES = 8;
const BYTES_PER_NUMBER = { F32: 4, F64: 8 } as const;
type Dtype = keyof typeof BYTES_PER_NUMBER;

/** A tensor's line in the header; `offsets` count from the end of the header. */
interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly offsets: readonly [number, number];
}

/** Tensors as F32 in the given order; `__metadata__` holds the specification, the preparation and the notes as JSON texts. */
export function writeSafetensors(file: WeightsFile): Uint8Array<ArrayBuffer> {
  assertWritable(file.tensors);
  const header: Record<string, unknown> = { __metadata__: weightsMetadata(file) };
  let end = 0;
  for (const { name, shape, values } of file.tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const text = encodeUtf8(JSON.stringify(header));
  // Readers map the file into memory: with the header padded by spaces the numbers stay aligned.
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + padded + end).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + padded;
  for (const { values } of file.tensors) {
    bytes.set(toLittleEndian(values), at);
    at += values.byteLength;
  }
  return bytes;
}

/**
 * Reads F32 and F64 tensors, in the order of their bytes.
 *
 * @throws StudioError `bad-file` for everything the format forbids, other dtypes and files past the caps
 */
export function readSafetensors(bytes: Uint8Array): ReadWeights {
  if (bytes.length > MAX_FILE_BYTES) throw badFile('File', `larger than ${MAX_FILE_BYTES} bytes`);
  if (bytes.length < LENGTH_BYTES) throw badFile('File', 'too short to be a safetensors file');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES))
    throw badFile('Header length', `${length} bytes; at most ${MAX_HEADER_BYTES} are read`);
  const dataStart = LENGTH_BYTES + Number(length);
  if (dataStart > bytes.length) throw badFile('Header length', `${length} bytes reach past the end of the file`);
  const text = decodeUtf8(bytes.subarray(LENGTH_BYTES, dataStart), 'Header');
  if (!text.startsWith('{')) throw badFile('Header', 'does not start with "{"');
  const { __metadata__: metadata = {}, ...entries } = asObject(parseStrictJson(text, 'Header'), 'Header');
  return {
    tensors: readTensors(readEntries(entries), bytes.subarray(dataStart)),
    metadata: asTexts(metadata, '__metadata__'),
  };
}

function readTensors(entries: Entry[], data: Uint8Array): ReadTensor[] {
  let end = 0;
  const tensors = entries.map(({ name, dtype, shape, offsets: [start, stop] }) => {
    const place = `Tensor ${JSON.stringify(name)}`;
    if (start !== end) throw badFile(place, `starts at byte ${start} where the one before ends at ${end}`);
    if (stop - start !== elementCount(shape, place) * BYTES_PER_NUMBER[dtype]) {
      throw badFile(place, `shape [${shape.join(', ')}] of ${dtype} does not take ${stop - start} bytes`);
    }
    if (stop > data.length) throw badFile(place, `ends at byte ${stop} of ${data.length} bytes of data`);
    end = stop;
    const own = data.subarray(start, stop);
    return { name, shape, values: dtype === 'F32' ? float32FromLittleEndian(own) : float64FromLittleEndian(own) };
  });
  if (end !== data.length) throw badFile('File', `${data.length - end} bytes after the last tensor`);
  return tensors;
}

/** @returns the entries by position in the file; the header may name them in any order */
function readEntries(header: Record<string, unknown>): Entry[] {
  const named = Object.entries(header);
  if (named.length > MAX_TENSORS) throw badFile('Header', `${named.length} tensors; at most ${MAX_TENSORS} are read`);
  return named
    .map(([name, value]) => readEntry(name, value))
    .sort((a, b) => a.offsets[0] - b.offsets[0] || a.offsets[1] - b.offsets[1]);
}

function readEntry(name: string, value: unknown): Entry {
  const place = `Tensor ${JSON.stringify(name)}`;
  const { dtype, shape, data_offsets: offsets, ...others } = asObject(value, place);
  const [other] = Object.keys(others);
  if (other !== undefined) throw badFile(place, `unknown key ${JSON.stringify(other)}`);
  if (dtype !== 'F32' && dtype !== 'F64')
    throw badFile(place, `dtype ${JSON.stringify(dtype)}; only F32 and F64 are read`);
  if (!Array.isArray(shape)) throw badFile(place, 'shape is not a list');
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isOffset)) {
    throw badFile(place, 'data_offsets is not a pair of positions');
  }
  elementCount(shape, place);
  return { name, dtype, shape: shape as number[], offsets: offsets as [number, number] };
}

function isOffset(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
