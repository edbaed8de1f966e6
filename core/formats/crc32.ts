/** Checksums of 32 bits, four bytes a turn ("slicing by four", Intel 2006). */
type Tables = readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

// Polynomials with their bits reversed.
const ZIP = buildTables(0xedb88320);
const CASTAGNOLI = buildTables(0x82f63b78);

/**
 * CRC-32 of ZIP, PNG and gzip.
 *
 * @param previous the CRC-32 of the bytes before these, to continue over several pieces
 * @returns unsigned 32-bit
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  return checksum(ZIP, bytes, previous);
}

/** CRC-32C (Castagnoli), of TensorFlow's records. @returns unsigned 32-bit */
export function crc32c(bytes: Uint8Array): number {
  return checksum(CASTAGNOLI, bytes, 0);
}

function checksum([t0, t1, t2, t3]: Tables, bytes: Uint8Array, previous: number): number {
  let crc = ~previous;
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += 4) {
    crc ^= byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24);
    crc = entry(t3, crc & 255) ^ entry(t2, (crc >>> 8) & 255) ^ entry(t1, (crc >>> 16) & 255) ^ entry(t0, crc >>> 24);
  }
  for (; at < bytes.length; at++) crc = entry(t0, (crc ^ byte(bytes, at)) & 255) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

function entry(table: Uint32Array, at: number): number {
  return table[at] as number;
}

/** tables[k][b] is the CRC of byte b followed by k zero bytes. */
function buildTables(polynomial: number): Tables {
  const first = Uint32Array.from({ length: 256 }, (_, value) => {
    let crc = value;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
  const withZero = (table: Uint32Array) => table.map((crc) => entry(first, crc & 255) ^ (crc >>> 8));
  const second = withZero(first);
  const third = withZero(second);
  return [first, second, third, withZero(third)];
}
