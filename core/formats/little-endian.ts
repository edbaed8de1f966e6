/**
 * Numbers as little-endian bytes, bit for bit. Copied as bytes and never through `getFloat32`, whose detour over a double
 * may change the payload of a NaN.
 */
const HOST_IS_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** A copy: changing one side later leaves the other alone. */
export function toLittleEndian(values: Float32Array | Float64Array | Uint32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.byteLength);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return inHostOrder(bytes, values.BYTES_PER_ELEMENT);
}

/** @param bytes a whole number of float32, at any alignment */
export function float32FromLittleEndian(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return new Float32Array(inHostOrder(new Uint8Array(bytes), 4).buffer);
}

/** @param bytes a whole number of uint32, at any alignment */
export function uint32FromLittleEndian(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  return new Uint32Array(inHostOrder(new Uint8Array(bytes), 4).buffer);
}

/** @param bytes a whole number of float64, at any alignment */
export function float64FromLittleEndian(bytes: Uint8Array): Float64Array<ArrayBuffer> {
  return new Float64Array(inHostOrder(new Uint8Array(bytes), 8).buffer);
}

/** Turns each number's bytes around, in place, on the rare big-endian host. */
function inHostOrder(bytes: Uint8Array<ArrayBuffer>, width: number): Uint8Array<ArrayBuffer> {
  if (HOST_IS_LITTLE_ENDIAN) return bytes;
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
  return bytes;
}
