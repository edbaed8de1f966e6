import { join } from 'node:path';
import { expect, it } from 'vitest';
import { smallConfiguration } from '../support/configurations';
import { openedCsv, savedFile } from '../support/saved-charts';
import { temporaryFolder } from '../support/temporary-folder';
import { openStudio, type StudioApp } from '../support/studio-app';

async function openInside({ page }: StudioApp, id: string): Promise<void> {
  await page.evaluate((run) => (location.hash = `#/run/${run}/inside`), id);
  await slider({ page }).waitFor();
}

const slider = ({ page }: Pick<StudioApp, 'page'>) => page.getByRole('slider', { name: 'Step', exact: true });
const said = async (studio: StudioApp) => slider(studio).getAttribute('aria-valuetext');

it('shows the two clocks of a run that has ended, read step by step with the keyboard', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const [id = ''] = await studio.ask('runs:launch', { configuration: smallConfiguration({ period: 4 }), count: 1 });
  await studio.runsToBe('completed');
  await openInside(studio, id);

  expect(await said(studio)).toBe('Step 12 of 12: the alarm rings: in2 updates');
  await slider(studio).focus();
  await page.keyboard.press('ArrowLeft');
  expect(await said(studio)).toBe('Step 11 of 12: in2 held since step 8');
  // The same in words and numbers beside the picture.
  await page.getByText('in2 held since step 8').waitFor();
  const values = page.getByRole('region', { name: 'Values at the marked step' });
  const in2 = async () => (await values.locator('tbody td:nth-child(2)').allInnerTexts()).join();
  const held = await in2();
  for (let step = 10; step >= 8; step--) {
    await page.keyboard.press('ArrowLeft');
    expect(await in2()).toBe(held);
  }
  expect(await said(studio)).toBe('Step 8 of 12: the alarm rings: in2 updates');
  await page.keyboard.press('ArrowLeft');
  expect(await in2()).not.toBe(held);
  await page.keyboard.press('Home');
  expect(await said(studio)).toBe('Step 1 of 12: in2 holds its initial state, zero: the first alarm rings at step 4');
  await page.keyboard.press('End');
  expect(await said(studio)).toBe('Step 12 of 12: the alarm rings: in2 updates');

  await page.getByRole('button', { name: 'Next sequence' }).click();
  await expect.poll(() => page.getByLabel('Sequence', { exact: true }).inputValue()).toBe('2');
  await page.getByRole('radio', { name: 'Training' }).click();
  await page.getByRole('radio', { name: 'Best weights' }).click();

  // A ribbon for each parameter, of weights and of gradients; and a map of each.
  const distributions = page.getByRole('region', { name: 'Distributions over time' });
  expect(await distributions.getByRole('img').count()).toBe(8);
  await distributions.getByRole('radio', { name: 'Gradients' }).click();
  await distributions.getByText('Of the last mini-batch of an epoch').waitFor();
  const map = page.getByRole('slider', { name: 'w_rec1, 6 × 6: cell' });
  await map.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await map.getAttribute('aria-valuetext')).toMatch(/^Row 2, column 2: -?\d/);
  expect(studio.complaints).toEqual([]);
});

it('follows a run while it trains, holds still on request, and has its weights when it is paused', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const configuration = smallConfiguration({ epochs: 1_000_000, model: 'elman' });
  const [id = ''] = await studio.ask('runs:launch', { configuration, count: 1 });
  await openInside(studio, id);
  expect(await said(studio)).toBe('Step 12 of 12: h updates, as at every step');

  const values = page.getByRole('region', { name: 'Values at the marked step' });
  const first = await values.locator('tbody').innerText();
  await expect.poll(() => values.locator('tbody').innerText(), { timeout: 20_000 }).not.toBe(first);
  await page.getByRole('button', { name: 'Hold still' }).click();
  await page.getByText('Held: the training goes on.').waitFor();

  await studio.ask('runs:pause', { ids: [id] });
  await studio.runsToBe('paused');
  // What is shown now comes from the checkpoint.
  await page.reload();
  await openInside(studio, id);
  const { states } = await page.evaluate(async (run) => {
    const answer = await window.desktop.ask('runs:states', { id: run, part: 'test', sequence: 0, weights: 'final' });
    if (!answer.ok) throw new Error(answer.error.message);
    return { states: answer.result.layers.map(({ name, states: { length } }) => [name, length]) };
  }, id);
  expect(states).toEqual([['h', 6 * 12]]);
  expect(studio.complaints).toEqual([]);
});

it('says what will be there while a run still waits', async () => {
  const studio = await openStudio(temporaryFolder());
  const configuration = smallConfiguration({ epochs: 1_000_000 });
  await studio.ask('settings:set', { maxConcurrentRuns: 1 });
  const ids = await studio.ask('runs:launch', { configuration, count: 2 });
  await studio.page.evaluate((run) => (location.hash = `#/run/${run}/inside`), ids[1] ?? '');
  await studio.page.getByText('Not training yet').waitFor();
  await studio.ask('runs:cancel', { ids });
});

it('saves all weights of a run that trains as they are at the moment', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const folder = temporaryFolder();
  const configuration = smallConfiguration({ epochs: 1_000_000, hiddenUnits: 4 });
  const [id = ''] = await studio.ask('runs:launch', { configuration, count: 1 });
  await openInside(studio, id);
  const written = async (name: string) => openedCsv(await savedFile(studio, 'Save Weights', 'csv', join(folder, name)));
  const { headings, rows } = await written('first.csv');
  expect(headings).toEqual(['Parameter', 'Row', 'Column', 'Value']);
  expect(rows).toHaveLength(2 * (4 + 16 + 4) + 4 + 1);
  expect(rows.every((row) => Number.isFinite(Number(row[3])) && row[3] !== '')).toBe(true);
  await page.waitForTimeout(200);
  // It has gone on meanwhile.
  expect((await written('second.csv')).rows).not.toEqual(rows);
  const states = openedCsv(await savedFile(studio, 'Save Hidden states', 'csv', join(folder, 'states.csv')));
  expect(states.rows).toHaveLength(12);
  await studio.ask('runs:cancel', { ids: [id] });
  await studio.runsToBe('cancelled');
  expect(studio.complaints).toEqual([]);
});
