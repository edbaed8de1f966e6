import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ImportOptions } from '../../core/contract/import';
import type { DatasetSummary } from '../../core/contract/dataset';
import { answerOpenDialog, openImportSheet, openStudio, type StudioApp } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const OPTIONS = ImportOptions.parse({ format: 'csv', separator: ';', decimalComma: true });

/** A noisy sine with decimal commas: `day;level`. */
function writeCsv(badRow?: string): string {
  const rows = Array.from({ length: 300 }, (_, day) => {
    const level = (Math.sin(day / 5) * 10 + (day % 7) / 10).toFixed(3).replace('.', ',');
    return `2020-${day};${level}`;
  });
  if (badRow !== undefined) rows[9] = badRow;
  const path = join(temporaryFolder(), 'tide.csv');
  writeFileSync(path, ['day;level', ...rows].join('\r\n'));
  return path;
}

it('imports a CSV file with semicolons and decimal commas through the window, and trains on it', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const sheet = await openImportSheet(studio, writeCsv());
  // Both are found, and shown before anything is taken.
  await sheet.getByLabel('Separator: Semicolon ;').waitFor();
  expect(await sheet.getByRole('switch', { name: /decimal comma/i }).getAttribute('aria-checked')).toBe('true');
  await sheet.getByText('300').first().waitFor();
  await sheet.getByRole('button', { name: /^Import/ }).click();
  await sheet.waitFor({ state: 'detached' });
  await page.getByText('tide.csv').first().waitFor();

  const imported = (await studio.ask('datasets:list', undefined)).find(({ id }) => id.startsWith('imported:'));
  if (!imported) throw new Error('Nothing was imported');
  expect({ rows: imported.rows, columns: imported.columns.map(({ name }) => name) }).toEqual({
    rows: 300,
    columns: ['level'],
  });
  const { suggestedConfiguration } = await import('../../core/contract/quick-start');
  await studio.ask('runs:launch', {
    configuration: suggestedConfiguration(imported, 'Tide', { epochs: 20 }),
    count: 1,
  });
  const [run] = await studio.runsToBe('completed');
  expect(run?.results?.validation?.skill).toBeGreaterThan(0);
  for (const part of ['validation', 'test'] as const) {
    const predictions = await studio.ask('runs:predictions', { id: run?.id ?? '', part, weights: 'best' });
    expect(predictions.target.length).toBe(predictions.predicted.length);
    // Targets come back in the file's own units: they lie where the sine does.
    expect(Math.max(...predictions.target.map(Math.abs))).toBeLessThan(11);
  }
});

it('names the row and the column of a cell that is no number, and takes nothing in', async () => {
  const studio = await openStudio(temporaryFolder());
  await answerOpenDialog(studio, writeCsv('2020-9;high'));
  const chosen = await studio.ask('datasets:choose-file', undefined);
  const token = chosen?.token ?? '';
  const choice = {
    name: 'Tide',
    columns: [{ name: 'level', type: 'number' as const }],
    label: 'day',
    sequences: null,
    calendar: [],
  };
  await expect(studio.ask('datasets:import', { token, options: OPTIONS, choice })).rejects.toThrow(
    /bad-file.*(row|line) 11.*level.*high/i,
  );
  expect((await studio.ask('datasets:list', undefined)).some(({ id }) => id.startsWith('imported:'))).toBe(false);
});

const ROWS = Array.from({ length: 200 }, (_, r) => ({
  when: new Date(Date.UTC(2024, 0, 1, r)),
  level: Math.sin(r / 5),
}));

async function importThroughWindow(studio: StudioApp, path: string): Promise<DatasetSummary> {
  const sheet = await openImportSheet(studio, path);
  await sheet.getByText('column chosen').waitFor();
  await sheet.getByText(/^Add the time of day/).click();
  await sheet.getByRole('button', { name: /^Import/ }).click();
  await sheet.waitFor({ state: 'detached' });
  const imported = (await studio.ask('datasets:list', undefined)).find(({ id }) => id.startsWith('imported:'));
  if (!imported) throw new Error('Nothing was imported');
  return imported;
}

it('imports JSON Lines, with the time of day of its dates, and keeps what a run has learnt from', async () => {
  const studio = await openStudio(temporaryFolder());
  const path = join(temporaryFolder(), 'tide.jsonl');
  writeFileSync(path, ROWS.map((row) => JSON.stringify(row)).join('\n'));
  const imported = await importThroughWindow(studio, path);
  expect(imported.columns.map(({ name }) => name)).toEqual([
    'level',
    'when time of day, sine',
    'when time of day, cosine',
  ]);
  expect([imported.rows, imported.imported?.version]).toEqual([200, 1]);

  const { suggestedConfiguration } = await import('../../core/contract/quick-start');
  const configuration = suggestedConfiguration(imported, 'Tide run', { epochs: 2 });
  await studio.ask('runs:launch', { configuration, count: 1 });
  await studio.runsToBe('completed');
  await expect(studio.ask('datasets:delete', { id: imported.id })).rejects.toThrow(/in-use.*Tide run/);
  await studio.ask('datasets:rename', { id: imported.id, name: 'Harbour' });
  expect((await studio.ask('datasets:list', undefined)).find(({ id }) => id === imported.id)?.title).toBe('Harbour');
});

it('imports Parquet', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const sheet = await openImportSheet(studio, join(import.meta.dirname, '../fixtures/import/snappy-v2.parquet'));
  await sheet.getByLabel('Format: Parquet').waitFor();
  await sheet.getByLabel(/^A missing value/).click();
  await page.getByRole('option', { name: 'Interpolate' }).click();
  await sheet.getByText('4 columns chosen').waitFor();
  await sheet.getByRole('button', { name: /^Import/ }).click();
  await sheet.waitFor({ state: 'detached' });
  const imported = (await studio.ask('datasets:list', undefined)).find(({ id }) => id.startsWith('imported:'));
  expect({ rows: imported?.rows, columns: imported?.columns.map(({ name }) => name) }).toEqual({
    rows: 40,
    // Texts that come again are kept as kinds.
    columns: ['level', 'count', 'flag', 'name'],
  });
  await studio.ask('datasets:delete', { id: imported?.id ?? '' });
  expect((await studio.ask('datasets:list', undefined)).some(({ id }) => id.startsWith('imported:'))).toBe(false);
});

it('takes a file that a person drops, and none that the page makes up', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['a,b\n1,2\n'], '/etc/passwd'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
  });
  const path = writeCsv();
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  const sheet = page.getByRole('dialog');
  await sheet.getByText('Import tide.csv').waitFor();
  await sheet.getByText('300').first().waitFor();
});

it('leaves nothing behind of an import that is cancelled, and takes the next one', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  const path = join(temporaryFolder(), 'long.csv');
  // Some seconds of reading: time to cancel, whichever of its pieces it is at.
  writeFileSync(path, `a,b\n${'1.25,2\n3,4.5\n'.repeat(5_000_000)}`);
  await answerOpenDialog(studio, path);
  const { token } = (await studio.ask('datasets:choose-file', undefined)) ?? { token: '' };
  const options = ImportOptions.parse({ format: 'csv' });
  const choice = {
    name: 'Long',
    columns: [{ name: 'a', type: 'number' as const }],
    label: null,
    sequences: null,
    calendar: [],
  };
  const importing = studio.page.evaluate(
    async (params) => {
      const started = new Promise<void>((resolve) => {
        window.desktop.listen('datasets:import-progress', () => resolve());
      });
      const imported = window.desktop.ask('datasets:import', params);
      await started;
      await window.desktop.ask('datasets:cancel-import', { token: params.token });
      return imported;
    },
    { token, options, choice },
  );
  expect(await importing).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(readdirSync(join(userData, 'store', 'datasets'))).toEqual([]);
  await answerOpenDialog(studio, writeCsv());
  const next = (await studio.ask('datasets:choose-file', undefined)) ?? { token: '' };
  const columns = [{ name: 'level', type: 'number' as const }];
  const { dataset } = await studio.ask('datasets:import', {
    token: next.token,
    options: OPTIONS,
    choice: { ...choice, columns },
  });
  expect([dataset.rows, dataset.title]).toEqual([300, 'Long']);
});
