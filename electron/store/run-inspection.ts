/** Everything about a run from outside that can be told without training it, read where it may take as long as it likes. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reportError, StudioError } from '../../core/contract/errors';
import { METRICS, RUN_FORMAT_VERSION, type RunDocument } from '../../core/contract/run';
import { parseStrictJson } from '../../core/formats/strict-json';
import { continuationSha256, readCheckpoint } from './checkpoints';
import { readMetricsLog } from './metrics-reader';
import { metricsFileOf, readRunFolder, repairRunFolder } from './run-folder';
import { readWeights, weightsSha256 } from './weights-store';

export interface InspectedRun {
  readonly document: RunDocument;
  /** What a person should know, in words. */
  readonly notices: readonly string[];
}

/** Larger logs are taken as they are: reading one skips what is damaged, and says so. */
const MOST_LOG_BYTES = 256_000_000;

/**
 * @param folder of our own: a document that was being written when its writer died is mended there
 * @throws StudioError `bad-file`, `store-damaged` naming the file and what to do
 */
export async function inspectRun(folder: string): Promise<InspectedRun> {
  const notices: string[] = [];
  refuseNewer(folder);
  const document = readMended(folder, notices);
  strictly(folder, 'run.json');
  const log = await inspectLog(folder, notices);
  inspectWeights(folder, document);
  if (document.status !== 'completed' && document.status !== 'diverged') {
    inspectCheckpoint(folder, document, log, notices);
  }
  return { document, notices };
}

/** Before anything is mended: what a newer version wrote is not damaged. */
function refuseNewer(folder: string): void {
  const path = join(folder, 'run.json');
  let version: unknown;
  try {
    version = (JSON.parse(readFileSync(path, 'utf8')) as { formatVersion?: unknown } | null)?.formatVersion;
  } catch {
    return;
  }
  if (typeof version !== 'number' || version <= RUN_FORMAT_VERSION) return;
  throw new StudioError(
    'bad-file',
    `${path} was written by a newer version of the app (format ${version}; this one reads up to ${RUN_FORMAT_VERSION}). Update the app, then import the run.`,
  );
}

/** A document that its writer died in the middle of is replaced by the one before it. */
function readMended(folder: string, notices: string[]): RunDocument {
  try {
    return readRunFolder(folder);
  } catch (error) {
    const { message } = reportError(error);
    try {
      repairRunFolder(folder);
      const document = readRunFolder(folder);
      notices.push(`${message} Its previous version is used.`);
      return document;
    } catch {
      throw new StudioError('bad-file', `${message} Copy the whole folder again from its origin.`, { cause: error });
    }
  }
}

function strictly(folder: string, name: string): void {
  const path = join(folder, name);
  parseStrictJson(readFileSync(path, 'utf8'), path);
}

interface InspectedLog {
  readonly goodBytes: number;
  /** Of its last row; null where the rows were not looked at. */
  readonly lastEpoch: number | null;
}

async function inspectLog(folder: string, notices: string[]): Promise<InspectedLog> {
  const path = metricsFileOf(folder);
  if (!existsSync(path)) return { goodBytes: 0, lastEpoch: null };
  const { size } = statSync(path);
  // An empty one is of a writer that died before its first byte.
  if (size === 0 || size > MOST_LOG_BYTES) return { goodBytes: size, lastEpoch: null };
  const { columns, rows, damagedRecords, tornBytes } = await readMetricsLog(path);
  if (JSON.stringify(columns) !== JSON.stringify(METRICS)) {
    throw again(path, 'its columns are not those of this app');
  }
  if (damagedRecords > 0) notices.push(`${damagedRecords} damaged places in its metric log are skipped.`);
  return { goodBytes: size - tornBytes, lastEpoch: rows[rows.length - METRICS.length] ?? -1 };
}

function inspectWeights(folder: string, { results, status }: RunDocument): void {
  const path = join(folder, 'weights.json');
  // One that went on after its end may have died between writing new weights and writing what it ended with.
  const hasEnded = status === 'completed' || status === 'diverged' || status === 'cancelled';
  if (!existsSync(path)) {
    if (results && hasEnded) throw again(path, `it is missing, though the run is ${status}`);
    return;
  }
  strictly(folder, 'weights.json');
  const weights = readWeights(folder);
  if (!weights || !results || !hasEnded) return;
  const best = weights.best && weightsSha256(weights.best);
  if (weightsSha256(weights.final) !== results.weightsSha256 || best !== results.bestWeightsSha256) {
    throw again(path, 'its weights are not those that the run ended with');
  }
}

function inspectCheckpoint(folder: string, document: RunDocument, log: InspectedLog, notices: string[]): void {
  const found = readCheckpoint(folder);
  if (!found) return;
  const { checkpoint, notice } = found;
  const path = join(folder, 'checkpoint.bin');
  if (notice !== null) notices.push(notice);
  if (checkpoint.configurationSha256 !== continuationSha256(document.configuration)) {
    throw again(path, 'it is of another configuration than the run');
  }
  if (document.dataSha256 !== null && checkpoint.dataSha256 !== document.dataSha256) {
    throw again(path, 'it is of other data than the run');
  }
  // A log that damage was taken out of is shorter than it was, and may have its last rows all the same.
  const { lastRow } = checkpoint.session;
  const hasLast = log.lastEpoch !== null && lastRow !== null && log.lastEpoch >= lastRow.epoch;
  if (checkpoint.logBytes > log.goodBytes && !hasLast) {
    throw again(metricsFileOf(folder), 'it lacks rows that the checkpoint goes on from');
  }
}

function again(path: string, why: string): StudioError {
  return new StudioError('bad-file', `${path} cannot be used: ${why}. Copy the whole folder again from its origin.`);
}
