/**
 * Rows that belong together: the sequences that a column of ids tells apart, or blocks of equal length. Nothing reaches
 * from one group into another: no window, no target, no change since the row before.
 */
import type { Series, SeriesColumn } from '../contract/series';
import { refused } from './refused';
import { valueName } from './value-name';

export interface RowGroups {
  /** (count + 1) group i is made of the rows `bounds[i]` … `bounds[i + 1]` − 1; rows behind the last are left over. */
  readonly bounds: Uint32Array;
  /** Null for blocks, which have no names. */
  readonly nameOf: ((group: number) => string) | null;
}

/** All rows as one. */
export function oneGroup(rows: number): RowGroups {
  return { bounds: Uint32Array.of(0, rows), nameOf: null };
}

/**
 * Groups of rows with the same id, in the order of the file. The rows of a sequence must follow one another: ids that come
 * back later are more often two sequences by mistake than one in pieces, and nothing is put together silently.
 *
 * @throws StudioError `bad-configuration` for a row without an id, and for an id that comes back, naming its rows
 */
export function sequenceGroups(column: SeriesColumn): RowGroups {
  const { name, values } = column;
  const firstRows = new Map<number, number>();
  const starts: number[] = [];
  for (let r = 0; r < values.length; r++) {
    const id = values[r] as number;
    if (Number.isNaN(id)) {
      throw refused(`Row ${r + 1} has no value in the sequence column "${name}". Fill it in, or leave such rows out.`);
    }
    if (r > 0 && id === values[r - 1]) continue;
    const first = firstRows.get(id);
    if (first !== undefined) {
      throw refused(
        `Sequence "${valueName(column, id)}" of column "${name}" begins in row ${first + 1} and comes back in row ${r + 1}, after ` +
          'another one. Sort the rows by that column, or give the two different ids.',
      );
    }
    firstRows.set(id, r);
    starts.push(r);
  }
  return {
    bounds: Uint32Array.from([...starts, values.length]),
    nameOf: (group) => valueName(column, values[starts[group] ?? 0] ?? NaN),
  };
}

/** Blocks of `length` rows, as many as fit. */
export function blockGroups({ columns }: Series, length: number): RowGroups {
  const rows = columns[0]?.values.length ?? 0;
  const count = Math.floor(rows / length);
  return { bounds: Uint32Array.from({ length: count + 1 }, (_, block) => block * length), nameOf: null };
}
