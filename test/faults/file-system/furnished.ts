/** A furnished store is made once and copied for every scenario. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetTimers } from './clock';
import { look } from './inspect';
import { watching } from './intercept';
import { Ledger } from './ledger';
import { trainUntroubled } from './training';
import { furnish, World } from './world';

/** In memory where that can be: what lasts is decided by a simulated disk, and thousands of stores are made. */
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'alarmworknet-faults-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

export function scratchFolder(): string {
  return mkdtempSync(join(scratch, 'store-'));
}

export function makeTemplate(): string {
  const template = scratchFolder();
  furnish(new World(template, new Ledger(template)));
  forgetTimers();
  return template;
}

/** @returns a copy of the template with a ledger of what is in it */
export function copyOf(template: string, folder: string, position?: () => number): World {
  cpSync(template, folder, { recursive: true });
  const ledger = new Ledger(folder, position);
  const world = new World(folder, ledger, 500);
  assumeItems(world);
  return world;
}

/** What is there now is what must be there afterwards. */
export function assumeItems({ folder, ledger }: World): void {
  for (const item of ITEMS) ledger.assume(item, look(folder, item));
}

/** How training ends when nothing happens. */
export async function measureTraining(template: string): Promise<void> {
  const folder = scratchFolder();
  const world = copyOf(template, folder);
  await watching(
    folder,
    (call, proceed) => (call.name === 'fsyncSync' ? undefined : proceed()),
    () => trainUntroubled(world),
  );
  rmSync(folder, { recursive: true });
}

const ITEMS = [
  ...['run 1', 'run 2', 'run 3', 'settings', 'window', 'weights 1', 'rows 1', 'checkpoint 1', 'file weights.npz'],
];
