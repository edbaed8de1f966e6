/** What the rows of data are called in what is predicted of them, those past its end included. */
import type { Series } from '../contract/series';
import { timeAxis } from './time-axis';

export interface RowNames {
  /** Of the data's own file, from 1; past the end they count on. */
  numberOf(r: number): number;
  readonly hasLabels: boolean;
  /** A date goes on past the end where the distance is regular; any other label ends with the data. */
  labelOf(r: number): string;
}

/** @param numbers of the rows in the file, where some of its rows were left out */
export function rowNames({ columns, labels }: Series, numbers: Uint32Array | null = null): RowNames {
  const rows = columns[0]?.values.length ?? 0;
  const axis = timeAxis(labels);
  return {
    numberOf: (r) => (numbers ? (numbers[r] ?? (numbers.at(-1) ?? 0) + r - rows + 1) : r + 1),
    hasLabels: labels !== null,
    labelOf: (r) => labels?.[r] ?? axis?.labelOf(r) ?? '',
  };
}
