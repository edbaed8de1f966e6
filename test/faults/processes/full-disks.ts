/** Trainers whose disk fills: a store on a small file system of its own. Only root on Linux may mount one. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunConfiguration } from '../../../core/contract/run';
import { smallConfiguration } from '../../support/configurations';
import { launchStudio } from '../../support/launch-studio';
import type { FaultResult } from '../row';
import { removeFolder } from '../../support/remove-folder';
import { Tally } from '../tally';
import { closeStudio, launchRun, runOf, runToBe, temporaryUserData, until } from './studio-session';

const KILOBYTES = 2048;
const AT_ONCE = 5;

/** @returns null where no such file system can be mounted */
export async function fullDisks(
  count: number,
  victim: RunConfiguration,
  weights: string,
  say: (line: string) => void,
): Promise<FaultResult | null> {
  const userData = temporaryUserData();
  const store = join(userData, 'store');
  mkdirSync(store);
  if (!mount(store)) {
    removeFolder(userData);
    return null;
  }
  const tally = new Tally();
  try {
    const studio = await launchStudio(userData);
    try {
      await studio.ask('settings:set', { maxConcurrentRuns: AT_ONCE });
      const done = await launchRun(studio, smallConfiguration({ name: 'Done' }));
      const before = JSON.stringify(await runToBe(studio, done, 'completed'));
      while (tally.count < count) {
        const runs = Math.min(AT_ONCE, count - tally.count);
        const ids = await studio.ask('runs:launch', { configuration: { ...victim, name: 'Victim' }, count: runs });
        for (const id of ids) {
          await until(`run ${id} trains`, async () => ((await runOf(studio, id)).progress?.epoch ?? 0) > 0);
        }
        fill(join(store, 'ballast'));
        for (const id of ids) {
          const { status, cause } = await runToBe(
            studio,
            id,
            'failed',
            'interrupted',
            'completed',
            'cancelled',
            'paused',
          );
          tally.count++;
          tally.check(status === 'failed', () => `a full disk: the run reads ${status}`);
          tally.check(/full|space/i.test(cause ?? ''), () => `a full disk: the run says "${cause}"`);
        }
        rmSync(join(store, 'ballast'));
        await studio.ask('runs:resume', { ids });
        for (const id of ids) {
          const { status, cause, configuration, results } = await runToBe(
            studio,
            id,
            'completed',
            'failed',
            'interrupted',
          );
          tally.check(status === 'completed', () => `resumed after a full disk, it ended ${status} (${cause})`);
          // The others have other seeds.
          if (configuration.seed === victim.seed) {
            tally.check(results?.weightsSha256 === weights, () => `resumed after a full disk: other weights`);
          }
        }
        await studio.ask('runs:delete', { ids });
        rmSync(join(store, 'trash'), { recursive: true });
        mkdirSync(join(store, 'trash'));
        tally.check(JSON.stringify(await runOf(studio, done)) === before, () => `a full disk: another run was touched`);
        say(`a full disk: ${tally.count} deaths`);
      }
    } finally {
      await closeStudio(studio);
    }
  } finally {
    execFileSync('umount', ['--lazy', store], { stdio: 'ignore' });
    removeFolder(userData);
  }
  return tally.result();
}

function mount(folder: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${KILOBYTES}k`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** To the last byte: what is then written finds no room at all. */
function fill(path: string): void {
  for (const size of [65_536, 4096, 1]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full, in pieces of this size.
    }
  }
}
