/** float64 for oracles and checks, float32 for training: the reference kernels take either. */
export type FloatArray = Float32Array<ArrayBufferLike> | Float64Array<ArrayBufferLike>;

export type Precision = 'float32' | 'float64';

export function allocate(precision: Precision, length: number): FloatArray {
  return precision === 'float32' ? new Float32Array(length) : new Float64Array(length);
}

/** A buffer as consecutive views of `size` elements. */
export function blocks(buffer: FloatArray, size: number): FloatArray[] {
  return Array.from({ length: buffer.length / size }, (_, index) => buffer.subarray(index * size, (index + 1) * size));
}
