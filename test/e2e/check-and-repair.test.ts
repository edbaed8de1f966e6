import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { smallConfiguration } from '../support/configurations';
import { openStudio } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

function hashesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]));
}

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

it('finds what is damaged, repairs it in the window, and then finds nothing', async () => {
  const userData = temporaryFolder();
  const store = join(userData, 'store');
  const studio = await openStudio(userData);
  const ids = await studio.ask('runs:launch', { configuration: smallConfiguration({ epochs: 3 }), count: 2 });
  await studio.runsToBe('completed');
  const [first = '', second = ''] = ids.map((id) => join(store, 'runs', id));
  await expect.poll(() => existsSync(join(first, 'run.previous.json'))).toBe(true);

  // While the app is open: it knows the run, and can write its document again.
  for (const name of ['run.json', 'run.previous.json']) truncateSync(join(first, name), 100);
  flip(join(second, 'metrics.log'), readFileSync(join(second, 'metrics.log')).length - 100);
  writeFileSync(join(store, 'settings.json.tmp-0123456789abcdef'), 'half');
  const untouched = hashesOf(second);

  const { page } = studio;
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('check repair');
  await page.keyboard.press('Enter');
  await page.getByText(/4 problems found\.$/).waitFor();
  const findings = page.getByRole('list', { name: 'What was found' });
  await findings.getByText(/^The (end of the metric log cannot be read|metric log is not whole)/).waitFor();
  expect(hashesOf(second)).toEqual(untouched);

  await page.getByRole('button', { name: 'Repair' }).click();
  await page.getByText(/4 problems found, 4 repaired\.$/).waitFor();
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText(/verified\. Nothing is wrong\.$/).waitFor();
  expect((await studio.ask('runs:list', undefined)).map(({ status }) => status)).toEqual(['completed', 'completed']);
  await studio.close();

  const again = await openStudio(userData);
  expect((await again.ask('runs:list', undefined)).map(({ id, status }) => [id, status])).toEqual(
    ids.map((id) => [id, 'completed']),
  );
});

it('opens a store of a newer version for reading only: it says so, refuses to launch, and changes not one byte', async () => {
  const userData = temporaryFolder();
  const store = join(userData, 'store');
  const first = await openStudio(userData);
  const launched = await first.ask('runs:launch', { configuration: smallConfiguration({ epochs: 2 }), count: 3 });
  await first.runsToBe('completed');
  const [trashed = '', ...ids] = launched;
  await first.ask('runs:delete', { ids: [trashed] });
  await first.close();
  // Deleted so long ago that a store of this version would remove it for ever, and what an app that was killed left.
  const [shelved = ''] = readdirSync(join(store, 'trash'));
  renameSync(join(store, 'trash', shelved), join(store, 'trash', `${trashed}.deleted-1000`));
  for (const folder of ['importing/x', 'runs/x.new', 'trash/.removing-x']) {
    mkdirSync(join(store, folder), { recursive: true });
    writeFileSync(join(store, folder, 'file'), folder);
  }
  const marker = JSON.parse(readFileSync(join(store, 'store.json'), 'utf8')) as { formatVersion: number };
  expect(marker.formatVersion).toBeLessThan(99);
  writeFileSync(join(store, 'store.json'), JSON.stringify({ formatVersion: 99, app: '9.9.9' }));
  // Damage that would be mended in a store of this version.
  truncateSync(join(store, 'runs', ids[1] ?? '', 'run.json'), 50);
  const before = hashesOf(store);

  const studio = await openStudio(userData);
  const { page } = studio;
  const banner = page.getByRole('status').filter({ hasText: 'Read-only.' });
  await banner.getByText(/newer version of AlarmworkNet Studio \(9\.9\.9\)/).waitFor();
  const launch = studio.ask('runs:launch', { configuration: smallConfiguration(), count: 1 });
  await expect(launch).rejects.toThrow(/store-newer: This data was written by a newer version/);
  await expect(studio.ask('settings:set', { theme: 'dark' })).rejects.toThrow(/store-newer/);
  await expect(studio.ask('runs:delete', { ids: [...ids] })).rejects.toThrow(/store-newer/);
  await expect(studio.ask('store:check', { repair: true })).rejects.toThrow(/store-newer/);
  const id = ids[0] ?? '';
  const fork = { id, checkpoint: 'checkpoint.bin', configuration: smallConfiguration() };
  const refused = [
    studio.ask('runs:extend', { id, epochs: 1 }),
    studio.ask('runs:fork', fork),
    studio.ask('runs:annotate', { ids: [id], change: { notes: 'seen' } }),
    studio.ask('runs:import', undefined),
    studio.ask('trash:remove', { ids: [trashed] }),
    studio.ask('runs:restore', { ids: [trashed] }),
  ];
  for (const answer of await Promise.allSettled(refused)) {
    expect(answer).toMatchObject({
      reason: expect.objectContaining({ message: expect.stringMatching(/store-newer/) as string }) as unknown,
    });
  }
  expect(await studio.ask('trash:count', undefined)).toBe(1);
  const [run, ...others] = await studio.ask('runs:list', undefined);
  expect([run?.id, others]).toEqual([ids[0], []]);
  const predictions = await studio.ask('runs:predictions', { id: ids[0] ?? '', part: 'test', weights: 'final' });
  expect(predictions.predicted.length).toBeGreaterThan(0);
  expect((await studio.ask('store:check', { repair: false })).findings.length).toBeGreaterThan(0);
  await page.keyboard.press('Control+n');
  await page.getByRole('button', { name: 'Launch' }).click();
  await page
    .getByText(/Install the newer version to go on working with it/)
    .nth(1)
    .waitFor();
  await studio.close();
  expect(hashesOf(store)).toEqual(before);
});
