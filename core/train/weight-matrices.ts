/** Parameters as pictures of a bounded size. */
import { MOST_CELLS, type WeightMatrix } from '../contract/inside';
import { parameterLayout, type Specification } from '../nn/parameters';

/** @param most rows, and columns, of a picture; a larger matrix is cut into blocks of equal size */
export function weightMatrices(
  specification: Specification,
  parameters: Float32Array,
  most = MOST_CELLS,
): WeightMatrix[] {
  return parameterLayout(specification).map(({ name, shape, offset, size }) => {
    const [rows = 1, columns = 1] = shape;
    const values = parameters.subarray(offset, offset + size);
    return { name, shape: [...shape], ...inBlocks(values, rows, columns, most) };
  });
}

function inBlocks(
  values: Float32Array,
  rows: number,
  columns: number,
  most: number,
): Omit<WeightMatrix, 'name' | 'shape'> {
  const blockRows = Math.ceil(rows / most);
  const blockColumns = Math.ceil(columns / most);
  const none = new Float32Array(0);
  if (blockRows * blockColumns === 1) {
    return { rows, columns, blockRows, blockColumns, mean: values.slice(), lowest: none, highest: none };
  }
  const R = Math.ceil(rows / blockRows);
  const C = Math.ceil(columns / blockColumns);
  const sums = new Float64Array(R * C);
  const counts = new Uint32Array(R * C);
  const lowest = new Float32Array(R * C).fill(Infinity);
  const highest = new Float32Array(R * C).fill(-Infinity);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const cell = Math.floor(i / columns / blockRows) * C + Math.floor((i % columns) / blockColumns);
    sums[cell] = (sums[cell] as number) + value;
    counts[cell] = (counts[cell] as number) + 1;
    // NaN stays where it has come: Math.min and Math.max pass it on.
    lowest[cell] = Math.min(lowest[cell] as number, value);
    highest[cell] = Math.max(highest[cell] as number, value);
  }
  const mean = Float32Array.from(sums, (sum, cell) => sum / (counts[cell] as number));
  return { rows: R, columns: C, blockRows, blockColumns, mean, lowest, highest };
}
