/** The places and numbers of a ZIP file. Source: PKWARE APPNOTE 6.3.10, sections 4.3 to 4.5. */

/** Signatures. */
export const LOCAL = 0x04034b50;
export const CENTRAL = 0x02014b50;
export const END = 0x06054b50;

/** Bytes of each header before its name. */
export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;

/** Offset, in either header, of the 26 bytes that both hold: version needed, flags, method, time, date, CRC, sizes, lengths. */
export const LOCAL_SHARED = 4;
export const CENTRAL_SHARED = 6;

export const UTF8_FLAG = 0x0800;
export const STORED = 0;
export const DEFLATED = 8;

export const MAX_ENTRIES = 1000;
/** Its length is a 16-bit number. */
export const MAX_COMMENT_BYTES = 65_535;

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}
