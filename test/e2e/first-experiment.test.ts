import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METRICS } from '../../core/contract/run';
import { readSafetensors } from '../../core/formats/safetensors';
import { temporaryFolder } from '../support/temporary-folder';
import { answerSaveDialog, metricRows, openStudio, type StudioApp } from '../support/studio-app';

/** Fills the New run sheet as a person would, and launches. */
async function launchThroughSheet({ page }: StudioApp, name: string, model: string, period: string | null) {
  await page.getByRole('button', { name: 'New run' }).first().click();
  await page.locator('#run-name').fill(name);
  await page.locator('#hyperparameter-model').click();
  await page.getByRole('option', { name: model }).click();
  if (period !== null) await page.locator('#hyperparameter-period').fill(period);
  await page.locator('#hyperparameter-epochs').fill('40');
  await page.getByRole('button', { name: /^Launch/ }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

it('launches three runs that differ, shows live curves, compares, exports, and has it all after a restart', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  const { page } = studio;

  await launchThroughSheet(studio, 'Two beats', 'AlarmworkNet', '2');
  await launchThroughSheet(studio, 'Four beats', 'AlarmworkNet', '4');
  await launchThroughSheet(studio, 'Every step', 'Elman', null);
  // A launch ends with what it launched ticked, and nothing else; a click before that would be undone by it.
  await expect.poll(() => page.locator('[aria-label="Tick Every step"]:checked').count()).toBe(1);
  await page.getByLabel('Tick Two beats').check();
  // Live: the curve grows while the run trains, before the window has any reason to read the log again.
  await expect.poll(() => page.getByText('No values of validation loss yet').count(), { timeout: 20_000 }).toBe(0);

  const runs = await studio.runsToBe('completed');
  expect(runs.map(({ configuration: { model, period } }) => [model, model === 'elman' ? null : period])).toEqual([
    ['alarmwork', 2],
    ['alarmwork', 4],
    ['elman', null],
  ]);
  expect(new Set(runs.map(({ colour }) => colour)).size).toBe(3);
  const curves = await Promise.all(runs.map(({ id }) => metricRows(studio, id, METRICS.length)));
  expect(curves.map((rows) => rows.length)).toEqual([41, 41, 41]);

  await page.getByLabel('Tick Four beats').check();
  await page.getByLabel('Tick Every step').check();
  await page.getByRole('button', { name: 'Compare' }).click();
  const differences = page.getByRole('table').last();
  await differences.getByText('Alarm period').waitFor();
  expect(await differences.getByRole('columnheader').allInnerTexts()).toEqual(['Run', 'Model', 'Alarm period']);
  await page.locator('[data-complete="true"]').waitFor();

  const picture = join(temporaryFolder(), 'picture.png');
  await answerSaveDialog(studio, picture);
  await page.getByRole('button', { name: 'Save picture…' }).click();
  await expect.poll(() => fileStart(picture)).toBe('89504e47');

  const [first] = runs;
  if (!first) throw new Error('No run');
  await page.evaluate((id) => (location.hash = `#/run/${id}/files`), first.id);
  const file = join(temporaryFolder(), 'weights.safetensors');
  await answerSaveDialog(studio, file);
  await page.getByRole('radio', { name: 'Final' }).click();
  await page.getByRole('button', { name: 'Save as safetensors' }).click();
  await expect.poll(() => fileStart(file)).not.toBeNull();
  expect(parameterHash(readFileSync(file))).toBe(first.results?.weightsSha256);
  expect(studio.complaints).toEqual([]);
  await studio.close();

  const again = await openStudio(userData);
  expect(await again.ask('runs:list', undefined)).toEqual(runs);
  expect(await Promise.all(runs.map(({ id }) => metricRows(again, id, METRICS.length)))).toEqual(curves);
  for (const name of ['Two beats', 'Four beats', 'Every step']) await again.page.getByText(name).first().waitFor();
  expect(again.complaints).toEqual([]);
});

/** Hash over the tensors' bytes in the order of the file. */
function parameterHash(bytes: Uint8Array): string {
  const hash = createHash('sha256');
  for (const { values } of readSafetensors(bytes).tensors) {
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}

/** The first four bytes in hexadecimal; null while there is no file. */
function fileStart(path: string): string | null {
  try {
    return readFileSync(path).subarray(0, 4).toString('hex');
  } catch {
    return null;
  }
}
