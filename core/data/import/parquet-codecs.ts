// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- an ambient module can't be imported, and every folder's tsconfig has to find it
/// <reference path="./hyparquet.d.ts" />
/** How a Parquet page is unpacked: Snappy by hyparquet, all others by the platform. */
import { snappyUncompress } from 'hyparquet/src/index.js';
import { badFile } from '../../formats/bad-file';

/** To exactly `size` bytes; throws, or returns another length, if something else comes out, and never writes more. */
export type Unpack = (packed: Uint8Array, size: number) => Uint8Array;
/** By Parquet's names: GZIP, BROTLI, ZSTD. */
export type Unpackers = Readonly<Record<string, Unpack>>;

export function unpackPage(
  packed: Uint8Array,
  size: number,
  codec: string,
  unpackers: Unpackers,
  place: string,
): Uint8Array {
  if (codec === 'UNCOMPRESSED') {
    if (packed.length !== size) throw badFile(place, `${packed.length} bytes where ${size} are due.`);
    return packed;
  }
  const unpack = codec === 'SNAPPY' ? unpackSnappy : Object.hasOwn(unpackers, codec) ? unpackers[codec] : undefined;
  if (!unpack) {
    throw badFile(
      place,
      `compressed by ${codec}; Snappy, ${Object.keys(unpackers).join(', ')} and uncompressed pages are read.`,
    );
  }
  try {
    const page = unpack(packed, size);
    if (page.length === size) return page;
  } catch (error) {
    throw badFile(place, `cannot be unpacked (${(error as Error).message}).`);
  }
  throw badFile(place, `does not unpack to the ${size} bytes it names.`);
}

/** The preamble names the length: a size that differs is noticed before anything is reserved for it. */
export function unpackSnappy(packed: Uint8Array, size: number): Uint8Array {
  let length = 0;
  for (let at = 0, factor = 1; at < 5; at++, factor *= 128) {
    const byte = packed[at] ?? 0;
    length += (byte & 127) * factor;
    if (byte < 128) break;
  }
  if (length !== size) throw new Error(`it names ${length} bytes, its page ${size}`);
  const page = new Uint8Array(size);
  snappyUncompress(packed, page);
  return page;
}
