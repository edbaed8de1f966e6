/** What lies under the picture of how weights and gradients spread: the log of it. */
import type { Distributions } from '../../../core/contract/inside';
import type { PointTable } from '../../report/points-csv';

/** The log as it is on the disk. */
export function distributionsTable(distributions: Distributions | null): PointTable {
  const { columns, rows } = distributions ?? { columns: [], rows: new Float64Array() };
  const count = columns.length === 0 ? 0 : rows.length / columns.length;
  return {
    headings: columns,
    rows: Array.from({ length: count }, (_, i) => [...rows.subarray(i * columns.length, (i + 1) * columns.length)]),
  };
}
