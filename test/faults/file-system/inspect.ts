/** Opens a store after a misfortune and looks whether every promise was kept. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS } from '../../../core/contract/run';
import { encodeCheckpoint } from '../../../electron/store/checkpoint-bytes';
import { readCheckpoint } from '../../../electron/store/checkpoints';
import { DatasetsStore } from '../../../electron/store/datasets-store';
import { readMetricsLog } from '../../../electron/store/metrics-reader';
import { metricsFileOf } from '../../../electron/store/run-folder';
import { RunStore, type RunList } from '../../../electron/store/run-store';
import { openSettingsStore } from '../../../electron/store/settings-store';
import { readWeights } from '../../../electron/store/weights-store';
import { openWindowStateStore } from '../../../electron/store/window-state-store';
import { openConf } from '../../support/documents';
import { NOTHING, type Expectation } from './ledger';
import { bytesAt, canonical, checkpointAt, documentAt, everythingBelow, rowsAt, weightsAt } from './readers';
import { BYSTANDERS, DELETED_BYSTANDER, idOf, placeAmongRuns, placeInTrash } from './world';

const UNTOUCHED = [
  ...BYSTANDERS.map((run) => join('store', placeAmongRuns(run))),
  join('store', placeInTrash(DELETED_BYSTANDER)),
];

/** Of what no scenario writes to. */
export function untouched(folder: string): string {
  return canonical(UNTOUCHED.map((place) => [...everythingBelow(join(folder, place))].sort()));
}

/**
 * @param folder of the scenario
 * @param before what {@link untouched} gave
 * @param mayHaveHoles whether rows that were not made to last may have left a hole in a log, before others of the kind
 * @returns what was lost, in words
 */
export async function inspect(
  folder: string,
  expectations: Expectation[],
  before: string,
  mayHaveHoles = false,
): Promise<string[]> {
  const root = join(folder, 'store');
  const lost: string[] = [];
  const bytesBefore = everythingBelow(root);
  let list: RunList;
  try {
    list = await openEverything(root, mayHaveHoles);
  } catch (error) {
    return [`the store does not open: ${String(error)}`];
  }
  for (const { item, settled, possible } of expectations) {
    const found = look(folder, item);
    if (!isAllowed(item, found, settled, possible)) {
      const others = possible.length === 0 ? '' : `, or one of ${possible.map(short).join(', ')}`;
      lost.push(`${item} is ${short(found)} instead of ${short(settled)}${others}`);
    }
    lost.push(...(item.startsWith('run ') ? notListed(item, found, list) : []));
    lost.push(...(item.startsWith('checkpoint ') ? checkpointTrouble(folder, item) : []));
  }
  for (const { id, message } of list.damaged) {
    const isKnown = expectations.some(({ item, settled }) => item === `run ${Number(id.slice(-12))}` && settled !== '');
    if (isKnown) lost.push(`run ${id} is called damaged: ${message}`);
  }
  const bytesAfter = new Set(everythingBelow(root).values());
  for (const [path, bytes] of bytesBefore) {
    const isSpare = /\.tmp-|\.aside\.json$|\.previous\./.test(path);
    if (!isSpare && !bytesAfter.has(bytes)) lost.push(`opening the store lost the bytes of ${path}`);
  }
  if (untouched(folder) !== before) lost.push('another run was changed');
  return lost;
}

async function openEverything(root: string, mayHaveHoles: boolean): Promise<RunList> {
  new RunStore(root, openConf).list();
  const list = new RunStore(root, openConf).list();
  openSettingsStore(root, openConf).read();
  openWindowStateStore(root, openConf).read();
  const { damaged } = new DatasetsStore(root).list();
  if (damaged[0]) throw new Error(damaged[0].message);
  for (const { id } of list.documents) {
    const folder = join(root, 'runs', id);
    readWeights(folder);
    if (!existsSync(metricsFileOf(folder))) continue;
    const { damagedRecords, rows } = await readMetricsLog(metricsFileOf(folder)).catch((error: unknown) => {
      // A log of which nothing was acknowledged may have no header yet: it begins anew.
      if (rowsAt(metricsFileOf(folder), METRICS.length) === NOTHING)
        return { damagedRecords: 0, rows: new Float64Array() };
      throw error;
    });
    const first = rows.filter((_, at) => at % METRICS.length === 0);
    if (first.some((row, at) => at > 0 && row <= (first[at - 1] ?? NaN))) {
      throw new Error(`${metricsFileOf(folder)} has rows out of order`);
    }
    if (damagedRecords > 0 && !mayHaveHoles)
      throw new Error(`${metricsFileOf(folder)} has ${damagedRecords} damaged records`);
  }
  return list;
}

/** What is there now, as the ledger names it. */
export function look(folder: string, item: string): string {
  const root = join(folder, 'store');
  const [kind = '', what = ''] = item.split(' ');
  const run = folderOf(root, Number(what));
  switch (kind) {
    case 'run': {
      const shelves = [
        ['runs', documentAt(join(root, placeAmongRuns(Number(what)), 'run.json'))],
        ['trash', documentAt(join(root, placeInTrash(Number(what)), 'run.json'))],
      ];
      return shelves
        .filter(([, document]) => document !== NOTHING)
        .map((found) => found.join(' '))
        .join(' and ');
    }
    case 'settings':
    case 'window':
      return documentAt(join(root, `${kind}.json`));
    case 'weights':
      return weightsAt(run);
    case 'rows':
      return rowsAt(metricsFileOf(run), METRICS.length);
    case 'checkpoint':
      return checkpointAt(run).value;
    case 'dataset':
      return documentAt(join(root, 'datasets', `${what}.json`));
    case 'file':
      return bytesAt(join(folder, what));
    default:
      throw new Error(`Nobody knows how to look for ${item}`);
  }
}

/** Wherever it is by now. */
function folderOf(root: string, run: number): string {
  const places = [placeAmongRuns(run), placeInTrash(run)].map((place) => join(root, place));
  return places.find(existsSync) ?? join(root, placeAmongRuns(run));
}

function isAllowed(item: string, found: string, settled: string, possible: readonly string[]): boolean {
  if (found === settled || possible.includes(found)) return true;
  // Rows that were never acknowledged may have come as far as they came.
  return item.startsWith('rows ') && possible.some((rows) => found.startsWith(settled) && rows.startsWith(found));
}

function notListed(item: string, found: string, { documents }: RunList): string[] {
  const id = idOf(Number(item.split(' ')[1]));
  const listed = documents.filter((document) => document.id === id).map((document) => `runs ${canonical(document)}`);
  const expected = found.startsWith('runs ') ? [found] : [];
  return canonical(listed) === canonical(expected) ? [] : [`${item} is not listed as it is`];
}

/** The code under test must choose the checkpoint that is whole, and say so where that is not the newest. */
function checkpointTrouble(folder: string, item: string): string[] {
  const run = folderOf(join(folder, 'store'), Number(item.split(' ')[1]));
  const { value, isOlder } = checkpointAt(run);
  try {
    const read = readCheckpoint(run);
    const chosen =
      read === null ? NOTHING : Buffer.from(encodeCheckpoint(read.checkpoint).subarray(-32)).toString('hex');
    if (chosen !== value) return [`${item}: another one is used than the newest that is whole`];
    return isOlder && !read?.notice ? [`${item}: nothing says that an older one is used`] : [];
  } catch (error) {
    return [`${item} cannot be read: ${String(error)}`];
  }
}

function short(value: string): string {
  if (value === NOTHING) return 'nothing';
  return value.length <= 70 ? value : `${value.slice(0, 20)}…${value.slice(-45)}`;
}
