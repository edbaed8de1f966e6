import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METRICS } from '../../core/contract/run';
import { readRunFolder } from '../../electron/store/run-folder';
import { smallConfiguration } from '../support/configurations';
import { metricRows, openStudio } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

it('tells the truth after the whole app was killed: interrupted, never running, and the queue goes on', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  await studio.ask('settings:set', { maxConcurrentRuns: 1 });
  const long = smallConfiguration({ name: 'Long', epochs: 1_000_000 });
  await studio.ask('runs:launch', { configuration: long, count: 1 });
  await studio.ask('runs:launch', { configuration: smallConfiguration({ name: 'Waiting' }), count: 1 });
  await expect
    .poll(async () => (await studio.ask('runs:list', undefined))[0]?.progress?.epoch ?? 0, { timeout: 20_000 })
    .toBeGreaterThan(5);
  const [first] = await studio.ask('runs:list', undefined);
  studio.app.process().kill('SIGKILL');

  const again = await openStudio(userData);
  const [interrupted, waiting] = await again.runsToBe('interrupted', 'completed');
  expect([interrupted?.status, waiting?.status]).toEqual(['interrupted', 'completed']);
  expect(interrupted?.cause).toMatch(/^The app ended while this run was training/);
  // Every row that was on screen is on disk, once and in order.
  const rows = await metricRows(again, interrupted?.id ?? '', METRICS.length);
  expect(rows.map((row) => row[0])).toEqual(rows.map((_, epoch) => epoch));
  // In the middle of epoch n, the rows 0 to n − 1 have been shown.
  expect(rows.length).toBeGreaterThanOrEqual(first?.progress?.epoch ?? Infinity);
  await again.page.getByRole('row', { name: /Long/ }).getByText('Interrupted').waitFor();
});

it('names damaged runs, keeps their bytes aside, makes one again from its checkpoint, and shows all others', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  const ids = await studio.ask('runs:launch', { configuration: smallConfiguration({ epochs: 1 }), count: 3 });
  await studio.runsToBe('completed');
  await studio.close();
  const store = join(userData, 'store');
  const [, damaged = '', lost = ''] = ids;
  const damage = (id: string, beginning: string) => {
    for (const file of readdirSync(join(store, 'runs', id)).filter((name) => name.startsWith(beginning))) {
      writeFileSync(join(store, 'runs', id, file), '{"formatVersion": 1, "id":');
    }
  };
  const before = readRunFolder(join(store, 'runs', lost)).results?.weightsSha256;
  for (const id of [damaged, lost]) damage(id, 'run.');
  damage(damaged, 'checkpoint');

  const again = await openStudio(userData);
  const listed = await again.ask('runs:list', undefined);
  expect(listed.map(({ id, status }) => [id, status])).toEqual(
    expect.arrayContaining([
      [ids[0], 'completed'],
      [lost, 'interrupted'],
    ]),
  );
  expect(listed).toHaveLength(2);
  await again.page
    .getByText(/could not be read/)
    .first()
    .waitFor();
  expect(readdirSync(join(store, 'damaged'))).toEqual([damaged]);
  // It had come to its end: there is nothing left to train, and its results are those it had.
  await again.ask('runs:resume', { ids: [lost] });
  await again.runsToBe('completed');
  const resumed = (await again.ask('runs:list', undefined)).find(({ id }) => id === lost);
  expect(resumed?.results?.weightsSha256).toBe(before);
});

it('opens where it was closed', async () => {
  const userData = temporaryFolder();
  const bounds = { x: 40, y: 30, width: 1100, height: 700 };
  const studio = await openStudio(userData);
  await studio.app.evaluate(({ BrowserWindow }, given) => BrowserWindow.getAllWindows()[0]?.setBounds(given), bounds);
  await studio.page.waitForTimeout(300);
  await studio.close();
  const again = await openStudio(userData);
  const reopened = await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(reopened).toEqual(bounds);
});
