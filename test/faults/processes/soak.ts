/**
 * Half an hour, or eight, of everything a person does, over and over. Memory of each process, its open files, the number
 * of processes and of temporary files must be at the end what they were after the first minutes.
 */
import { existsSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Rng } from '../../../core/random/rng';
import { smallConfiguration } from '../../support/configurations';
import type { StudioApp } from '../../support/launch-studio';
import type { FaultRow } from '../row';
import { Tally } from '../tally';
import { pause, runToBe, until, withStudio } from './studio-session';

const MOST_GROWTH_MB = 50;
/** Of the whole: caches fill, code is compiled. */
const WARM_UP_SHARE = 0.2;
const MINUTE_MS = 60_000;
/** A library's pool, a font or a cache of Chromium's may be opened late. */
const MORE_FILES = 20;

interface Process {
  readonly megabytes: number;
  /** Null where the system doesn't say. */
  readonly files: number | null;
  /** Electron 33 leaves /dev/null open once for each utility process it starts, whatever its `stdio` is: counted apart. */
  readonly nulls: number;
}

interface State {
  /** Without trainers, by what they are; each has been there all along. */
  readonly processes: ReadonlyMap<string, Process>;
  readonly temporaryFiles: number;
}

async function stateOf({ app }: StudioApp, userData: string): Promise<State> {
  const metrics = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ pid, type, name, serviceName, memory }) => {
      return { pid, type, name: name ?? serviceName ?? '', kilobytes: memory.workingSetSize };
    }),
  );
  const processes = metrics.map(({ pid, type, name, kilobytes }): [string, Process] => {
    return [`${type}${name ? ` (${name})` : ''}`, { megabytes: kilobytes / 1024, ...openFiles(pid) }];
  });
  const names = readdirSync(join(userData, 'store'), { recursive: true, encoding: 'utf8' });
  return { processes: new Map(processes), temporaryFiles: names.filter((name) => name.includes('.tmp-')).length };
}

function openFiles(pid: number): Pick<Process, 'files' | 'nulls'> {
  const folder = `/proc/${pid}/fd`;
  if (!existsSync(folder)) return { files: null, nulls: 0 };
  const leadsTo = (descriptor: string): string => {
    try {
      return readlinkSync(join(folder, descriptor));
    } catch {
      // Closed meanwhile.
      return '';
    }
  };
  const targets = readdirSync(folder).map(leadsTo);
  const nulls = targets.filter((target) => target === '/dev/null').length;
  return { files: targets.length - nulls, nulls };
}

const VIEWS = ['#/runs', '#/compare', '#/data', '#/settings'];

/** A minute or less of what a person does. */
async function live(studio: StudioApp, rng: Rng): Promise<void> {
  const { page } = studio;
  const configuration = smallConfiguration({ name: `Soak ${rng.below(1000)}`, hiddenUnits: 16, epochs: 2000 });
  const ids = await studio.ask('runs:launch', { configuration, count: 3 });
  for (const id of ids.slice(0, 2)) await runToBe(studio, id, 'running', 'completed');
  const [first = ''] = ids;
  for (const view of [...VIEWS, `#/run/${first}`, `#/run/${first}/curves`, `#/run/${first}/predictions`, '#/runs']) {
    await page.evaluate((hash) => (location.hash = hash), view);
    await pause(300);
  }
  await studio.ask('runs:pause', { ids });
  for (const id of ids.slice(0, 2)) await runToBe(studio, id, 'paused', 'completed');
  await page.reload();
  await page.waitForLoadState();
  await studio.ask('runs:resume', { ids });
  await pause(500);
  await studio.ask('runs:cancel', { ids });
  for (const id of ids) await runToBe(studio, id, 'cancelled', 'completed');
  await studio.ask('runs:delete', { ids: [first] });
  await studio.ask('runs:restore', { ids: [first] });
  await studio.ask('runs:delete', { ids });
}

async function calm(studio: StudioApp): Promise<void> {
  await until('nothing trains', async () => {
    const { training, queued } = await studio.ask('system:load', undefined);
    return training + queued === 0;
  });
  await studio.page.evaluate(() => (location.hash = '#/runs'));
  // What is only not yet collected is no growth.
  const session = await studio.page.context().newCDPSession(studio.page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  await pause(2000);
}

const inWords = ({ processes, temporaryFiles }: State): string =>
  `${[...processes].map(([name, { megabytes, files }]) => `${name} ${megabytes.toFixed()} MB ${files ?? '?'} files`).join(', ')}; ${temporaryFiles} temporary files`;

/** @param hours of the whole */
export function soak(hours: number): FaultRow {
  return {
    name: 'soak',
    async run({ seed, share, say }) {
      const tally = new Tally();
      const rng = Rng.fromSeed(seed, 'data');
      const whole = hours * 60 * MINUTE_MS * share;
      let notes = '';
      await withStudio(async (studio, userData) => {
        await studio.ask('settings:set', { maxConcurrentRuns: 2 });
        const started = performance.now();
        const passed = () => performance.now() - started;
        let saidAt = -Infinity;
        let warm: State | null = null;
        while (passed() < whole) {
          await live(studio, rng);
          tally.count++;
          // What a month would sweep, so that the number of files says something.
          for (const id of readdirSync(join(userData, 'store/trash'))) {
            rmSync(join(userData, 'store/trash', id), { recursive: true });
          }
          if (warm === null && passed() >= whole * WARM_UP_SHARE) {
            await calm(studio);
            warm = await stateOf(studio, userData);
            say(`warm: ${inWords(warm)}`);
          }
          if (passed() - saidAt >= MINUTE_MS) {
            saidAt = passed();
            say(`${tally.count} rounds; ${inWords(await stateOf(studio, userData))}`);
          }
        }
        await calm(studio);
        const end = await stateOf(studio, userData);
        say(`end: ${inWords(end)}`);
        if (warm) notes = compare(warm, end, tally);
      });
      return tally.result(notes);
    },
  };
}

/** @returns the figures */
function compare(warm: State, end: State, tally: Tally): string {
  const [before, after] = [[...warm.processes.keys()].sort(), [...end.processes.keys()].sort()];
  tally.check(before.join() === after.join(), () => `processes: ${before.join(', ')} became ${after.join(', ')}`);
  tally.check(end.temporaryFiles === 0, () => `${end.temporaryFiles} temporary files`);
  const grown = [...end.processes].map(([name, { megabytes, files, nulls }]) => {
    const then = warm.processes.get(name);
    const growth = megabytes - (then?.megabytes ?? megabytes);
    const more = (files ?? 0) - (then?.files ?? 0);
    tally.check(growth <= MOST_GROWTH_MB, () => `${name} grew by ${growth.toFixed()} MB`);
    tally.check(more <= MORE_FILES, () => `${name} has ${more} more files open`);
    const moreNulls = nulls - (then?.nulls ?? nulls);
    const ofElectron = moreNulls > 0 ? ` (and ${moreNulls} of /dev/null, which Electron leaves open)` : '';
    return `${name} ${growth >= 0 ? '+' : ''}${growth.toFixed()} MB ${more >= 0 ? '+' : ''}${more} files${ofElectron}`;
  });
  return grown.join(', ');
}
