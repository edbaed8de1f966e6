/**
 * Every cause of death a trainer may have: the run must end in the right state, say in words what happened and what to do,
 * and go on from there to the bits of a run that nothing happened to; all other runs must be untouched.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunStatus, RunSummary } from '../../../core/contract/run';
import { Rng } from '../../../core/random/rng';
import { smallConfiguration } from '../../support/configurations';
import type { StudioApp } from '../../support/launch-studio';
import type { FaultRow } from '../row';
import { shareOf, Tally } from '../tally';
import { uninterrupted } from './expected-course';
import { fullDisks } from './full-disks';
import { launchRun, runOf, runToBe, trainersByRun, until, watchTrainers, withStudio } from './studio-session';

const DEATHS_EACH = 20;
const AT_ONCE = 5;
/** Deaths, after each of which the runs that nothing happened to are looked at. */
const CHECK_EVERY = 20;
const RESUMABLE = /It can be resumed from (step \d+|its start)\.$/;

interface Cause {
  /** As die-in-trainer.mjs knows it. */
  readonly name: string;
  /** What the run must say, beside from where it can be resumed. */
  readonly words: RegExp;
  /** A crash: the run is started again by itself, until it has crashed four times in five minutes. */
  readonly isCrash: boolean;
  /** Takes gigabytes and seconds. */
  readonly isHeavy?: boolean;
}

const CAUSES: readonly Cause[] = [
  { name: 'SIGKILL', words: /was killed, by a person or by the system for want of memory/, isCrash: false },
  { name: 'SIGTERM', words: /asked from outside to end, at step \d+|was ended from outside/, isCrash: false },
  { name: 'process.exit(0)', words: /ended without an error/, isCrash: false },
  { name: 'process.exit(7)', words: /crashed \(code 7/, isCrash: true },
  { name: 'SIGSEGV', words: /crashed \(code 11, SIGSEGV/, isCrash: true },
  { name: 'SIGABRT', words: /was aborted \(code 6/, isCrash: true },
  { name: 'SIGBUS', words: /crashed \(code 7, SIGBUS/, isCrash: true },
  { name: 'an uncaught exception', words: /stopped at an error that nothing caught/, isCrash: true },
  { name: 'an unhandled rejection', words: /stopped at an error that nothing caught/, isCrash: true },
  { name: 'heap exhaustion', words: /may mean that it ran out of memory/, isCrash: true, isHeavy: true },
];

/** Two seconds or so of training: longer than any victim is let live. */
const VICTIM = smallConfiguration({ kernel: 'reference', hiddenUnits: 10, epochs: 1000, schedule: 'plateau' });
/** Of a victim's life once it has been given its work. */
const LONGEST_LIFE_MS = 700;

interface Scene {
  readonly studio: StudioApp;
  readonly userData: string;
  readonly tally: Tally;
  readonly rng: Rng;
  /** Of the victims' run, uninterrupted. */
  readonly weights: string;
  readonly notices: () => Promise<string[]>;
}

/** One run dies, of one cause: again and again until it is left alone, or once, and goes on by itself. */
async function die(
  { studio, userData, tally, rng, weights, notices }: Scene,
  cause: Cause,
  number: number,
): Promise<void> {
  const again = cause.isCrash && !cause.isHeavy && number % 2 === 0;
  const name = `${cause.name} after ${200 + rng.below(LONGEST_LIFE_MS)} ms`;
  const id = await launchRun(studio, { ...VICTIM, name });
  const lose = (what: string) => tally.lose(`${name}: ${what}`);
  tally.count++;
  const survive = () => studio.ask('runs:rename', { id, name: `Survivor ${id}` });
  // The trainer has the old name; whoever comes after it gets the new one.
  const isAtWork = async () => trainersByRun(userData).has(id) || (await runOf(studio, id)).status !== 'queued';
  if (cause.isCrash && !again) {
    await until('it has a trainer', isAtWork, 10);
    await survive();
    const run = await runToBe(studio, id, 'completed', 'failed', 'interrupted');
    const said = (await notices()).filter((notice) => notice.includes(id) || notice.includes(name));
    if (!said.some((notice) => cause.words.test(notice))) lose(`the person was told ${JSON.stringify(said)}`);
    if (run.status !== 'completed') lose(`started again, it ended ${run.status} (${run.cause})`);
    else if (run.results?.weightsSha256 !== weights) lose('started again, it ended with other weights');
  } else {
    const run = await runToBe(studio, id, 'interrupted', 'completed', 'failed', 'cancelled', 'paused', 'diverged');
    if (run.status !== 'interrupted') lose(`it reads ${run.status}`);
    if (!cause.words.test(run.cause ?? '') || !RESUMABLE.test(run.cause ?? '')) lose(`it says "${run.cause}"`);
    if (again && !/started again 3 times/.test(run.cause ?? ''))
      lose(`it says nothing of its restarts: "${run.cause}"`);
    await survive();
    await studio.ask('runs:resume', { ids: [id] });
    const ended = await runToBe(studio, id, 'completed', 'failed', 'interrupted');
    if (ended.results?.weightsSha256 !== weights) lose(`resumed, it ended ${ended.status} with other weights`);
  }
  await studio.ask('runs:delete', { ids: [id] });
}

async function diverge({ studio, tally }: Scene, number: number): Promise<void> {
  const id = await launchRun(studio, { ...VICTIM, learningRate: 1e38, clipNorm: 0, seed: number });
  const { status, cause } = await runToBe(studio, id, 'diverged', 'completed', 'failed', 'interrupted');
  tally.count++;
  tally.check(status === 'diverged', () => `a rate of 1e38: reads ${status}`);
  tally.check(/step \d+/.test(cause ?? ''), () => `a rate of 1e38: says "${cause}"`);
  await studio.ask('runs:delete', { ids: [id] });
}

/** Runs that nothing happens to. */
async function bystanders(studio: StudioApp, userData: string) {
  const done = await launchRun(studio, smallConfiguration({ name: 'Done' }));
  await runToBe(studio, done, 'completed');
  const long = await launchRun(studio, smallConfiguration({ name: 'Long', hiddenUnits: 64, epochs: 1_000_000 }));
  await runToBe(studio, long, 'running');
  await until('it has a trainer', () => trainersByRun(userData).has(long));
  const state = async () => ({
    files: hashOf(join(userData, 'store', 'runs', done)),
    trainer: trainersByRun(userData).get(long),
    startedAt: (await runOf(studio, long)).startedAt,
    statuses: [(await runOf(studio, done)).status, (await runOf(studio, long)).status] satisfies RunStatus[],
    causes: [(await runOf(studio, done)).cause, (await runOf(studio, long)).cause] satisfies RunSummary['cause'][],
  });
  const before = await state();
  return async (): Promise<string | null> => {
    const now = await state();
    return JSON.stringify(now) === JSON.stringify(before) ? null : `${JSON.stringify(before)} → ${JSON.stringify(now)}`;
  };
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}

/** All messages that main sends the window of itself. */
async function listenForNotices({ page }: StudioApp): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const kept: string[] = [];
    (window as unknown as { faultNotices: string[] }).faultNotices = kept;
    window.desktop.listen('notice', ({ message }) => kept.push(message));
  });
  return () => page.evaluate(() => (window as unknown as { faultNotices: string[] }).faultNotices);
}

/** Done one after another, some at once; `check` is called now and then, and at the end. */
async function many(tasks: readonly (() => Promise<void>)[], atOnce: number, check: (done: number) => Promise<void>) {
  for (let start = 0; start < tasks.length; start += CHECK_EVERY) {
    const waiting = tasks.slice(start, start + CHECK_EVERY);
    const worker = async (): Promise<void> => {
      for (let task = waiting.shift(); task; task = waiting.shift()) await task();
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    await check(Math.min(start + CHECK_EVERY, tasks.length));
  }
}

export const ALL_CAUSES: readonly string[] = [...CAUSES.map(({ name }) => name), 'divergence', 'a full disk'];

/** @param chosen of {@link ALL_CAUSES} */
export function causesOfDeath(chosen = ALL_CAUSES): FaultRow {
  return {
    name: 'causes of death',
    async run({ seed, share, say }) {
      const tally = new Tally();
      const each = shareOf(DEATHS_EACH, share);
      const numbers = Array.from({ length: each }, (_, number) => number);
      const weights = uninterrupted(VICTIM).end.results.weightsSha256;
      await withStudio(async (studio, userData) => {
        await watchTrainers(studio, userData);
        await studio.ask('settings:set', { maxConcurrentRuns: AT_ONCE + 1 });
        const notices = await listenForNotices(studio);
        const touched = await bystanders(studio, userData);
        const scene = { studio, userData, tally, rng: Rng.fromSeed(seed, 'data'), weights, notices };
        const check = async (what: string): Promise<void> => {
          const change = await touched();
          if (change !== null) tally.lose(`${what}: other runs were touched: ${change}`);
          say(`${what} done, ${tally.count} in all`);
        };
        const causes = CAUSES.filter(({ name }) => chosen.includes(name));
        const tasksOf = (among: readonly Cause[]) =>
          among.flatMap((cause) => numbers.map((number) => () => die(scene, cause, number)));
        const light = tasksOf(causes.filter(({ isHeavy }) => !isHeavy));
        if (chosen.includes('divergence')) light.push(...numbers.map((number) => () => diverge(scene, number)));
        await many(light, AT_ONCE, (done) => check(`${done} of ${light.length} deaths`));
        const heavy = tasksOf(causes.filter(({ isHeavy }) => isHeavy));
        await many(heavy, 1, (done) => check(`${done} of ${heavy.length} heaps exhausted`));
      });
      const isFilled = chosen.includes('a full disk');
      const disk = isFilled ? await fullDisks(each, VICTIM, weights, say) : null;
      tally.count += disk?.count ?? 0;
      disk?.lost.forEach((what) => tally.lose(what));
      const missing = isFilled && !disk ? '; no full disk: a tmpfs cannot be mounted here' : '';
      return tally.result(`${chosen.length} causes, ${each} each${missing}`);
    },
  };
}
