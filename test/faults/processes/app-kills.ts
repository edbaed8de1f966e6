/**
 * The whole app killed while it is asked for everything at random: launching, pausing, resuming, renaming, deleting,
 * restoring, exporting, with checkpoints in between. What an answer had confirmed must hold after the next start.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS, type RunConfiguration, type RunSummary } from '../../../core/contract/run';
import { readSafetensors } from '../../../core/formats/safetensors';
import { Rng } from '../../../core/random/rng';
import { smallConfiguration } from '../../support/configurations';
import { answerSaveDialog, metricRows, trainerPids } from '../../support/drive-studio';
import { electronExecutable, launchStudio, sandboxArguments, type StudioApp } from '../../support/launch-studio';
import { PROJECT } from '../project';
import type { FaultRow } from '../row';
import { removeFolder } from '../../support/remove-folder';
import { shareOf, Tally } from '../tally';
import { Confirmed } from './confirmed';
import { rowsOf, uninterrupted } from './expected-course';
import { closeStudio, kill, pause, runToBe, temporaryUserData, until } from './studio-session';

const KILLS = 200;
const LONGEST_LIFE_MS = 1500;
/** So often the app is killed once more while it starts after the kill. */
const STARTS_EVERY = 4;
/** The oldest are deleted, and so are out of the way. */
const MOST_RUNS = 10;

const CONFIGURATIONS: readonly RunConfiguration[] = [
  smallConfiguration({ name: 'Short' }),
  smallConfiguration({ name: 'Long', kernel: 'reference', hiddenUnits: 10, epochs: 1000, schedule: 'plateau' }),
  smallConfiguration({ name: 'Wide', hiddenUnits: 48, epochs: 600, batchSize: 8, schedule: 'cosine' }),
];

/** One after another until the app is gone: an action whose answer did not come may have been carried out, or not. */
async function act(studio: StudioApp, confirmed: Confirmed, exported: string, rng: Rng): Promise<never> {
  for (;;) {
    const runs = await studio.ask('runs:list', undefined);
    confirmed.sawList(runs);
    const pick = (among: readonly RunSummary[]) => among[rng.below(Math.max(1, among.length))];
    const run = pick(runs);
    const id = run?.id;
    const draw = rng.below(runs.length > MOST_RUNS ? 12 : 9);
    if (draw <= 1 || run === undefined || id === undefined) {
      const configuration = CONFIGURATIONS[rng.below(CONFIGURATIONS.length)] as RunConfiguration;
      await confirmed.launching(() => studio.ask('runs:launch', { configuration, count: 1 + rng.below(2) }));
    } else if (draw === 2) await studio.ask('runs:pause', { ids: runs.map((each) => each.id) });
    else if (draw === 3 || draw === 4) {
      await confirmed.resuming(runs, () => studio.ask('runs:resume', { ids: runs.map((each) => each.id) }));
    } else if (draw === 5) {
      const name = `Named ${rng.below(1000)}`;
      await confirmed.renaming(id, name, () => studio.ask('runs:rename', { id, name }));
    } else if (draw === 6 && run.status !== 'queued') {
      // A queued one may begin meanwhile, and its rows after the checkpoint with it.
      confirmed.sawRows(id, rowsOf((await metricRows(studio, id, METRICS.length)).flat()));
    } else if (draw === 7) {
      const done = runs.find(({ status }) => status === 'completed');
      if (done) {
        await answerSaveDialog(studio, exported);
        await studio.ask('runs:export-weights', { id: done.id, format: 'safetensors', weights: 'final' });
        confirmed.sawExport();
      }
    } else {
      await confirmed.deleting(id, () => studio.ask('runs:delete', { ids: [id] }));
      if (rng.below(3) === 0) await confirmed.restoring(id, () => studio.ask('runs:restore', { ids: [id] }));
    }
  }
}

/** Kills main, and, every other time, first all its children: a machine that crashes takes all, a person kills one. */
async function killApp(studio: StudioApp, withChildren: boolean): Promise<void> {
  const child = studio.app.process();
  const { pid } = child;
  if (pid === undefined) throw new Error('The app has no process');
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (withChildren) for (const descendant of descendantsOf(pid)) kill(descendant, 'SIGKILL');
  kill(pid, 'SIGKILL');
  await gone;
  await studio.close().catch(() => undefined);
}

/** What it finds of the crash before is then half mended, if anything was to be. */
async function killWhileItStarts(userData: string, instant: number): Promise<void> {
  const child = spawn(electronExecutable(), [...sandboxArguments(), PROJECT], {
    env: { ...process.env, ALARMWORK_USER_DATA: userData },
    stdio: 'ignore',
  });
  const gone = once(child, 'exit');
  await pause(instant);
  child.kill('SIGKILL');
  await gone;
}

function descendantsOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(file)) return [];
  const children = readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  return children.flatMap((each) => [...descendantsOf(each), each]);
}

/** What must hold after every start. */
async function inspect(
  studio: StudioApp,
  userData: string,
  confirmed: Confirmed,
  exported: string,
  lose: (what: string) => void,
) {
  const store = join(userData, 'store');
  const runs = await studio.ask('runs:list', undefined);
  // A folder's name there goes on with the moment of its deletion.
  const deleted = readdirSync(join(store, 'trash')).map((name) => name.replace(/\.deleted-\d+$/, ''));
  confirmed.compareList(runs, deleted, lose);
  const damaged = readdirSync(join(store, 'damaged'));
  if (damaged.length > 0) lose(`moved aside as damaged: ${damaged.join(', ')}`);
  for (const run of runs) {
    const rows = rowsOf((await metricRows(studio, run.id, METRICS.length)).flat());
    confirmed.compareRows(run.id, rows, lose);
    if (run.status === 'interrupted' && !/step \d+|resumed from its start/.test(run.cause ?? '')) {
      lose(`${run.id} is interrupted and says "${run.cause}"`);
    }
  }
  // Whoever is said to train has a trainer, once all that were started have come up.
  await until('as many trainers as runs that train', async () => {
    const training = (await studio.ask('runs:list', undefined)).filter(({ status }) => status === 'running').length;
    return training === (await trainerPids(studio)).length;
  });
  if (existsSync(exported)) {
    try {
      readSafetensors(readFileSync(exported));
    } catch (error) {
      lose(`the exported file is not whole: ${String(error)}`);
    }
  } else if (confirmed.hasExported) lose('an export that was confirmed is not there');
}

async function endAll(studio: StudioApp, lose: (what: string) => void): Promise<number> {
  const expected = new Map<string, string>();
  const runs = await studio.ask('runs:list', undefined);
  await studio.ask('runs:resume', { ids: runs.map(({ id }) => id) });
  for (const { id } of runs) {
    const { status, cause, configuration, results } = await runToBe(studio, id, 'completed', 'failed', 'cancelled');
    const key = JSON.stringify({ ...configuration, name: '' });
    if (!expected.has(key)) expected.set(key, uninterrupted(configuration).end.results.weightsSha256);
    if (status !== 'completed') lose(`resumed in the end, ${id} is ${status} (${cause})`);
    else if (results?.weightsSha256 !== expected.get(key)) lose(`resumed in the end, ${id} has other weights`);
  }
  return runs.length;
}

export const appKills: FaultRow = {
  name: 'SIGKILL the whole app',
  async run({ seed, share, say }) {
    const tally = new Tally();
    const rng = Rng.fromSeed(seed, 'data');
    const kills = shareOf(KILLS, share);
    const userData = temporaryUserData();
    const exported = join(userData, 'exported.safetensors');
    const confirmed = new Confirmed();
    let studio: StudioApp | null = null;
    try {
      studio = await launchStudio(userData);
      await studio.ask('settings:set', { maxConcurrentRuns: 2 });
      while (tally.count < kills) {
        const instant = rng.below(LONGEST_LIFE_MS);
        const acting = act(studio, confirmed, exported, rng).catch((error: unknown) => error);
        await pause(instant);
        await killApp(studio, tally.count % 2 === 0);
        const why = String(await acting);
        tally.count++;
        const lose = (what: string) => tally.lose(`kill ${tally.count}, after ${instant} ms: ${what}`);
        // That it was killed is no answer; a refusal is.
        if (/: [a-z-]+: /.test(why) && !/closed|crash|destroyed/i.test(why)) lose(`it refused: ${why}`);
        if (tally.count % STARTS_EVERY === 0) await killWhileItStarts(userData, rng.below(LONGEST_LIFE_MS));
        studio = await launchStudio(userData);
        await inspect(studio, userData, confirmed, exported, lose);
        if (tally.count % 10 === 0) say(`${tally.count} kills; ${confirmed.summary}`);
      }
      const ended = await endAll(studio, (what) => tally.lose(what));
      return tally.result(`${confirmed.summary}; the last ${ended} resumed to the weights of uninterrupted runs`);
    } finally {
      if (studio) await closeStudio(studio);
      removeFolder(userData);
    }
  },
};
