import type { z } from '../../core/contract/schema';
import type { NumberRange } from '../format';

/** The values that a schema of the contract allows. */
export function rangeOf({ minValue, maxValue }: z.ZodNumber): NumberRange {
  return { minimum: minValue ?? -Infinity, maximum: maxValue ?? Infinity };
}
