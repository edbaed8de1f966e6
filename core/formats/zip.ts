/** Writes ZIP files as `numpy.savez` does: entries stored, one after another, then the directory. */
import { crc32 } from './crc32';
import { MAX_FILE_BYTES } from './limits';
import { encodeUtf8 } from './utf8';
import {
  CENTRAL,
  CENTRAL_BYTES,
  CENTRAL_SHARED,
  END,
  END_BYTES,
  LOCAL,
  LOCAL_BYTES,
  LOCAL_SHARED,
  MAX_COMMENT_BYTES,
  MAX_ENTRIES,
  UTF8_FLAG,
  type ZipEntry,
} from './zip-layout';

const VERSION_NEEDED = 20;
/** 1980-01-01, the first day ZIP can name, for every entry: equal contents then give equal files. */
const FIRST_DAY = 0x0021;

/**
 * @param entries in the order they are to have; names must differ
 * @param comment of the whole file, at most 65,535 bytes
 */
export function writeZip(entries: readonly ZipEntry[], comment = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const named = entries.map(({ name, bytes }) => ({ name: encodeUtf8(name), bytes, crc: crc32(bytes) }));
  const localBytes = named.reduce((sum, { name, bytes }) => sum + LOCAL_BYTES + name.length + bytes.length, 0);
  const centralBytes = named.reduce((sum, { name }) => sum + CENTRAL_BYTES + name.length, 0);
  const total = localBytes + centralBytes + END_BYTES + comment.length;
  if (total > MAX_FILE_BYTES || entries.length > MAX_ENTRIES || comment.length > MAX_COMMENT_BYTES) {
    throw new RangeError('Too much for one ZIP file');
  }

  const file = new Uint8Array(total);
  const view = new DataView(file.buffer);
  let local = 0;
  let central = localBytes;
  for (const { name, bytes, crc } of named) {
    view.setUint32(local, LOCAL, true);
    view.setUint32(central, CENTRAL, true);
    view.setUint16(central + 4, VERSION_NEEDED, true);
    view.setUint32(central + 42, local, true);
    for (const shared of [local + LOCAL_SHARED, central + CENTRAL_SHARED]) {
      view.setUint16(shared, VERSION_NEEDED, true);
      view.setUint16(shared + 2, UTF8_FLAG, true);
      view.setUint16(shared + 8, FIRST_DAY, true);
      view.setUint32(shared + 10, crc, true);
      view.setUint32(shared + 14, bytes.length, true);
      view.setUint32(shared + 18, bytes.length, true);
      view.setUint16(shared + 22, name.length, true);
    }
    file.set(name, local + LOCAL_BYTES);
    file.set(bytes, local + LOCAL_BYTES + name.length);
    file.set(name, central + CENTRAL_BYTES);
    local += LOCAL_BYTES + name.length + bytes.length;
    central += CENTRAL_BYTES + name.length;
  }
  view.setUint32(central, END, true);
  view.setUint16(central + 8, entries.length, true);
  view.setUint16(central + 10, entries.length, true);
  view.setUint32(central + 12, centralBytes, true);
  view.setUint32(central + 16, localBytes, true);
  view.setUint16(central + 20, comment.length, true);
  file.set(comment, central + END_BYTES);
  return file;
}
