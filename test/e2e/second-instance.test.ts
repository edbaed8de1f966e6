import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { smallConfiguration } from '../support/configurations';
import { electronExecutable, openStudio, sandboxArguments } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const PROJECT = join(import.meta.dirname, '../..');

it('lets a second start of the app end at once, without touching the store', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  await studio.ask('runs:launch', { configuration: smallConfiguration(), count: 1 });
  await studio.runsToBe('completed');
  const store = join(userData, 'store');
  const stateOfStore = () =>
    readdirSync(store, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((file) => [file, statSync(join(store, file)).mtimeMs]);
  const before = stateOfStore();

  const second = spawn(electronExecutable(), [...sandboxArguments(), PROJECT], {
    env: { ...process.env, ALARMWORK_USER_DATA: userData },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(second, 'exit')) as [number];
  expect(code).toBe(0);
  expect(said).toContain('is already open');
  expect(stateOfStore()).toEqual(before);
});
