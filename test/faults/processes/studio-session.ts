/** The real app with a folder of its own, for rows that kill it or parts of it. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunConfiguration, RunId, RunStatus, RunSummary } from '../../../core/contract/run';
import { launchStudio, type StudioApp } from '../../support/launch-studio';
import { removeFolder } from '../../support/remove-folder';
import { PROJECT } from '../project';

/** Anything that takes longer than this will never come: a busy machine takes seconds. */
const PATIENCE_MS = 120_000;

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

export function temporaryUserData(): string {
  return mkdtempSync(join(tmpdir(), 'alarmworknet-faults-'));
}

/** Opens the app, has `work` done with it, and closes it, whatever happens. */
export async function withStudio<T>(work: (studio: StudioApp, userData: string) => Promise<T>): Promise<T> {
  const userData = temporaryUserData();
  const studio = await launchStudio(userData);
  try {
    return await work(studio, userData);
  } finally {
    await closeStudio(studio);
    removeFolder(userData);
  }
}

/** A run that is training would have the app ask whether it may quit. */
export async function closeStudio(studio: StudioApp): Promise<void> {
  studio.app.process().kill('SIGKILL');
  await studio.close().catch(() => undefined);
}

export async function launchRun(studio: StudioApp, configuration: RunConfiguration): Promise<RunId> {
  const [id] = await studio.ask('runs:launch', { configuration, count: 1 });
  if (id === undefined) throw new Error('No run was launched');
  return id;
}

export async function runOf(studio: StudioApp, id: RunId): Promise<RunSummary> {
  const run = (await studio.ask('runs:list', undefined)).find((each) => each.id === id);
  if (!run) throw new Error(`Run ${id} is not listed`);
  return run;
}

/** Waits until the run has one of these statuses. */
export async function runToBe(studio: StudioApp, id: RunId, ...statuses: RunStatus[]): Promise<RunSummary> {
  let run = await runOf(studio, id);
  const what = () => `run ${id} is ${statuses.join(' or ')}: it is ${run.status} (${run.cause})`;
  await until(what, async () => {
    run = await runOf(studio, id);
    return statuses.includes(run.status);
  });
  return run;
}

export async function until(
  what: string | (() => string),
  holds: () => Promise<boolean> | boolean,
  intervalMs = 50,
): Promise<void> {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() - start > PATIENCE_MS) {
      throw new Error(`Waited in vain until ${typeof what === 'string' ? what : what()}`);
    }
    await pause(intervalMs);
  }
}

const TRAINERS = 'trainers.json';

/**
 * From here on the app's main process keeps, in a file, which trainer has which run. Each trainer first loads what lets
 * runs of certain names die: see die-in-trainer.mjs.
 */
export async function watchTrainers({ app }: StudioApp, userData: string): Promise<void> {
  const entry = join(userData, 'mortal-trainer.mjs');
  const [mortality, trainer] = ['test/faults/processes/die-in-trainer.mjs', 'out/main/trainer.js'].map(
    (file) => pathToFileURL(join(PROJECT, file)).href,
  );
  writeFileSync(entry, `import '${mortality}';\nimport '${trainer}';\n`);
  writeFileSync(join(userData, TRAINERS), '{}');
  const given = { mortal: entry, list: join(userData, TRAINERS) };
  await app.evaluate(({ utilityProcess }, { mortal, list }) => {
    const { renameSync, writeFileSync: write } = process.getBuiltinModule('node:fs');
    const trainers = new Map<string, number>();
    const keep = () => {
      write(`${list}.new`, JSON.stringify(Object.fromEntries(trainers)));
      renameSync(`${list}.new`, list);
    };
    const fork = utilityProcess.fork.bind(utilityProcess);
    utilityProcess.fork = (path, args, options) => {
      if (options?.serviceName !== 'AlarmworkNet trainer') return fork(path, args, options);
      const child = fork(mortal, args, options);
      const post = child.postMessage.bind(child);
      child.postMessage = (message, ports) => {
        const { type, job } = message as { type: string; job?: { folder: string } };
        const id = job?.folder.split(/[\\/]/).at(-1);
        if (type === 'train' && id !== undefined) {
          child.once('spawn', () => {
            const { pid = NaN } = child;
            trainers.set(id, pid);
            keep();
            // A later trainer may have the run by then.
            child.once('exit', () => {
              if (trainers.get(id) === pid) trainers.delete(id);
              keep();
            });
          });
        }
        post(message, ports);
      };
      return child;
    };
  }, given);
}

/** Process ids of the trainers there are now, by run; only after {@link watchTrainers}. */
export function trainersByRun(userData: string): ReadonlyMap<RunId, number> {
  return new Map(Object.entries(JSON.parse(readFileSync(join(userData, TRAINERS), 'utf8')) as Record<RunId, number>));
}

/** @returns false where it has ended by itself */
export function kill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
