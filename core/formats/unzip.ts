/**
 * Reads the part of ZIP that NPZ files use. Our own rather than fflate's, for two reasons: fflate checks neither CRC-32
 * nor length (1,752 of 2,000 flipped bits were read without a word), and core/formats has no packages. Entries that are
 * deflated (`numpy.savez_compressed`) are read if the caller hands in an inflater.
 */
import { badFile } from './bad-file';
import { crc32 } from './crc32';
import { MAX_FILE_BYTES } from './limits';
import { decodeUtf8 } from './utf8';
import {
  CENTRAL,
  CENTRAL_BYTES,
  CENTRAL_SHARED,
  DEFLATED,
  END,
  END_BYTES,
  LOCAL,
  LOCAL_BYTES,
  LOCAL_SHARED,
  MAX_COMMENT_BYTES,
  MAX_ENTRIES,
  STORED,
  UTF8_FLAG,
  type ZipEntry,
} from './zip-layout';

/**
 * Raw DEFLATE (no zlib or gzip header) to `size` bytes: throws, or returns another length, if something else comes out,
 * and never writes more than `size`. In Node: `inflateRawSync(deflated, { maxOutputLength: size })`.
 */
export type Inflate = (deflated: Uint8Array, size: number) => Uint8Array;

/** An entry as the directory tells it. */
interface Listed {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Of its local header. */
  readonly offset: number;
}

/**
 * @returns every entry, in the directory's order, its length and CRC-32 verified; and the comment, which ZIP does not verify
 * @throws StudioError `bad-file` for damage, encrypted, spanned and ZIP64 archives, names that leave the archive or come
 *   twice, bytes that belong to no entry or to two, and contents past the cap
 */
export function readZip(
  bytes: Uint8Array,
  inflate?: Inflate,
): { readonly entries: ZipEntry[]; readonly comment: Uint8Array } {
  if (bytes.length > MAX_FILE_BYTES) throw badFile('File', `larger than ${MAX_FILE_BYTES} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { listed, start: directory, comment } = readDirectory(bytes, view);
  if (listed.reduce((sum, { size }) => sum + size, 0) > MAX_FILE_BYTES) {
    throw badFile('File', `unpacks to more than ${MAX_FILE_BYTES} bytes`);
  }
  if (new Set(listed.map(({ name }) => name)).size !== listed.length)
    throw badFile('Directory', 'names an entry twice');

  // Entries that follow each other without a gap cannot overlap either, as those of a "zip bomb" do.
  let end = 0;
  const entries = listed.map((entry) => {
    if (entry.offset !== end)
      throw badFile(entry.name, `starts at byte ${entry.offset} where the one before ends at ${end}`);
    const start = dataStart(bytes, view, entry, directory);
    end = start + entry.packedSize;
    if (end > directory) throw badFile(entry.name, 'reaches into the directory');
    return { name: entry.name, bytes: unpack(bytes.subarray(start, end), entry, inflate) };
  });
  if (end !== directory) throw badFile('File', `${directory - end} bytes between the last entry and the directory`);
  return { entries, comment };
}

interface Directory {
  readonly listed: Listed[];
  readonly start: number;
  readonly comment: Uint8Array;
}

function readDirectory(bytes: Uint8Array, view: DataView): Directory {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  const isWhole = view.getUint32(end + 4, true) === 0 && view.getUint16(end + 8, true) === count;
  if (!isWhole) throw badFile('Directory', 'in several parts');
  if (count > MAX_ENTRIES) throw badFile('Directory', `${count} entries; at most ${MAX_ENTRIES} are read`);
  if (start + size !== end) throw badFile('Directory', `does not reach from byte ${start} to ${end}`);

  const listed: Listed[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    const place = `Directory, entry ${index + 1}`;
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL) throw badFile(place, 'is damaged');
    const nameEnd = at + CENTRAL_BYTES + view.getUint16(at + 28, true);
    const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw badFile(place, 'reaches past the directory');
    listed.push(readListed(view, at, decodeUtf8(bytes.subarray(at + CENTRAL_BYTES, nameEnd), place), place));
    at = next;
  }
  if (at !== end) throw badFile('Directory', `${end - at} bytes after its last entry`);
  return { listed, start, comment: bytes.subarray(end + END_BYTES) };
}

/** Where the last record starts: it ends with the file, a comment of the length it names included. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= 0 && at >= last - MAX_COMMENT_BYTES; at--) {
    if (view.getUint32(at, true) === END && view.getUint16(at + 20, true) === last - at) return at;
  }
  throw badFile('File', 'does not end as an NPZ (ZIP) file does');
}

function readListed(view: DataView, at: number, name: string, place: string): Listed {
  if (name === '' || /[\\/:\0]|\.\./.test(name))
    throw badFile(place, `the name ${JSON.stringify(name)} is not allowed`);
  const shared = at + CENTRAL_SHARED;
  if ((view.getUint16(shared + 2, true) & ~UTF8_FLAG) !== 0)
    throw badFile(name, 'encrypted, or written without its length');
  const method = view.getUint16(shared + 4, true);
  const packedSize = view.getUint32(shared + 14, true);
  const size = view.getUint32(shared + 18, true);
  if (method !== STORED && method !== DEFLATED) throw badFile(name, `packed by method ${method}, which is not read`);
  if (method === STORED && packedSize !== size) throw badFile(name, 'stored with two different lengths');
  return {
    name,
    method,
    crc: view.getUint32(shared + 10, true),
    packedSize,
    size,
    offset: view.getUint32(at + 42, true),
  };
}

/** Checks an entry's own header against the directory: two readers that trust one each must see the same file. */
function dataStart(bytes: Uint8Array, view: DataView, entry: Listed, directory: number): number {
  const { name, offset } = entry;
  if (offset + LOCAL_BYTES > directory || view.getUint32(offset, true) !== LOCAL)
    throw badFile(name, 'its header is damaged');
  const shared = offset + LOCAL_SHARED;
  const nameEnd = offset + LOCAL_BYTES + view.getUint16(shared + 22, true);
  const start = nameEnd + view.getUint16(shared + 24, true);
  if (start > directory) throw badFile(name, 'its header reaches into the directory');
  const agrees =
    decodeUtf8(bytes.subarray(offset + LOCAL_BYTES, nameEnd), name) === name &&
    (view.getUint16(shared + 2, true) & ~UTF8_FLAG) === 0 &&
    view.getUint16(shared + 4, true) === entry.method &&
    view.getUint32(shared + 10, true) === entry.crc &&
    localSizes(view, shared, nameEnd, start).every((size, index) => size === [entry.size, entry.packedSize][index]);
  if (!agrees) throw badFile(name, 'its header and the directory disagree');
  return start;
}

/**
 * @returns size and packed size. numpy.savez writes both as 0xFFFFFFFF and the true ones into a ZIP64 field (id 1, 16
 *   bytes), because it does not know them when it begins.
 */
function localSizes(view: DataView, shared: number, extra: number, extraEnd: number): [number, number] {
  const packedSize = view.getUint32(shared + 14, true);
  const size = view.getUint32(shared + 18, true);
  const isZip64 = packedSize === 0xffffffff && size === 0xffffffff && extraEnd - extra === 20;
  if (!isZip64 || view.getUint32(extra, true) !== 0x00100001) return [size, packedSize];
  return [Number(view.getBigUint64(extra + 4, true)), Number(view.getBigUint64(extra + 12, true))];
}

function unpack(packed: Uint8Array, { name, method, size, crc }: Listed, inflate: Inflate | undefined): Uint8Array {
  let bytes = packed;
  if (method === DEFLATED) {
    if (!inflate) throw badFile(name, 'compressed; save it with numpy.savez instead of numpy.savez_compressed');
    try {
      bytes = inflate(packed, size);
    } catch (error) {
      throw badFile(name, `cannot be unpacked (${(error as Error).message})`);
    }
  }
  if (bytes.length !== size) throw badFile(name, `unpacks to ${bytes.length} bytes where ${size} are due`);
  if (crc32(bytes) !== crc) throw badFile(name, 'damaged (its CRC-32 does not match)');
  return bytes;
}
