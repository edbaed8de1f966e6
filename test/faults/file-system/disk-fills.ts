/** A real disk that is full, or fills in the middle of a write: a tmpfs, filled to a level, on every write path. */
import { cpSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rng } from '../../../core/random/rng';
import { canMountDisk, mountDisk, unmountDisk } from '../../support/mounted-disk';
import type { FaultOptions, FaultResult } from '../row';
import { forgetTimers } from './clock';
import { assumeItems, makeTemplate, measureTraining } from './furnished';
import { inspect, untouched } from './inspect';
import { Ledger } from './ledger';
import { World } from './world';
import { UNGUARDED, WRITE_PATHS, type WritePath } from './write-paths';

const FILLS = 50;
const DISK_KILOBYTES = 2048;
/** Of tmpfs: it gives space away in these. */
const PAGE_BYTES = 4096;
/** Left free, in pages: from none to enough for a whole small file and a half. */
const MOST_PAGES_LEFT = 5;

export async function fillDisks({ seed, share, say }: FaultOptions): Promise<FaultResult> {
  if (!canMountDisk) {
    return { count: 0, lost: [], notes: 'skipped: only root on Linux can mount a small disk' };
  }
  const template = makeTemplate();
  await measureTraining(template);
  const rng = Rng.fromSeed(seed, 'data');
  const count = Math.max(1, Math.round(FILLS * share));
  const lost: string[] = [];
  let refused = 0;
  for (let fill = 0; fill < count; fill++) {
    const path = WRITE_PATHS[fill % WRITE_PATHS.length] ?? UNGUARDED;
    const pages = rng.below(MOST_PAGES_LEFT + 1);
    const outcome = await fillOnce(template, path, pages);
    if (outcome.wasRefused) refused++;
    lost.push(...outcome.lost.map((loss) => `${path.name}, ${pages} pages left: ${loss}`));
    say(`${fill + 1} of ${count} disks, ${lost.length} lost`);
  }
  const control = await fillOnce(template, UNGUARDED, 2);
  if (control.lost.length === 0) lost.push('The control, conf without our guard, lost nothing: nothing is shown');
  rmSync(template, { recursive: true });
  return { count, lost, notes: `${refused} times something was refused; conf without our guard: ${control.lost[0]}` };
}

async function fillOnce(template: string, path: WritePath, pages: number) {
  const disk = mountDisk(DISK_KILOBYTES);
  try {
    const folder = join(disk, 'scenario');
    cpSync(template, folder, { recursive: true });
    const ledger = new Ledger(folder);
    const world = new World(folder, ledger, 500);
    assumeItems(world);
    path.prepare?.(world);
    const before = untouched(folder);
    mkdirSync(join(disk, 'filler'));
    writeFileSync(join(disk, 'filler', 'bytes'), Buffer.alloc(Math.max(0, freeBytes(disk) - pages * PAGE_BYTES)));
    path.act(world);
    forgetTimers();
    rmSync(join(disk, 'filler'), { recursive: true });
    const wasRefused = ledger.refusals > 0;
    const found = [
      ...ledger.complaints,
      ...(await inspect(folder, ledger.expectations('refused means undone'), before)),
    ];
    found.push(...(path.after?.(world) ?? []));
    forgetTimers();
    return { wasRefused, lost: found.map((loss) => loss.replaceAll(folder, '…')) };
  } finally {
    unmountDisk(disk);
  }
}

function freeBytes(disk: string): number {
  const { bavail, bsize } = statfsSync(disk);
  return bavail * bsize;
}
