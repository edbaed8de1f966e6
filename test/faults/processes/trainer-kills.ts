/**
 * Trainers killed at random instants, each run several times, and resumed each time: a run must read "interrupted", say
 * from where it goes on, and end with the weights and rows of one that nobody touched.
 */
import { METRICS, type RunConfiguration, type RunId } from '../../../core/contract/run';
import { Rng } from '../../../core/random/rng';
import { smallConfiguration } from '../../support/configurations';
import { metricRows } from '../../support/drive-studio';
import type { StudioApp } from '../../support/launch-studio';
import type { FaultRow } from '../row';
import { shareOf, Tally } from '../tally';
import { rowsOf, sameRows, uninterrupted, type Course } from './expected-course';
import { kill, launchRun, pause, runToBe, trainersByRun, until, watchTrainers, withStudio } from './studio-session';

const KILLS = 200;
const KILLS_A_RUN = 5;
/** As many at once: each is slower, so that an instant falls into fewer steps and the machine is as busy as it can be. */
const AT_ONCE = 6;
/** Of a trainer's life; checkpoints come after two seconds. */
const LONGEST_LIFE_MS = 5000;

/** Some seconds of training each, all with a memory: order, optimizer, schedule. */
const CONFIGURATIONS: readonly RunConfiguration[] = [
  smallConfiguration({ kernel: 'reference', hiddenUnits: 10, epochs: 900, schedule: 'plateau', batchSize: 16 }),
  smallConfiguration({ kernel: 'strict', hiddenUnits: 32, epochs: 700, schedule: 'cosine', warmup: 50, batchSize: 8 }),
  smallConfiguration({ kernel: 'reference', model: 'elman', hiddenUnits: 10, epochs: 900, optimizer: 'adamw' }),
  smallConfiguration({
    kernel: 'strict',
    hiddenUnits: 32,
    epochs: 700,
    optimizer: 'momentum',
    schedule: 'step',
    batchSize: 8,
  }),
];

/** Kills the run's trainer `kills` times, resumes it each time, and waits for its end. */
async function tormentRun(
  studio: StudioApp,
  userData: string,
  id: RunId,
  kills: number,
  rng: Rng,
  tally: Tally,
): Promise<void> {
  for (let done = 0; done < kills;) {
    const instant = rng.between(0, LONGEST_LIFE_MS);
    const run = await runToBe(studio, id, 'running', 'completed');
    if (run.status === 'completed') return;
    await pause(instant);
    const pid = trainersByRun(userData).get(id);
    // Not even begun, or at its end already.
    if (pid === undefined || !kill(pid, 'SIGKILL')) continue;
    const { status, cause } = await runToBe(studio, id, 'interrupted', 'completed', 'failed', 'queued', 'paused');
    // It had sent its last report: nothing was interrupted.
    if (status === 'completed') return;
    done++;
    tally.count++;
    tally.check(status === 'interrupted', () => `killed after ${instant.toFixed()} ms: reads ${status} (${cause})`);
    tally.check(
      /was killed.+It can be resumed from (step \d+|its start)\.$/.test(cause ?? ''),
      () => `killed after ${instant.toFixed()} ms: its cause is "${cause}"`,
    );
    await studio.ask('runs:resume', { ids: [id] });
  }
}

async function compare(studio: StudioApp, id: RunId, { end, rows }: Course, what: string, tally: Tally) {
  const { status, cause, results } = await runToBe(studio, id, 'completed', 'failed', 'interrupted');
  tally.check(status === 'completed', () => `${what}: ended ${status} (${cause})`);
  tally.check(results?.weightsSha256 === end.results.weightsSha256, () => `${what}: the weights differ`);
  const found = rowsOf((await metricRows(studio, id, METRICS.length)).flat());
  tally.check(sameRows(found, rows), () => `${what}: the metric rows differ (${found.length} of ${rows.length})`);
}

export const trainerKills: FaultRow = {
  name: 'SIGKILL the trainer',
  async run({ seed, share, say }) {
    const tally = new Tally();
    const rng = Rng.fromSeed(seed, 'data');
    const kills = shareOf(KILLS, share);
    const expected = new Map<number, Course>();
    let runs = 0;
    await withStudio(async (studio, userData) => {
      await watchTrainers(studio, userData);
      await studio.ask('settings:set', { maxConcurrentRuns: AT_ONCE });
      const worker = async (): Promise<void> => {
        while (tally.count < kills) {
          const which = runs++ % CONFIGURATIONS.length;
          const configuration = { ...(CONFIGURATIONS[which] as RunConfiguration), name: `Run ${runs}` };
          const id = await launchRun(studio, configuration);
          await tormentRun(studio, userData, id, Math.min(KILLS_A_RUN, Math.ceil(kills / AT_ONCE)), rng, tally);
          const course = expected.get(which) ?? uninterrupted(configuration);
          expected.set(which, course);
          await compare(studio, id, course, `${configuration.name}, configuration ${which}`, tally);
          say(`${tally.count} kills, ${runs} runs`);
        }
      };
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, kills) }, worker));
      await until('no trainer is left', () => trainersByRun(userData).size === 0);
    });
    return tally.result(`${runs} runs, both kernels; weights and rows as uninterrupted`);
  },
};
