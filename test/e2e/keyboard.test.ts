import { expect, it } from 'vitest';
import { smallConfiguration } from '../support/configurations';
import { openStudio, type StudioApp } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const sheetOf = ({ page }: StudioApp) => page.getByRole('dialog', { name: 'New run' });

/** Waits for the sheet with Ctrl+N alone, as a person would who never touches the mouse. */
async function openSheet(studio: StudioApp): Promise<void> {
  await studio.page.keyboard.press('Control+n');
  // The form appears once the library of data is there.
  await sheetOf(studio).locator('#run-name').waitFor();
}

async function focusIsInSheet(studio: StudioApp): Promise<boolean> {
  return sheetOf(studio).evaluate((sheet) => sheet.contains(document.activeElement));
}

it('launches from the keyboard alone: Ctrl+N, Ctrl+Enter, and the arrow keys are in the table', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  for (const launched of [1, 2]) {
    await openSheet(studio);
    await page.keyboard.press('Control+Enter');
    await sheetOf(studio).waitFor({ state: 'detached' });
    expect(await studio.runsToBe('completed')).toHaveLength(launched);
  }
  const focusedRow = () =>
    page.evaluate(() => document.activeElement?.closest<HTMLElement>('tr')?.dataset['index'] ?? null);
  await expect.poll(focusedRow).toBe('0');
  await page.keyboard.press('ArrowDown');
  expect(await focusedRow()).toBe('1');
  // A launch ticks what it launched and nothing else.
  expect(await page.locator('tbody input:checked').count()).toBe(1);
  // All runs, rather than the text of the whole window.
  await page.keyboard.press('Control+a');
  expect(await page.locator('tbody input:checked').count()).toBe(2);
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('');
  expect(studio.complaints).toEqual([]);
});

it('launches with Ctrl+Enter from whichever control has the focus', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  for (const control of ['#hyperparameter-model', '#hyperparameter-epochs', 'button[aria-label="Close"]']) {
    await openSheet(studio);
    await sheetOf(studio).locator(control).focus();
    await page.keyboard.press('Control+Enter');
    await sheetOf(studio).waitFor({ state: 'detached' });
  }
  expect(await studio.runsToBe('completed')).toHaveLength(3);
});

it('closes the sheet with Escape, and focus goes back to where it was', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const button = page.getByRole('button', { name: 'New run' }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  await sheetOf(studio).locator('#run-name').waitFor();
  expect(await focusIsInSheet(studio)).toBe(true);
  await page.keyboard.press('Escape');
  await sheetOf(studio).waitFor({ state: 'detached' });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await studio.ask('runs:list', undefined)).toEqual([]);
});

it('keeps Tab inside the sheet, all the way round in both directions', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  await openSheet(studio);
  const stops = await sheetOf(studio).locator('input, button').count();
  for (const key of ['Tab', 'Shift+Tab']) {
    for (let press = 0; press < stops + 3; press++) {
      await page.keyboard.press(key);
      expect(await focusIsInSheet(studio), `${key} ${press}`).toBe(true);
    }
  }
});

it('takes focus also where the command palette opened the sheet', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('new run');
  await page.keyboard.press('Enter');
  await sheetOf(studio).locator('#run-name').waitFor();
  await expect.poll(() => focusIsInSheet(studio)).toBe(true);
  await page.keyboard.press('Control+Enter');
  await sheetOf(studio).waitFor({ state: 'detached' });
  expect(await studio.runsToBe('completed')).toHaveLength(1);
});

it('starts afresh after an invalid draft was abandoned, keeps a valid one, and resets on demand', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const epochs = sheetOf(studio).locator('#hyperparameter-epochs');
  const dismiss = async () => {
    await page.keyboard.press('Escape');
    await sheetOf(studio).waitFor({ state: 'detached' });
  };
  await openSheet(studio);
  const suggested = await epochs.inputValue();

  await epochs.fill('7');
  await dismiss();
  await openSheet(studio);
  expect(await epochs.inputValue()).toBe('7');

  await epochs.fill('-1');
  await dismiss();
  await openSheet(studio);
  expect(await epochs.inputValue()).toBe(suggested);

  await epochs.fill('9');
  await page.getByRole('button', { name: 'Reset to defaults' }).click();
  expect(await epochs.inputValue()).toBe(suggested);
});

it('refuses seeds past the largest one at their field, and shows no cost for what is invalid', async () => {
  const studio = await openStudio(temporaryFolder());
  await openSheet(studio);
  const sheet = sheetOf(studio);
  const launch = sheet.getByRole('button', { name: /^Launch/ });
  await sheet.getByText('measured', { exact: true }).waitFor();

  await sheet.locator('#run-seed').fill('4294967295');
  expect(await launch.isEnabled()).toBe(true);
  await sheet.locator('#run-count').fill('2');
  expect(await sheet.locator('#run-count-error').innerText()).toContain('4294967295');
  expect(await launch.isDisabled()).toBe(true);
  await sheet.locator('#run-seed').fill('4294967294');
  expect(await launch.isEnabled()).toBe(true);

  await sheet.locator('#hyperparameter-epochs').fill('0');
  const cost = sheet.getByRole('region', { name: /^Cost/ });
  expect(await cost.locator('dd').allInnerTexts()).toEqual(['–', '–', '–', '–', '–']);
  expect(await cost.getByText('measured').count()).toBe(0);
});

it('shows the table’s key columns at 1280 × 800 without scrolling', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page, app } = studio;
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await studio.ask('runs:launch', { configuration: smallConfiguration(), count: 40 });
  await page.locator('tr[data-index="0"]').waitFor();
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(1280);
  const right = await page.getByRole('region', { name: 'Table of runs' }).evaluate((table) => {
    return table.getBoundingClientRect().left + table.clientWidth;
  });
  for (const name of ['Name', 'Status', 'Progress', 'Loss', 'Val. loss', 'Model', 'P', 'Period']) {
    const box = await page.getByRole('columnheader', { name, exact: true }).boundingBox();
    expect(box && box.x + box.width, name).toBeLessThanOrEqual(right);
  }
  await studio.runsToBe('completed');
});

it('does what the menu bar names', async () => {
  const studio = await openStudio(temporaryFolder());
  const { app, page } = studio;
  const choose = (label: string) =>
    app.evaluate(({ Menu }, asked) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      items.find((item) => item.label === asked)?.click();
    }, label);
  for (const [label, address] of [
    ['Compare', '#/compare/curves'],
    ['Sweeps', '#/sweeps'],
    ['Data', '#/data'],
    ['Predict', '#/predict'],
    ['Trash', '#/trash'],
    ['Settings…', '#/settings'],
    ['Runs', '#/runs'],
  ] as const) {
    await choose(label);
    await page.waitForFunction((start) => location.hash.startsWith(start), address);
  }
  await choose('Command palette…');
  await page.getByRole('combobox', { name: 'Command' }).waitFor();
  await page.keyboard.press('Escape');
  await choose('New run…');
  await sheetOf(studio).locator('#run-name').waitFor();
  expect(studio.complaints).toEqual([]);
});
