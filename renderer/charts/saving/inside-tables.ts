/** What lies under the pictures of a network's inside: every number, as a table. */
import type { Distributions, SequenceStates, WeightMatrix } from '../../../core/contract/inside';
import type { PointTable } from '../../report/points-csv';

/** A row for each step, a column for each unit, input and output. */
export function statesTable(states: SequenceStates): PointTable {
  const { layers, hiddenUnits, first, heldSince, labels, inputs, x, y, t, yInUnits, tInUnits } = states;
  const outputs = states.outputs ?? [states.output];
  const units = Array.from({ length: hiddenUnits }, (_, unit) => unit);
  const row = (values: ArrayLike<number>, step: number, width: number) =>
    Array.from({ length: width }, (_, i) => values[step * width + i] ?? NaN);
  const inUnits = ({ name, unit }: { name: string; unit: string }) => (unit === '' ? name : `${name} (${unit})`);
  return {
    headings: [
      ...['Step', 'Memory since step', ...(labels ? ['Label'] : [])],
      ...layers.flatMap(({ name }) => units.map((unit) => `${name}[${unit + 1}]`)),
      ...inputs.map(({ name }) => `Input ${name}, scaled`),
      ...outputs.flatMap(({ name }) => [`Output ${name}, scaled`, `Target ${name}, scaled`]),
      ...outputs.flatMap((output) => [`Output ${inUnits(output)}`, `Target ${inUnits(output)}`]),
    ],
    rows: Array.from(heldSince, (since, step) => [
      ...[first + step, since, ...(labels ? [labels[step] ?? ''] : [])],
      ...layers.flatMap((layer) => row(layer.states, step, hiddenUnits)),
      ...row(x, step, inputs.length),
      ...outputs.flatMap((_, m) => [y, t].map((each) => each[step * outputs.length + m] ?? NaN)),
      ...outputs.flatMap((_, m) => [yInUnits, tInUnits].map((each) => each[step * outputs.length + m] ?? NaN)),
    ]),
  };
}

/** The log as it is on the disk. */
export function distributionsTable(distributions: Distributions | null): PointTable {
  const { columns, rows } = distributions ?? { columns: [], rows: new Float64Array() };
  const count = columns.length === 0 ? 0 : rows.length / columns.length;
  return {
    headings: columns,
    rows: Array.from({ length: count }, (_, i) => [...rows.subarray(i * columns.length, (i + 1) * columns.length)]),
  };
}

/** Rows and columns count from 1. Of a matrix shown in blocks, a block's first row and column, its mean and its ends. */
export function weightsTable(matrices: readonly WeightMatrix[]): PointTable {
  return {
    headings: ['Parameter', 'Row', 'Column', 'Value or mean', 'Lowest', 'Highest'],
    rows: matrices.flatMap(({ name, columns, blockRows, blockColumns, mean, lowest, highest }) =>
      Array.from(mean, (value, at) => [
        name,
        Math.floor(at / columns) * blockRows + 1,
        (at % columns) * blockColumns + 1,
        value,
        lowest[at] ?? value,
        highest[at] ?? value,
      ]),
    ),
  };
}
