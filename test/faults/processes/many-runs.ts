/**
 * Thirty-two runs at once on whatever cores there are: each must end with the weights that it has alone, those whose
 * trainers are killed must take no other along, and the window must stay quick.
 */
import type { RunId } from '../../../core/contract/run';
import { Rng } from '../../../core/random/rng';
import { smallConfiguration } from '../../support/configurations';
import type { StudioApp } from '../../support/launch-studio';
import type { FaultRow } from '../row';
import { shareOf, Tally } from '../tally';
import { uninterrupted } from './expected-course';
import {
  kill,
  launchRun,
  pause,
  runOf,
  runToBe,
  trainersByRun,
  until,
  watchTrainers,
  withStudio,
} from './studio-session';

const RUNS = 32;
/** Of four runs, one is killed. */
const KILLED_SHARE = 1 / 4;
/** A person takes less for at once. */
const MOST_MS = 100;
/** What the machine itself takes is measured first. */
const IDLE_MS = 3000;

/** Some seconds alone: all are still at it when the last one has begun. */
const configuration = smallConfiguration({ name: 'Together', hiddenUnits: 32, epochs: 1200, batchSize: 8 });

interface Latencies {
  readonly asked: number[];
  readonly painted: number[];
  stop: boolean;
}

interface Figures {
  /** Of the two, milliseconds. */
  readonly slowest: number;
  readonly words: string;
}

type Measured = typeof globalThis & { faultLatencies: Latencies };

/** From now on the window measures itself: a question to main and back, and a click until it has been painted. */
async function measureWindow({ page }: StudioApp): Promise<() => Promise<Figures>> {
  await page.evaluate(() => {
    const latencies: Latencies = { asked: [], painted: [], stop: false };
    (globalThis as Measured).faultLatencies = latencies;
    const nextFrame = () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => {
          // A message comes after the frame has been painted.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve();
          port2.postMessage(null);
        });
      });
    const measure = async () => {
      while (!latencies.stop) {
        const asked = performance.now();
        await window.desktop.ask('app:info', undefined);
        latencies.asked.push(performance.now() - asked);
        // Always the same one: what many curves on screen cost is another question.
        const box = document.querySelector<HTMLInputElement>('td.tick input');
        if (box) {
          const clicked = performance.now();
          box.click();
          await nextFrame();
          latencies.painted.push(performance.now() - clicked);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    void measure();
  });
  return async () => {
    const { asked, painted } = await page.evaluate(() => {
      const { faultLatencies } = globalThis as Measured;
      faultLatencies.stop = true;
      return faultLatencies;
    });
    const [question, paint] = [percentile95(asked), percentile95(painted)];
    const words = `p95 of ${asked.length} questions ${question.toFixed(1)} ms, of ${painted.length} clicks to paint ${paint.toFixed(1)} ms`;
    return { slowest: Math.max(question, paint), words };
  };
}

function percentile95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? NaN;
}

async function killSome(userData: string, victims: readonly RunId[]): Promise<void> {
  for (const id of victims) {
    await until(`run ${id} has a trainer`, () => trainersByRun(userData).has(id));
    kill(trainersByRun(userData).get(id) ?? NaN, 'SIGKILL');
  }
}

export const manyRuns: FaultRow = {
  name: '32 runs at once',
  async run({ seed, share, say }) {
    const tally = new Tally();
    const count = Math.max(4, shareOf(RUNS, share));
    const killed = Math.round(count * KILLED_SHARE);
    const rng = Rng.fromSeed(seed, 'data');
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    rng.shuffle(order);
    let notes = '';
    await withStudio(async (studio, userData) => {
      await watchTrainers(studio, userData);
      await runToBe(studio, await launchRun(studio, smallConfiguration()), 'completed');
      const stopIdle = await measureWindow(studio);
      await pause(IDLE_MS);
      const idle = await stopIdle();
      await studio.ask('settings:set', { maxConcurrentRuns: count });
      const ids = await studio.ask('runs:launch', { configuration, count });
      await until('all have trainers', () => trainersByRun(userData).size === count);
      const trainers = new Map(trainersByRun(userData));
      await until('all train', async () => {
        const runs = (await studio.ask('runs:list', undefined)).filter(({ id }) => ids.includes(id));
        return runs.every(({ progress, status }) => (progress?.epoch ?? 0) > 0 || status !== 'running');
      });
      const stopMeasuring = await measureWindow(studio);
      say(`${count} train`);
      const victims = [...order.subarray(0, killed)].flatMap((index) => ids[index] ?? []);
      await killSome(userData, victims);
      for (const id of victims) {
        const { status, cause } = await runToBe(studio, id, 'interrupted', 'completed', 'failed', 'queued');
        tally.check(status === 'interrupted', () => `run ${id}: killed, it reads ${status} (${cause})`);
      }
      say(`${killed} killed`);
      const others = ids.filter((id) => !victims.includes(id));
      // None of them was started again.
      for (const [id, pid] of trainersByRun(userData)) {
        tally.check(trainers.get(id) === pid, () => `run ${id}: it got another trainer`);
      }
      // Asked seldom: the questions of this row are a load on the window, too.
      await until('all have ended', async () => (await studio.ask('system:load', undefined)).training === 0, 1000);
      for (const id of others) {
        const { status, cause } = await runOf(studio, id);
        tally.check(status === 'completed', () => `run ${id}: not killed, it ended ${status} (${cause})`);
      }
      const busy = await stopMeasuring();
      await studio.ask('runs:resume', { ids: victims });
      for (const id of victims) await runToBe(studio, id, 'completed', 'interrupted', 'failed');
      say('all ended; now each alone');
      for (const id of ids) {
        const run = await runOf(studio, id);
        tally.count++;
        const alone = uninterrupted(run.configuration).end.results.weightsSha256;
        tally.check(run.results?.weightsSha256 === alone, () => `run ${id}: other weights than alone`);
      }
      tally.check(busy.slowest < MOST_MS, () => `the window was slow: ${busy.words}`);
      notes = `${killed} killed; ${busy.words} (before any trained: ${idle.words})`;
    });
    return tally.result(notes);
  },
};
