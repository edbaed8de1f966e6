import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CsvOptions } from '../../core/contract/dataset';
import { answerOpenDialog, openStudio } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const OPTIONS = CsvOptions.parse({ separator: ';', decimalComma: true });

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
  await answerOpenDialog(studio, writeCsv());
  await page.evaluate(() => (location.hash = '#/data'));
  await page
    .getByRole('button', { name: /Import CSV/ })
    .first()
    .click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(/^Separator/).click();
  await page.getByRole('option', { name: /semicolon/i }).click();
  await sheet.getByText(/decimal comma/i).click();
  await sheet.getByText('300').first().waitFor();
  await sheet.getByRole('button', { name: /^Import/ }).click();
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
  const chosen = await studio.ask('datasets:choose-csv', undefined);
  const token = chosen?.token ?? '';
  await expect(studio.ask('datasets:import-csv', { token, options: OPTIONS, columns: ['level'] })).rejects.toThrow(
    /bad-file.*(row|line) 11.*level.*high/i,
  );
  expect((await studio.ask('datasets:list', undefined)).some(({ id }) => id.startsWith('imported:'))).toBe(false);
});
