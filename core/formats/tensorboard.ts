/**
 * TensorBoard's event files: TFRecords, each a protobuf Event.
 *
 * Sources: TensorFlow's record_writer.h (length, its checksum, data, its checksum), event.proto and summary.proto.
 */
import { crc32c } from './crc32';
import { rowsOf, type MetricTable } from './metrics-text';
import { concatenated, float32Field, float64Field, messageField, textField, varintField } from './protobuf';

/** Of an Event. */
const WALL_TIME = 1;
const STEP = 2;
const FILE_VERSION = 3;
const SUMMARY = 5;
/** crc32c.h: a checksum of data that holds checksums would be weak, so they are stored changed. */
const MASK_DELTA = 0xa282ead8;

/** Columns that say when a row was measured, beside what was. */
const STEP_COLUMN = 'step';
const SECONDS_COLUMN = 'seconds';

/**
 * A scalar for each figure that was measured, at the optimizer step it was measured at. Values are float32: that is what the
 * format has.
 *
 * @param startedAt milliseconds since 1970
 */
export function writeTensorBoard(table: MetricTable, startedAt: number): Uint8Array<ArrayBuffer> {
  const stepAt = table.columns.indexOf(STEP_COLUMN);
  const secondsAt = table.columns.indexOf(SECONDS_COLUMN);
  const wallTime = (seconds: number) =>
    float64Field(WALL_TIME, startedAt / 1000 + (Number.isFinite(seconds) ? seconds : 0));
  const events = rowsOf(table).map((row) => {
    const scalars = table.columns.flatMap((name, at) => {
      const value = row[at] ?? NaN;
      if (Number.isNaN(value) || at === stepAt || at === secondsAt) return [];
      return [messageField(1, textField(1, name), float32Field(2, value))];
    });
    const step = row[stepAt] ?? 0;
    return record([wallTime(row[secondsAt] ?? 0), varintField(STEP, step), messageField(SUMMARY, ...scalars)]);
  });
  return concatenated([record([wallTime(0), textField(FILE_VERSION, 'brain.Event:2')]), ...events]);
}

function record(event: readonly Uint8Array[]): Uint8Array {
  const data = concatenated(event);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(data.length), true);
  return concatenated([length, checksum(length), data, checksum(data)]);
}

function checksum(bytes: Uint8Array): Uint8Array {
  const crc = crc32c(bytes);
  const masked = new Uint8Array(4);
  new DataView(masked.buffer).setUint32(0, ((crc >>> 15) | (crc << 17)) + MASK_DELTA, true);
  return masked;
}
