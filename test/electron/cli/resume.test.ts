import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { METRICS } from '../../../core/contract/run';
import { Rng } from '../../../core/random/rng';
import { readMetricsLog } from '../../../electron/store/metrics-reader';
import { smallConfiguration } from '../../support/configurations';
import { temporaryFolder } from '../../support/temporary-folder';

const CLI = join(import.meta.dirname, '../../../out/cli/index.js');
/** Kills that a run has to survive before it may come to its end. */
const KILLS = 6;

/** Some seconds of training; the order of the sequences, the optimizer and the schedule all have a memory. */
const configuration = smallConfiguration({
  ...{ kernel: 'reference', hiddenUnits: 10, epochs: 700, batchSize: 8, optimizer: 'adam', schedule: 'plateau' },
});

async function rowsOf(folder: string): Promise<number[][]> {
  const { rows } = await readMetricsLog(join(folder, 'metrics.log'));
  const seconds = METRICS.indexOf('seconds');
  const width = METRICS.length;
  return Array.from({ length: rows.length / width }, (_, row) =>
    // How long it took is all that may differ.
    [...rows.subarray(row * width, (row + 1) * width)].filter((_value, column) => column !== seconds),
  );
}

it('ends what was killed again and again with the answer, and the rows, of a run that was not', async () => {
  const base = temporaryFolder();
  const config = join(base, 'config.json');
  writeFileSync(config, JSON.stringify(configuration));
  const [whole, killed] = [join(base, 'whole'), join(base, 'killed')];
  const answerOf = (args: string[]): unknown => {
    const { stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
    expect(stdout, stderr).not.toBe('');
    return { ...(JSON.parse(stdout) as object), run: '' };
  };
  const expected = answerOf(['train', '--config', config, '--out', whole]);

  const rng = Rng.fromSeed(7, 'data');
  const often = ['--checkpoint-every', '0'];
  let began = false;
  for (let kill = 0; kill < KILLS; kill++) {
    const args = began ? ['resume', killed] : ['train', '--config', config, '--out', killed];
    const child = spawn(process.execPath, [CLI, ...args, ...often], { stdio: 'ignore' });
    await setTimeout(rng.between(200, 1200));
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    // The first may have died before there was a run; then there is nothing to resume, and its folder is in the way.
    began ||= existsSync(join(killed, 'run.json'));
    if (!began) rmSync(killed, { recursive: true, force: true });
  }
  // On a machine so busy that no run was begun before any kill, nothing is left to resume.
  expect(answerOf(began ? ['resume', killed] : ['train', '--config', config, '--out', killed])).toEqual(expected);
  expect(await rowsOf(killed)).toEqual(await rowsOf(whole));
  // What has come to its end stays as it is, and needs nothing to fall back on; its end and its best are kept.
  const checkpoints = readdirSync(killed).filter((name) => name.startsWith('checkpoint'));
  expect(checkpoints.sort()).toEqual(['checkpoint.best.bin', 'checkpoint.bin']);
  expect(answerOf(['resume', killed])).toEqual(expected);
}, 120_000);

it('names a folder that holds no run', () => {
  const folder = temporaryFolder();
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'resume', folder], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`${folder} holds no run`);
});
