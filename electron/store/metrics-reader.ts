/** Reads metric logs of any length, in chunks, and lets other work in between; a log may grow meanwhile. */
import { open } from 'node:fs/promises';
import { StudioError } from '../../core/contract/errors';
import { MetricOverview } from '../../core/contract/metric-overview';
import { METRICS, type MetricName } from '../../core/contract/run';
import { explainReadError, isMissing } from './file-errors';
import { MetricsScanner, type ScannedLog } from './metrics-records';

const CHUNK_BYTES = 1_048_576;

export interface MetricsLogContents {
  readonly columns: readonly string[];
  /** Flattened, `columns.length` numbers a row. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** Damaged stretches that were skipped. */
  readonly damagedRecords: number;
  /** Bytes after the last good record: of a write that was cut short, or is under way. */
  readonly tornBytes: number;
}

/**
 * Every row.
 *
 * @throws StudioError `not-found`; `store-damaged` if the file does not begin as a metric log
 */
export async function readMetricsLog(path: string): Promise<MetricsLogContents> {
  const pieces: Float64Array<ArrayBuffer>[] = [];
  const { columns, damagedRecords, tornBytes } = await scanMetricsLog(path, (rows) => pieces.push(rows));
  const rows = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    rows.set(piece, at);
    at += piece.length;
  }
  return { columns, rows, damagedRecords, tornBytes };
}

export interface OverviewQuestion {
  /** Rows to answer with at the most. */
  readonly most: number;
  /** Only rows of these epochs, both included; all, if absent. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Which metrics to answer with, beside the epochs; all, if absent. */
  readonly metrics?: readonly MetricName[] | undefined;
}

export interface OverviewAnswer extends Pick<MetricsLogContents, 'rows' | 'damagedRecords' | 'tornBytes'> {
  /** What a row has, in this order. */
  readonly columns: MetricName[];
  /** Rows that the log holds of these epochs. */
  readonly total: number;
}

/**
 * All rows of a range of epochs if they are few enough, else an overview of them, in memory that does not grow with the log.
 *
 * @throws StudioError as {@link readMetricsLog}, and `store-damaged` for a log of other columns
 */
export async function readMetricsOverview(
  path: string,
  { most, from = -Infinity, to = Infinity, metrics = METRICS }: OverviewQuestion,
): Promise<OverviewAnswer> {
  const overview = new MetricOverview(most);
  const isAll = from === -Infinity && to === Infinity;
  const { columns, damagedRecords, tornBytes } = await scanMetricsLog(path, (rows) =>
    overview.add(isAll ? rows : rowsBetween(rows, from, to)),
  );
  if (JSON.stringify(columns) !== JSON.stringify(METRICS)) {
    throw new StudioError(
      'store-damaged',
      `${path} holds other metrics than this version knows: ${columns.join(', ')}.`,
    );
  }
  const answered = METRICS.filter((name) => name === 'epoch' || metrics.includes(name));
  const rows = withColumns(overview.rows(), answered);
  return { columns: answered, rows, total: overview.total, damagedRecords, tornBytes };
}

/** Of rows of all metrics, those that are asked for: what is left out need not be carried to the window. */
function withColumns(rows: Float64Array<ArrayBuffer>, columns: readonly MetricName[]): Float64Array<ArrayBuffer> {
  if (columns.length === METRICS.length) return rows;
  const sources = columns.map((name) => METRICS.indexOf(name));
  const chosen = new Float64Array((rows.length / METRICS.length) * columns.length);
  let at = 0;
  for (let start = 0; start < rows.length; start += METRICS.length) {
    for (const source of sources) chosen[at++] = rows[start + source] ?? NaN;
  }
  return chosen;
}

function rowsBetween(rows: Float64Array<ArrayBuffer>, from: number, to: number): Float64Array {
  const inside = new Float64Array(rows.length);
  let length = 0;
  for (let start = 0; start < rows.length; start += METRICS.length) {
    const epoch = rows[start] ?? NaN;
    if (!(epoch >= from && epoch <= to)) continue;
    inside.set(rows.subarray(start, start + METRICS.length), length);
    length += METRICS.length;
  }
  return inside.subarray(0, length);
}

/**
 * Every row, handed over as it is read: in memory that does not grow with the log.
 *
 * @throws StudioError as {@link readMetricsLog}
 */
export async function scanMetricsLog(
  path: string,
  take: (rows: Float64Array<ArrayBuffer>) => void,
): Promise<ScannedLog & { readonly columns: readonly string[] }> {
  const scanner = new MetricsScanner({ rows: take });
  try {
    const file = await open(path);
    try {
      for (;;) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
        if (bytesRead === 0) break;
        scanner.push(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isMissing(error)) throw new StudioError('not-found', `There is no metric log ${path}.`);
    throw explainReadError(error, path);
  }
  const { columns, ...rest } = scanner.finish();
  if (columns !== null) return { ...rest, columns };
  // Its trainer is about to begin it, or was ended while it did.
  if (rest.isUnbegun) return { ...rest, columns: METRICS };
  throw new StudioError('store-damaged', `${path} does not begin as a metric log; its curves are lost.`);
}
