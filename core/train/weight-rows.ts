/** Every value of every parameter, by its row and column, which count from 1. */
import type { PointRows } from '../formats/point-lines';
import { parameterLayout, type Specification } from '../nn/parameters';

export function weightRows(specification: Specification, parameters: Float32Array): PointRows {
  return { headings: ['Parameter', 'Row', 'Column', 'Value'], rows: rows(specification, parameters) };
}

function* rows(specification: Specification, parameters: Float32Array) {
  for (const { name, shape, offset, size } of parameterLayout(specification)) {
    const [, columns = 1] = shape;
    for (let i = 0; i < size; i++) {
      yield [name, Math.floor(i / columns) + 1, (i % columns) + 1, parameters[offset + i] ?? NaN];
    }
  }
}
