/**
 * NPY, NumPy's format of a single array: magic, version, a header that is a Python dictionary, then the numbers.
 *
 * Source: numpy.lib.format. Written as version 1.0; read as 1.0, 2.0 and 3.0.
 */
import { badFile } from './bad-file';
import { float32FromLittleEndian, float64FromLittleEndian, toLittleEndian } from './little-endian';
import { elementCount } from './tensor';
import { decodeUtf8, encodeUtf8 } from './utf8';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** numpy.lib.format's own cap for headers it has no reason to trust. */
const MAX_NPY_HEADER_BYTES = 10_000;
const DATA_ALIGNMENT = 64;

export type NpyArray =
  | { readonly shape: readonly number[]; readonly values: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> }
  | { readonly text: string };

/** @param values row-major, as many as the shape says */
export function writeNpy(shape: readonly number[], values: Float32Array): Uint8Array<ArrayBuffer> {
  return writeArray('<f4', shape, toLittleEndian(values));
}

/**
 * Reads float32, float64 and single texts, little-endian and row-major.
 *
 * @throws StudioError `bad-file`, also for other dtypes (objects need pickle, which can run code) and for Fortran order
 */
export function readNpy(bytes: Uint8Array, place: string): NpyArray {
  const { header, data } = splitHeader(bytes, place);
  const { descr, fortranOrder, shape } = parseHeader(header, place);
  const count = elementCount(shape, place);
  // A one-dimensional array is both row-major and column-major.
  if (fortranOrder && shape.length > 1) throw badFile(place, 'in Fortran order; save numpy.ascontiguousarray(…) of it');
  const textLength = /^<U(\d{1,9})$/.exec(descr)?.[1];
  const width = descr === '<f4' ? 4 : descr === '<f8' ? 8 : textLength === undefined ? 0 : 4 * Number(textLength);
  if (width === 0 && textLength === undefined) {
    throw badFile(place, `dtype '${descr}'; little-endian float32 and float64 and single texts are read`);
  }
  if (data.length !== count * width)
    throw badFile(place, `${data.length} bytes of data where ${count * width} are due`);
  if (textLength === undefined) {
    return { shape, values: width === 4 ? float32FromLittleEndian(data) : float64FromLittleEndian(data) };
  }
  if (shape.length > 0) throw badFile(place, 'a list of texts; only single texts are read');
  return { text: decodeUcs4(data, place) };
}

function writeArray(descr: string, shape: readonly number[], data: Uint8Array): Uint8Array<ArrayBuffer> {
  // Python writes a tuple of one with a comma.
  const tuple = shape.length === 1 ? `(${shape.join()},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const prefix = MAGIC.length + 4;
  const start = Math.ceil((prefix + dictionary.length + 1) / DATA_ALIGNMENT) * DATA_ALIGNMENT;
  const header = encodeUtf8(`${dictionary.padEnd(start - prefix - 1)}\n`);
  const bytes = new Uint8Array(start + data.length);
  bytes.set([...MAGIC, 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(header, prefix);
  bytes.set(data, start);
  return bytes;
}

/**
 * An array's header apart from its numbers, whatever their type: for readers of more types than a network's weights have.
 *
 * @throws StudioError `bad-file`
 */
export function readNpyHeader(
  bytes: Uint8Array,
  place: string,
): { descr: string; fortranOrder: boolean; shape: number[]; data: Uint8Array } {
  const { header, data } = splitHeader(bytes, place);
  return { ...parseHeader(header, place), data };
}

function splitHeader(bytes: Uint8Array, place: string): { header: string; data: Uint8Array } {
  if (bytes.length < 12 || MAGIC.some((byte, at) => bytes[at] !== byte)) throw badFile(place, 'not an NPY array');
  const [major, minor] = [bytes[6], bytes[7]];
  if (minor !== 0 || (major !== 1 && major !== 2 && major !== 3)) {
    throw badFile(place, `NPY version ${major}.${minor}; 1.0, 2.0 and 3.0 are read`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = major === 1 ? 10 : 12;
  if (length > MAX_NPY_HEADER_BYTES)
    throw badFile(place, `a header of ${length} bytes; at most ${MAX_NPY_HEADER_BYTES} are read`);
  if (start + length > bytes.length) throw badFile(place, 'ends within its header');
  return {
    header: decodeUtf8(bytes.subarray(start, start + length), `${place}, header`),
    data: bytes.subarray(start + length),
  };
}

/** The dictionary as numpy writes it: these three keys, in any order, and nothing else. */
function parseHeader(header: string, place: string): { descr: string; fortranOrder: boolean; shape: number[] } {
  const pairs = /^\{\s*(.*?),?\s*\}\s*$/s.exec(header)?.[1];
  const found = new Map<string, string>();
  for (const pair of (pairs ?? '').matchAll(/\s*(?:'(\w+)'\s*:\s*('[^']*'|True|False|\([\d,\s]*\)))(?:,|$)|(.+)/gs)) {
    const [, key, value, rest] = pair;
    if (rest !== undefined || key === undefined || value === undefined || found.has(key)) {
      throw badFile(place, 'its header is not the dictionary that numpy writes');
    }
    found.set(key, value);
  }
  const descr = /^'([^']*)'$/.exec(found.get('descr') ?? '')?.[1];
  const order = /^(?:True|False)$/.exec(found.get('fortran_order') ?? '')?.[0];
  const shape = /^\(\s*((?:\d{1,16}\s*,\s*)*\d{0,16})\s*\)$/.exec(found.get('shape') ?? '')?.[1];
  if (found.size !== 3 || descr === undefined || order === undefined || shape === undefined) {
    throw badFile(place, 'its header does not say descr, fortran_order and shape');
  }
  const dimensions = shape.split(',').map((text) => text.trim());
  if (dimensions.at(-1) === '') dimensions.pop();
  return { descr, fortranOrder: order === 'True', shape: dimensions.map(Number) };
}

function decodeUcs4(data: Uint8Array, place: string): string {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const characters: string[] = [];
  for (let at = 0; at < data.length; at += 4) {
    const code = view.getUint32(at, true);
    if (code > 0x10ffff) throw badFile(place, `character ${at / 4} is not Unicode`);
    characters.push(String.fromCodePoint(code));
  }
  // NumPy pads a text with NUL up to the array's width.
  return characters.join('').replace(/\0+$/, '');
}
