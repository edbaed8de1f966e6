/**
 * The command line dies at each of its write points: before, in the middle of and after every operation on the run's
 * folder. Whatever is left then, `resume` must end it with the answer of a run that was not killed, or, where there was no
 * run yet, `train` must begin it. The same for a `resume` that dies.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readMetricsLog } from '../../../electron/store/metrics-reader';
import { smallConfiguration } from '../../support/configurations';
import { CLI, PROJECT } from '../project';
import type { FaultRow } from '../row';
import { removeFolder } from '../../support/remove-folder';
import { shareOf, Tally } from '../tally';
import { rowsOf, sameRows } from './expected-course';

const PRELOAD = pathToFileURL(join(PROJECT, 'test/faults/processes/die-at-write.mjs')).href;
const HOW = ['before', 'half', 'after'] as const;
type How = (typeof HOW)[number];

/** Everything in it has a memory; some checkpoints are written. */
const configuration = smallConfiguration({
  epochs: 4,
  batchSize: 8,
  optimizer: 'adam',
  schedule: 'plateau',
  decayEpochs: 1,
});

interface Said {
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function cli(args: readonly string[], environment: Record<string, string> | null = null): Promise<Said> {
  const preload = environment ? ['--import', PRELOAD] : [];
  const child = spawn(process.execPath, [...preload, CLI, ...args, '--checkpoint-every', '0'], {
    env: { ...process.env, ...environment },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { signal, stdout, stderr };
}

/** Which of the answers is about the run and not about where it is. */
function answerOf({ stdout, stderr }: Said): string {
  if (stdout === '') return `no answer, but: ${stderr.trim().split('\n').at(-1)}`;
  return JSON.stringify({ ...(JSON.parse(stdout) as object), run: '' });
}

class Trial {
  readonly #base: string;
  readonly #config: string;
  readonly #list: string;
  readonly run: string;

  constructor(base: string) {
    this.#base = base;
    this.#config = join(base, 'config.json');
    this.#list = join(base, 'operations');
    this.run = join(base, 'run');
    writeFileSync(this.#config, JSON.stringify(configuration));
  }

  train(environment: Record<string, string> | null = null): Promise<Said> {
    return cli(['train', '--config', this.#config, '--out', this.run], environment);
  }

  resume(environment: Record<string, string> | null = null): Promise<Said> {
    return cli(['resume', this.run], environment);
  }

  /** @returns the names of the operations that were come to, of which the last was died at, and whether it was */
  async die(verb: 'train' | 'resume', at: number, how: How): Promise<{ names: string[]; died: boolean }> {
    rmSync(this.#list, { force: true });
    const told = { DIE_FOLDER: this.run, DIE_AT: String(at), DIE_HOW: how, DIE_LIST: this.#list };
    const { signal } = await this[verb](told);
    const names = existsSync(this.#list) ? readFileSync(this.#list, 'utf8').trim().split('\n') : [];
    return { names, died: signal === 'SIGKILL' };
  }

  /** What a later death begins from. */
  keep(): void {
    cpSync(this.run, join(this.#base, 'kept'), { recursive: true });
  }

  putBack(): void {
    removeFolder(this.run);
    const kept = join(this.#base, 'kept');
    if (existsSync(kept)) cpSync(kept, this.run, { recursive: true });
  }

  async rows(): Promise<number[][]> {
    return rowsOf((await readMetricsLog(join(this.run, 'metrics.log'))).rows);
  }

  leftBehind(): string[] {
    return readdirSync(this.run).filter((name) => name.includes('.tmp-') || name === 'checkpoint.previous.bin');
  }
}

export const writePoints: FaultRow = {
  name: 'SIGKILL at each write point',
  async run({ share, say }) {
    const tally = new Tally();
    const base = mkdtempSync(join(tmpdir(), 'alarmworknet-faults-'));
    const points = new Set<string>();
    try {
      const whole = new Trial(newFolder(base, 'whole'));
      const expected = answerOf(await whole.train());
      const expectedRows = await whole.rows();
      const trial = new Trial(newFolder(base, 'killed'));

      const finish = async (where: string): Promise<void> => {
        const begun = existsSync(join(trial.run, 'run.json'));
        const answer = answerOf(await (begun ? trial.resume() : trial.train()));
        tally.check(answer === expected, () => `${where}: ${begun ? 'resume' : 'train'} said ${answer}`);
        if (answer !== expected) return;
        tally.check(sameRows(await trial.rows(), expectedRows), () => `${where}: the metric rows differ`);
        const left = trial.leftBehind();
        tally.check(left.length === 0, () => `${where}: ${left.join(', ')} stayed behind`);
      };

      for (const verb of ['train', 'resume'] as const) {
        const all = await trial.die(verb, 0, 'before');
        const deaths = all.names.flatMap((name, index) =>
          HOW.filter((how) => how !== 'half' || name.endsWith('*')).map((how) => ({ at: index + 1, how })),
        );
        // Spread over the whole course.
        const count = shareOf(deaths.length, share);
        const before = tally.count;
        say(`${verb}: ${count} of ${deaths.length} deaths at ${all.names.length} operations`);
        for (let number = 0; number < count; number++) {
          const { at, how } = deaths[Math.floor(((number + 0.5) * deaths.length) / count)] ?? { at: 1, how: 'before' };
          trial.putBack();
          const { names, died } = await trial.die(verb, at, how);
          const point = `${verb}, ${how} ${names.at(-1)?.replace(' *', '')}`;
          // Some operations (a lock's, one of a timer) come in one run and not in the next: then it just trained to its end.
          if (died) {
            tally.count++;
            points.add(point);
          }
          await finish(`${point} (operation ${at})`);
        }
        tally.check(
          tally.count - before >= 0.9 * count,
          () => `${verb} died ${tally.count - before} of ${count} times only`,
        );
        // A resume begins where a training died in the middle, with a checkpoint half written.
        if (verb === 'train') {
          trial.putBack();
          const middle = all.names.lastIndexOf('write checkpoint.bin.tmp *') + 1;
          await trial.die('train', middle, 'half');
          trial.keep();
        }
      }
    } finally {
      removeFolder(base);
    }
    return tally.result(`${points.size} named points`);
  },
};

function newFolder(base: string, name: string): string {
  mkdirSync(join(base, name));
  return join(base, name);
}
