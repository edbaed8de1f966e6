/** How much of the disk a run takes, by kind of file. Asked for when it is shown, never for all runs at start. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiskKind, DiskUse } from '../../core/contract/disk-use';

/** Told by how the name begins, so that generations, damaged copies and temporary files count to what they are of. */
const KINDS: readonly (readonly [beginning: string, kind: DiskKind])[] = [
  ['weights', 'weights'],
  ['metrics', 'metrics'],
  ['distributions', 'metrics'],
  ['checkpoint', 'checkpoints'],
  ['run.', 'documents'],
];
/** Folders that are looked at together: enough to keep the disk busy, few enough to leave file handles to others. */
const AT_ONCE = 16;

/** @returns zeros for a folder that is not there: a run may go while it is being asked about */
export async function diskUseOf(folder: string): Promise<Omit<DiskUse, 'id'>> {
  const kinds = { weights: 0, metrics: 0, checkpoints: 0, documents: 0, other: 0 };
  for (const name of await namesIn(folder)) {
    const kind = KINDS.find(([beginning]) => name.startsWith(beginning))?.[1] ?? 'other';
    kinds[kind] += await sizeOf(join(folder, name));
  }
  const total = Object.values(kinds).reduce((sum, bytes) => sum + bytes, 0);
  return { total, kinds };
}

/** In the order of the runs. */
export async function diskUseOfRuns(runs: readonly { id: string; folder: string }[]): Promise<DiskUse[]> {
  const found: DiskUse[] = [];
  for (let start = 0; start < runs.length; start += AT_ONCE) {
    const batch = runs.slice(start, start + AT_ONCE);
    found.push(...(await Promise.all(batch.map(async ({ id, folder }) => ({ id, ...(await diskUseOf(folder)) })))));
  }
  return found;
}

/** Links are counted, never followed. */
async function sizeOf(path: string): Promise<number> {
  try {
    const found = await lstat(path);
    if (!found.isDirectory()) return found.size;
  } catch {
    return 0;
  }
  let bytes = 0;
  for (const name of await namesIn(path)) bytes += await sizeOf(join(path, name));
  return bytes;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
