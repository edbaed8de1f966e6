import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { smallConfiguration } from '../support/configurations';
import { openStudio } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const CLI = join(import.meta.dirname, '../../out/cli/index.js');

it('trains the same bits in the app, several runs at once, as the command line does under plain Node', async () => {
  const configurations = [
    smallConfiguration({ name: 'Alarm', model: 'alarmwork', epochs: 6 }),
    smallConfiguration({ name: 'Elman', model: 'elman', optimizer: 'momentum', learningRate: 0.05, epochs: 6 }),
    smallConfiguration({ name: 'Truncated', readout: 'every', gradient: 'truncated', truncation: 2, epochs: 6 }),
  ];
  const studio = await openStudio(temporaryFolder());
  await studio.ask('settings:set', { maxConcurrentRuns: 3 });
  for (const configuration of configurations) await studio.ask('runs:launch', { configuration, count: 1 });
  const runs = await studio.runsToBe('completed');
  const inNode = await Promise.all(configurations.map(trainInNode));
  expect(runs.map(({ results }) => results?.weightsSha256)).toEqual(inNode);
});

async function trainInNode(configuration: object): Promise<string> {
  const folder = temporaryFolder();
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify(configuration));
  const { stdout } = await promisify(execFile)(process.execPath, [
    CLI,
    ...['train', '--config', config, '--out', join(folder, 'run')],
  ]);
  return (JSON.parse(stdout) as { weightsSha256: string }).weightsSha256;
}
