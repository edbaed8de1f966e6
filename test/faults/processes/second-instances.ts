/** A second start of the app with the same data folder, again and again: it must end at once and write nothing there. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { smallConfiguration } from '../../support/configurations';
import { electronExecutable, sandboxArguments } from '../../support/launch-studio';
import { PROJECT } from '../project';
import type { FaultRow } from '../row';
import { shareOf, Tally } from '../tally';
import { launchRun, pause, runToBe, withStudio } from './studio-session';

const STARTS = 20;
/**
 * The first instance's window goes on writing while nothing happens: Chromium keeps its caches and preferences when it
 * sees fit. Nothing of the app's own is in these.
 */
const OF_CHROMIUM =
  /^(logs|Cache|Code Cache|GPUCache|Dawn\w*Cache|Shared Dictionary|blob_storage|Local Storage|Session Storage|Network|Preferences|Local State|DIPS|Cookies|Trust Tokens|Network Persistent State|TransportSecurity)/;

/** Path and bytes of everything, links by where they lead. */
function contents(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (OF_CHROMIUM.test(name)) continue;
    const path = join(folder, name);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) found.set(name, readlinkSync(path));
    else if (stat.isFile()) {
      const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
      found.set(name, `${hash} ${stat.mtimeMs} ${stat.ino}`);
    } else found.set(name, 'folder');
  }
  return found;
}

function changes(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name));
}

export const secondInstances: FaultRow = {
  name: 'second instance of the app',
  async run({ share, say }) {
    const tally = new Tally();
    const starts = shareOf(STARTS, share);
    let files = 0;
    await withStudio(async (studio, userData) => {
      await runToBe(studio, await launchRun(studio, smallConfiguration()), 'completed');
      const stopped = await launchRun(studio, smallConfiguration({ epochs: 1_000_000 }));
      await runToBe(studio, stopped, 'running');
      await pause(500);
      await studio.ask('runs:pause', { ids: [stopped] });
      await runToBe(studio, stopped, 'paused');
      const before = contents(userData);
      files = before.size;
      while (tally.count < starts) {
        const second = spawn(electronExecutable(), [...sandboxArguments(), PROJECT], {
          env: { ...process.env, ALARMWORK_USER_DATA: userData },
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        let said = '';
        second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
        const [code] = (await once(second, 'exit')) as [number | null];
        tally.count++;
        tally.check(
          code === 0 && said.includes('is already open'),
          () => `start ${tally.count}: exit code ${code}: ${said}`,
        );
        const changed = changes(before, contents(userData));
        tally.check(changed.length === 0, () => `start ${tally.count} changed ${changed.join(', ')}`);
        if (tally.count % 5 === 0) say(`${tally.count} starts`);
      }
      const { status } = await runToBe(studio, stopped, 'paused', 'running', 'interrupted', 'failed');
      tally.check(status === 'paused', () => `the first instance's paused run reads ${status}`);
    });
    return tally.result(`${files} files and folders compared by bytes, time and inode; not those Chromium caches in`);
  },
};
