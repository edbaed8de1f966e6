/** What becomes of rows that lack an input, before anything is predicted: as the data was treated that the network has learnt from. */
import type { Series } from '../contract/series';
import { StudioError } from '../contract/errors';

/** `keep` leaves them where they are: nothing is predicted from them, nor from windows that hold them. */
export type MissingInputs = 'keep' | 'refuse' | 'drop' | 'carry-forward';

export interface FilledSeries {
  readonly series: Series;
  /** Numbers of the rows in the file, from 1, where some were left out; else null. */
  readonly numbers: Uint32Array | null;
  readonly notes: readonly string[];
}

/**
 * @param names of the inputs; other columns, targets say, may lack what they lack
 * @param sequenceColumn tells sequences apart: no value is carried from one into the next
 * @throws StudioError `bad-file` naming the first row that is refused
 */
export function treatMissing(
  series: Series,
  names: readonly string[],
  rule: MissingInputs,
  sequenceColumn?: string,
): FilledSeries {
  const inputs = series.columns.filter(({ name }) => names.includes(name));
  const rows = series.columns[0]?.values.length ?? 0;
  const lacking = (r: number) => inputs.find(({ values }) => Number.isNaN(values[r]));
  const first = Array.from({ length: rows }, (_, r) => r).find((r) => lacking(r));
  if (rule === 'keep' || first === undefined) return { series, numbers: null, notes: [] };
  if (rule === 'refuse') {
    throw new StudioError(
      'bad-file',
      `Row ${first + 1}, column "${lacking(first)?.name}" has no value. Fill it in, or set "missing" to "drop" or "carry-forward".`,
    );
  }
  return rule === 'drop' ? withoutRows(series, lacking) : carriedForward(series, names, sequenceColumn);
}

function withoutRows({ columns, labels }: Series, lacking: (r: number) => unknown): FilledSeries {
  const rows = columns[0]?.values.length ?? 0;
  const kept = Uint32Array.from(Array.from({ length: rows }, (_, r) => r).filter((r) => !lacking(r)));
  const dropped = rows - kept.length;
  return {
    series: {
      columns: columns.map((column) => ({
        ...column,
        values: Float64Array.from(kept, (r) => column.values[r] ?? NaN),
      })),
      labels: labels && Array.from(kept, (r) => labels[r] ?? ''),
    },
    numbers: kept.map((r) => r + 1),
    notes: [`${dropped} ${dropped === 1 ? 'row without an input was' : 'rows without an input were'} dropped.`],
  };
}

function carriedForward(
  { columns, labels }: Series,
  names: readonly string[],
  sequenceColumn: string | undefined,
): FilledSeries {
  const ids = columns.find(({ name }) => name === sequenceColumn)?.values;
  let carried = 0;
  const filled = columns.map((column) => {
    if (!names.includes(column.name)) return column;
    let last = NaN;
    const values = column.values.map((value, r) => {
      if (ids && ids[r] !== ids[r - 1]) last = NaN;
      if (Number.isNaN(value) && !Number.isNaN(last)) carried++;
      if (!Number.isNaN(value)) last = value;
      return last;
    });
    return { ...column, values };
  });
  const notes = [
    `${carried} ${carried === 1 ? 'missing value was filled with the one before it' : 'missing values were filled with the one before'}.`,
  ];
  return { series: { columns: filled, labels }, numbers: null, notes };
}
