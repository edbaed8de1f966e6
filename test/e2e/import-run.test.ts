import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METRICS } from '../../core/contract/run';
import { smallConfiguration } from '../support/configurations';
import { answerOpenDialog, metricRows, openStudio } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const CLI = join(import.meta.dirname, '../../out/cli/index.js');

/** Takes several seconds: long enough to be killed in the middle, whatever the machine. */
const configuration = smallConfiguration({
  ...{ name: 'Elsewhere', kernel: 'reference', hiddenUnits: 12, epochs: 1500, schedule: 'plateau' },
});

function bytesOf(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]));
}

it('takes in a run that was killed elsewhere, resumes it in the window, and ends with the bits of one that was not', async () => {
  const base = temporaryFolder();
  const config = join(base, 'config.json');
  writeFileSync(config, JSON.stringify(configuration));
  const [whole, killed] = [join(base, 'whole'), join(base, 'killed')];
  const { stdout } = spawnSync(process.execPath, [CLI, 'train', '--config', config, '--out', whole], {
    encoding: 'utf8',
  });
  const expected = JSON.parse(stdout) as { weightsSha256: string; epochs: number };

  const args = ['train', '--config', config, '--out', killed, '--checkpoint-every', '0'];
  const child = spawn(process.execPath, [CLI, ...args], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await expect.poll(() => existsSync(join(killed, 'checkpoint.previous.bin'))).toBe(true);
  child.kill('SIGKILL');
  await ended;
  const before = bytesOf(killed);

  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  await answerOpenDialog(studio, killed);
  await page.getByRole('toolbar', { name: 'Runs' }).getByRole('button', { name: 'Import run…' }).click();
  const row = page.getByRole('row', { name: /Elsewhere/ });
  await row.getByText('Interrupted', { exact: true }).waitFor();
  const [run] = await studio.ask('runs:list', undefined);
  expect(run?.cause).toMatch(
    /^It was training elsewhere when it was imported\. It can be resumed from step [1-9]\d*\.$/,
  );
  expect(bytesOf(killed)).toEqual(before);

  // A second time it is known, and that is said.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Import run');
  await page.keyboard.press('Enter');
  await page
    .getByText(/“Elsewhere” in .*killed is already in the list/)
    .first()
    .waitFor();
  expect(await studio.ask('runs:list', undefined)).toHaveLength(1);

  await page.getByLabel('Tick Elsewhere').check();
  await page.getByRole('button', { name: 'Resume ticked runs' }).click();
  const [completed] = await studio.runsToBe('completed');
  expect(completed?.results?.weightsSha256).toBe(expected.weightsSha256);
  const rows = await metricRows(studio, run?.id ?? '', METRICS.length);
  expect(rows.map(([epoch]) => epoch)).toEqual(Array.from({ length: expected.epochs + 1 }, (_, epoch) => epoch));
  expect(studio.complaints).toEqual([]);
});

it('names the folder and what to do where there is no run in it', async () => {
  const studio = await openStudio(temporaryFolder());
  const folder = temporaryFolder();
  await answerOpenDialog(studio, folder);
  await studio.page.getByRole('button', { name: 'Import run…' }).first().click();
  await studio.page.getByText(`${folder} holds no run`).first().waitFor();
  expect(await studio.ask('runs:list', undefined)).toEqual([]);
});
