/** The rows that {@link MetricOverview} would keep, of rows that are there already as columns: found column by column, in a few milliseconds. */
import { CHARTED_COLUMNS, EPOCH_COLUMN, OVERVIEW_SLOTS } from './metric-overview';

/**
 * @param columns of one length, as METRICS orders them; the epochs ascend
 * @param most    rows to keep at the most
 * @returns which rows, ascending
 */
export function overviewIndices(columns: readonly Float64Array[], most: number): Uint32Array {
  const epochs = columns[EPOCH_COLUMN] ?? new Float64Array(0);
  let starts = bucketStarts(epochs, 1);
  for (let width = 2; starts.length * OVERVIEW_SLOTS >= most; width *= 2) starts = bucketStarts(epochs, width);
  const isKept = new Uint8Array(epochs.length);
  for (const start of starts) isKept[start] = 1;
  if (epochs.length > 0) isKept[epochs.length - 1] = 1;
  for (const column of CHARTED_COLUMNS) keepExtremes(columns[column] ?? epochs, starts, isKept);
  return Uint32Array.from(epochs.keys()).filter((row) => isKept[row] === 1);
}

/** First rows of the buckets of epochs that are this wide. */
function bucketStarts(epochs: Float64Array, width: number): number[] {
  const starts: number[] = [];
  let bucket = NaN;
  for (let row = 0; row < epochs.length; row++) {
    const key = Math.floor((epochs[row] ?? NaN) / width);
    if (key !== bucket) starts.push(row);
    bucket = key;
  }
  return starts;
}

/** Of each bucket, the rows of the lowest and of the highest finite value. */
function keepExtremes(values: Float64Array, starts: readonly number[], isKept: Uint8Array): void {
  for (let bucket = 0; bucket < starts.length; bucket++) {
    const end = starts[bucket + 1] ?? values.length;
    let [lowest, highest] = [-1, -1];
    let [low, high] = [Infinity, -Infinity];
    for (let row = starts[bucket] ?? end; row < end; row++) {
      const value = values[row] ?? NaN;
      if (!Number.isFinite(value)) continue;
      if (value < low) [low, lowest] = [value, row];
      if (value > high) [high, highest] = [value, row];
    }
    if (lowest >= 0) isKept[lowest] = isKept[highest] = 1;
  }
}
