/** What the weight formats have in common: named arrays of numbers, and the checks on their names and shapes. */
import type { Tensor } from '../contract/weights';
import { badFile } from './bad-file';
import { MAX_DIMENSIONS } from './limits';

/** A tensor as found in a file: in row-major order, with the width it was stored in. */
export interface ReadTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
}

/** What a weights file holds: its tensors in the file's order, and the texts kept beside them. */
export interface ReadWeights {
  readonly tensors: readonly ReadTensor[];
  /** From our own files: `specification`, `preparation` and `notes`, each as JSON. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Product of a shape's dimensions; 1 for a scalar.
 *
 * @throws StudioError `bad-file` if a dimension is not a whole number ≥ 0, or the product is not an exact integer
 */
export function elementCount(shape: readonly unknown[], place: string): number {
  if (shape.length > MAX_DIMENSIONS)
    throw badFile(place, `${shape.length} dimensions; at most ${MAX_DIMENSIONS} are read`);
  let count = 1;
  for (const dimension of shape) {
    if (typeof dimension !== 'number' || !Number.isSafeInteger(dimension) || dimension < 0) {
      throw badFile(place, `dimension ${String(dimension)} is not a whole number`);
    }
    count *= dimension;
    if (!Number.isSafeInteger(count)) throw badFile(place, 'the shape is too large');
  }
  return count;
}

/** @throws RangeError for tensors that no file should hold: a mistake of the caller, not of a person */
export function assertWritable(tensors: readonly Tensor[]): void {
  const names = new Set<string>();
  for (const { name, shape, values } of tensors) {
    if (!/^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(name)) throw new RangeError(`"${name}" cannot name a parameter in a file`);
    if (names.has(name)) throw new RangeError(`Two parameters are called ${name}`);
    names.add(name);
    const count = shape.reduce((product, dimension) => product * dimension, 1);
    if (count !== values.length || count === 0) {
      throw new RangeError(`${name} has ${values.length} values for the shape (${shape.join(', ')})`);
    }
  }
}
