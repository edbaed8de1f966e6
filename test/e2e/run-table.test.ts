import { expect, it } from 'vitest';
import type { RunSummary } from '../../core/contract/run';
import { smallConfiguration } from '../support/configurations';
import { openStudio, type StudioApp } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

/** Two models with three seeds each, trained to their end. */
async function trainSix(studio: StudioApp): Promise<RunSummary[]> {
  for (const model of ['alarmwork', 'elman'] as const) {
    const configuration = smallConfiguration({ name: `Trial ${model}`, model, epochs: 2 });
    await studio.ask('runs:launch', { configuration, count: 3 });
  }
  return studio.runsToBe('completed');
}

/** Without the seed, which tells runs of one launch apart. */
const names = async ({ page }: StudioApp) =>
  (await page.locator('tr[data-run] a').allInnerTexts()).map((text) => text.replace(/ ·\s+seed \d+$/, ''));
const rowCount = ({ page }: StudioApp) => page.locator('tr[data-run]').count();
const headings = async ({ page }: StudioApp) =>
  page
    .locator('th[data-heading]')
    .evaluateAll((found) => found.map((each) => (each as HTMLElement).dataset['heading']));
const filterOf = ({ page }: StudioApp) => page.getByRole('combobox', { name: 'Filter' });

/** Performs a command by typing its name, as a person without a mouse would. */
async function command({ page }: StudioApp, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill(title);
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Command' }).waitFor({ state: 'detached' });
}

it('filters with completion, marks what is wrong, and says how to get out of an empty result', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  await trainSix(studio);
  const filter = filterOf(studio);
  await page.keyboard.press('Control+f');
  await expect.poll(() => filter.evaluate((field) => field === document.activeElement)).toBe(true);

  await page.keyboard.type('mod');
  await page.getByRole('option', { name: 'model Model' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('= el');
  await page.keyboard.press('Enter');
  expect(await filter.inputValue()).toBe('model = elman ');
  await expect.poll(() => rowCount(studio)).toBe(3);
  expect(await names(studio)).toEqual(['Trial elman', 'Trial elman', 'Trial elman']);

  // The wrong word lies behind the caret, so that it is called wrong while the last one is still being completed.
  await filter.fill('lss < 1 and mod');
  const problem = page.locator('#filter-problem');
  await problem.waitFor();
  expect(await problem.locator('mark').innerText()).toBe('lss');
  expect(await problem.innerText()).toContain('did you mean loss?');
  expect(await filter.getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByRole('option').count()).toBeGreaterThan(0);
  // What was understood last stays in force.
  expect(await rowCount(studio)).toBe(3);

  await filter.fill('loss < 0');
  await page.keyboard.press('Escape');
  await expect.poll(() => rowCount(studio)).toBe(0);
  await page.getByText('No run matches loss < 0').waitFor();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect.poll(() => rowCount(studio)).toBe(6);
  expect(studio.complaints).toEqual([]);
});

it('groups runs by all but the seed, with mean, deviation and number, and opens a group', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const runs = await trainSix(studio);
  await page.getByRole('button', { name: 'No groups' }).click();
  await page.getByRole('button', { name: 'All but the seed' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('treegrid', { name: 'Runs' }).waitFor();
  const group = page.locator('tr.group', { hasText: 'Model Elman' });
  expect(await page.locator('tr.group').count()).toBe(2);
  expect(await group.innerText()).toContain('3 runs');
  const losses = runs.filter(({ configuration }) => configuration.model === 'elman').map(({ loss }) => loss ?? NaN);
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / 3;
  const title = await group.locator('span[title^="Mean"]').nth(1).getAttribute('title');
  // The mean of doubles summed in another order differs in its last digits.
  expect(Number(/^Mean ([\d.e-]+)/.exec(title ?? '')?.[1])).toBeCloseTo(mean, 10);
  expect(title).toContain('n = 3');

  expect(await rowCount(studio)).toBe(0);
  await group.getByRole('button').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => rowCount(studio)).toBe(3);
  expect(await group.getAttribute('aria-expanded')).toBe('true');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => rowCount(studio)).toBe(0);
  expect(studio.complaints).toEqual([]);
});

it('hides, moves, pins and sorts columns from the keyboard, and a saved view and the look survive a restart', async () => {
  const folder = temporaryFolder();
  const studio = await openStudio(folder);
  const { page } = studio;
  await trainSix(studio);
  const heading = (id: string) => page.locator(`th[data-heading="${id}"] > div > button`).first();

  await heading('name').focus();
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight');
  expect(await heading('loss').evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  expect(await page.locator('th[data-heading="loss"]').getAttribute('aria-sort')).toBe('ascending');
  await page.keyboard.press('Alt+ArrowLeft');
  expect((await headings(studio)).slice(0, 4)).toEqual(['name', 'status', 'loss', 'seconds']);

  await heading('seed').focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'Pin left' }).waitFor();
  await page.keyboard.type('pin');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await headings(studio))[1]).toBe('seed');

  await command(studio, 'Choose columns');
  await page.getByRole('textbox', { name: 'Find a column' }).fill('test rmse');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.getByRole('textbox', { name: 'Find a column' }).fill('');
  await page.locator('li[data-column="status"] input').focus();
  await page.keyboard.press('Space');
  await page.locator('li[data-column="model"] input').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Escape');
  const wanted = ['name', 'seed', 'loss', 'seconds', 'model', 'validationLoss'];
  await expect.poll(async () => (await headings(studio)).slice(0, 6)).toEqual(wanted);
  expect(await headings(studio)).toContain('testRmse');

  await filterOf(studio).fill('model = elman');
  await page.keyboard.press('Escape');
  await expect.poll(() => rowCount(studio)).toBe(3);
  await command(studio, 'Save view as');
  await page.getByRole('dialog', { name: 'Save the view' }).getByRole('textbox').fill('Elman by loss');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await studio.ask('settings:get', undefined)).savedViews.map(({ name }) => name))
    .toEqual(['Elman by loss']);
  await command(studio, 'View: All runs');
  await expect.poll(() => rowCount(studio)).toBe(6);
  await page.getByRole('searchbox', { name: 'Search runs' }).fill('alarmwork');
  await expect.poll(async () => (await studio.ask('settings:get', undefined)).tableView?.search).toBe('alarmwork');
  expect(studio.complaints).toEqual([]);
  await studio.close();

  const again = await openStudio(folder);
  await expect.poll(() => names(again)).toEqual(['Trial alarmwork', 'Trial alarmwork', 'Trial alarmwork']);
  await command(again, 'View: Elman by loss');
  await expect.poll(() => names(again)).toEqual(['Trial elman', 'Trial elman', 'Trial elman']);
  expect((await headings(again)).slice(0, 6)).toEqual(wanted);
  expect(await filterOf(again).inputValue()).toBe('model = elman');
  expect(again.complaints).toEqual([]);
});

it('tags, colours and archives ticked runs, with a way back, and finds archived ones by a filter', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  await trainSix(studio);
  await command(studio, 'Tick no run');
  await page.locator('tr[data-run] input').first().click();
  await command(studio, 'Tag or colour');
  await page.getByRole('textbox', { name: 'Add a tag' }).fill('keep this');
  await page.keyboard.press('Enter');
  await page.locator('tr[data-run]', { hasText: 'keep this' }).waitFor();
  await page.getByRole('button', { name: 'Colour 32' }).click();
  const marked = async () =>
    (await studio.ask('runs:list', undefined)).filter(({ tags }) => tags.includes('keep this'));
  await expect.poll(async () => (await marked()).map(({ colour }) => colour)).toEqual([31]);
  await page.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect.poll(() => rowCount(studio)).toBe(5);
  await page.keyboard.press('Escape');

  await filterOf(studio).fill('archived = true and tag = "keep this"');
  await page.keyboard.press('Escape');
  await expect.poll(() => rowCount(studio)).toBe(1);
  await filterOf(studio).fill('');
  await expect.poll(() => rowCount(studio)).toBe(5);
  await page
    .locator('[data-sonner-toast]', { hasText: 'Archived 1 run' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect.poll(() => rowCount(studio)).toBe(6);
  expect(studio.complaints).toEqual([]);
});

it('keeps a note when its field is left, finds it by the search, and takes it back', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const [first] = await trainSix(studio);
  if (!first) throw new Error('A run was trained');
  await page.evaluate((id) => (location.hash = `#/run/${id}/overview`), first.id);
  const note = page.getByRole('textbox', { name: 'Note' });
  await note.fill('A quokka in the residuals');
  await note.blur();
  const kept = async () => (await studio.ask('runs:list', undefined)).find(({ id }) => id === first.id)?.notes;
  await expect.poll(kept).toBe('A quokka in the residuals');
  await page.evaluate(() => (location.hash = '#/runs'));
  await page.getByRole('searchbox', { name: 'Search runs' }).fill('quokka');
  await expect.poll(() => rowCount(studio)).toBe(1);
  await page
    .locator('[data-sonner-toast]', { hasText: 'Saved the note' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect.poll(kept).toBe('');
  expect(studio.complaints).toEqual([]);
});
