import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METRICS, type RunId } from '../../core/contract/run';
import { smallConfiguration } from '../support/configurations';
import { metricRows, openStudio, type StudioApp } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

/** Everything that a person would miss. */
async function whole(studio: StudioApp, id: RunId) {
  const run = (await studio.ask('runs:list', undefined)).find((each) => each.id === id);
  const rows = await metricRows(studio, id, METRICS.length);
  const predictions = await studio.ask('runs:predictions', { id, part: 'test', weights: 'best' });
  return { run, rows, predictions };
}

async function launch(studio: StudioApp, ...names: string[]): Promise<RunId[]> {
  const ids: RunId[] = [];
  for (const name of names) {
    ids.push(...(await studio.ask('runs:launch', { configuration: smallConfiguration({ name }), count: 1 })));
  }
  await studio.runsToBe('completed');
  return ids;
}

async function openTrash({ page }: StudioApp): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /Trash/ }).click();
}

const names = async ({ page }: StudioApp): Promise<string[]> =>
  page.getByRole('region', { name: 'Deleted runs' }).locator('.label').allTextContents();

it('restores a run from the trash after a restart, with its curves, weights and colour as before', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  const [, second = ''] = await launch(studio, 'First', 'Second');
  const before = await whole(studio, second);
  await studio.page.getByLabel('Tick Second').check();
  await studio.page.getByRole('button', { name: 'Delete ticked runs' }).click();
  await expect.poll(async () => (await studio.ask('runs:list', undefined)).length).toBe(1);
  await studio.close();

  const again = await openStudio(userData);
  expect(await again.ask('runs:list', undefined)).toHaveLength(1);
  await openTrash(again);
  await expect.poll(() => names(again)).toEqual(['Second']);
  await again.page.getByText('30 days', { exact: true }).waitFor();
  await again.page.getByLabel('Tick Second').check();
  await again.page.getByRole('button', { name: 'Restore' }).click();
  await again.page.getByText('The trash is empty').waitFor();
  expect(await whole(again, second)).toEqual(before);
  await again.page.getByRole('button', { name: 'Go to Runs' }).click();
  await again.page.getByRole('row', { name: /Second/ }).waitFor();
  expect(again.complaints).toEqual([]);
});

it('says how much emptying frees before it does, and does', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  const ids = await launch(studio, 'First', 'Second', 'Third');
  await studio.ask('runs:delete', { ids });
  const { page } = studio;
  await openTrash(studio);
  const sizes = await studio.ask('runs:disk-use', { ids });
  const bytes = sizes.reduce((sum, { total }) => sum + total, 0);
  const text = `This frees ${(bytes / 1000).toPrecision(3)} kB on the disk.`;
  await page.getByRole('button', { name: 'Empty trash…' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete 3 runs for ever?' });
  await question.getByText(text).waitFor();
  // Enter by mistake keeps them.
  await page.keyboard.press('Enter');
  await question.waitFor({ state: 'detached' });
  expect(await names(studio)).toHaveLength(3);

  await page.getByRole('button', { name: 'Empty trash…' }).click();
  await question.getByRole('button', { name: 'Empty trash' }).click();
  await page.getByText('The trash is empty').waitFor();
  expect(readdirSync(join(userData, 'store', 'trash'))).toEqual([]);
  // There is nothing left to undo.
  await page.keyboard.press('Control+z');
  expect(await studio.ask('runs:list', undefined)).toEqual([]);
  expect(studio.complaints).toEqual([]);
});

it('deletes some of several for ever and leaves the others', async () => {
  const studio = await openStudio(temporaryFolder());
  const ids = await launch(studio, 'First', 'Second', 'Third');
  await studio.ask('runs:delete', { ids });
  await openTrash(studio);
  await studio.page.getByLabel('Tick First').check();
  await studio.page.getByLabel('Tick Third').check();
  await studio.page.getByRole('button', { name: 'Delete for ever…' }).click();
  await studio.page.getByRole('alertdialog').getByRole('button', { name: 'Delete for ever' }).click();
  await expect.poll(() => names(studio)).toEqual(['Second']);
  expect((await studio.ask('trash:list', undefined)).map(({ id }) => id)).toEqual([ids[1]]);
});

it('undoes a deletion with Ctrl+Z after the window was loaded anew', async () => {
  const studio = await openStudio(temporaryFolder());
  await launch(studio, 'First');
  await studio.page.getByLabel('Tick First').check();
  await studio.page.getByRole('button', { name: 'Delete ticked runs' }).click();
  await expect.poll(async () => studio.ask('runs:list', undefined)).toEqual([]);
  await studio.page.reload();
  await studio.page.getByText('No runs yet').waitFor();
  await studio.page.keyboard.press('Control+z');
  await studio.page.getByRole('row', { name: /First/ }).waitFor();
});

it('removes at its start what was deleted more than thirty days ago, and says so in the log', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  const ids = await launch(studio, 'Old', 'New');
  await studio.ask('runs:delete', { ids });
  await studio.close();
  const shelf = join(userData, 'store', 'trash');
  const [old = '', recent] = ids.map((id) => readdirSync(shelf).find((name) => name.startsWith(id)) ?? '');
  renameSync(join(shelf, old), join(shelf, old.replace(/\d+$/, String(Date.now() - 31 * 86_400_000))));

  const again = await openStudio(userData);
  await expect.poll(() => readdirSync(shelf)).toEqual([recent]);
  expect(readFileSync(join(userData, 'logs', 'main.log'), 'utf8')).toMatch(/“Old” .* it is removed for ever/);
  expect(await again.ask('trash:count', undefined)).toBe(1);
});
