import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { readSafetensors } from '../../core/formats/safetensors';
import { electronExecutable, sandboxArguments } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const PROJECT = join(import.meta.dirname, '../..');

it('trains three networks, prints their results against persistence, and leaves weights and a picture', async () => {
  const folder = join(temporaryFolder(), 'quick-start');
  const userData = temporaryFolder();
  const app = spawn(electronExecutable(), [...sandboxArguments(), PROJECT, `--quick-start=${folder}`], {
    env: { ...process.env, ALARMWORK_USER_DATA: userData },
  });
  const [stdout, stderr, [code, signal]] = await Promise.all([text(app.stdout), text(app.stderr), once(app, 'exit')]);
  const log = readFileSync(join(userData, 'logs', 'main.log'), 'utf8');
  expect([code, signal], `${stdout}\n${stderr}\n${log}`).toEqual([0, null]);
  const rows = stdout.split('\n').filter((line) => line.includes('completed'));
  expect(rows.map((row) => row.split(/ {2,}/)[0])).toEqual(['AlarmworkNet period 2', 'AlarmworkNet period 4', 'Elman']);
  // The last column is the skill on the test part: all three beat the persistence forecast.
  for (const row of rows) expect(Number(row.trim().split(/ +/).at(-1))).toBeGreaterThan(0);
  for (const name of ['AlarmworkNet-period-2', 'AlarmworkNet-period-4', 'Elman']) {
    const { tensors } = readSafetensors(readFileSync(join(folder, `${name}.safetensors`)));
    expect(tensors.length).toBe(name === 'Elman' ? 5 : 8);
  }
  const picture = readFileSync(join(folder, 'comparison.png'));
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  // Width and height of the window's page.
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20) > 600]).toEqual([1280, true]);
});
