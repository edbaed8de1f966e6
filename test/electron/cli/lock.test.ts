import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { smallConfiguration } from '../../support/configurations';
import { CLI, expectOneLine, folderWith, runCommand } from './run-command';

/** Minutes of training: killed long before its end, whatever the machine. */
const long = smallConfiguration({ kernel: 'reference', hiddenUnits: 10, epochs: 200_000 });

it('trains a folder in one process only, and takes over from one that was killed', async () => {
  const base = folderWith({ 'config.json': long });
  const folder = join(base, 'run');
  const often = ['--checkpoint-every', '0'];
  const child = spawn(
    process.execPath,
    [CLI, 'train', '--config', join(base, 'config.json'), '--out', folder, ...often],
    {
      stdio: 'ignore',
    },
  );
  const isGone = once(child, 'exit');
  try {
    await expect.poll(() => existsSync(join(folder, 'checkpoint.bin')), { timeout: 30_000 }).toBe(true);
    expectOneLine(
      runCommand(['resume', folder]),
      new RegExp(`${folder} is being trained by the command line, process ${child.pid}`),
    );
  } finally {
    child.kill('SIGKILL');
    await isGone;
  }
  expect(existsSync(join(folder, 'lock'))).toBe(true);

  const writtenAt = () => statSync(join(folder, 'checkpoint.bin'), { throwIfNoEntry: false })?.mtimeMs;
  const before = writtenAt();
  const next = spawn(process.execPath, [CLI, 'resume', folder, ...often], { stdio: 'ignore' });
  const hasEnded = once(next, 'exit');
  await expect.poll(writtenAt, { timeout: 30_000 }).not.toBe(before);
  next.kill('SIGINT');
  // As a shell reports a program that Ctrl+C ended: it has trained, and given the folder back.
  expect(await hasEnded).toEqual([130, null]);
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});
