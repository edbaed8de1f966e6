/** The table of runs, its panels and menus, and what lies over any view: the palette and messages. */
import { LONG_RUN } from '../varied-store';
import { byButton, byCommand, DIALOG, FLOATING, type Open, over, runs, tickFirst, TOAST, type View } from './open-view';

const filtered = (text: string, sign: string): Open =>
  over(runs, async (page) => {
    await page.getByRole('combobox', { name: 'Filter' }).fill(text);
    await page.locator(sign).first().waitFor();
  });

const palette = (text: string, sign: string): Open =>
  over(runs, async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).fill(text);
    await page.locator(sign).first().waitFor();
  });

const ungrouped = byCommand(runs, 'Group runs by nothing', 'tr[data-run]');
const GROUP = 'tr.group';
const grouped = byCommand(runs, 'Group runs by all but the seed', GROUP);

const byModel: Open = over(byButton(runs, 'No groups', FLOATING), async (page) => {
  await page
    .locator(FLOATING)
    .getByRole('checkbox', { name: /^Model/ })
    .check();
  await page.keyboard.press('Escape');
  await page.locator(GROUP).first().waitFor();
});

/** The run with the long name, by a search for it: the table draws only rows in sight. */
const tickLong: Open = over(runs, async (page) => {
  await page.getByRole('searchbox', { name: 'Search runs' }).fill('which has to stay within');
  await page
    .locator(`tr[data-run]:has-text("${LONG_RUN.slice(0, 60)}") input`)
    .first()
    .check();
});
const untick = byCommand(
  over(runs, (page) => page.getByRole('searchbox', { name: 'Search runs' }).fill('')),
  'Tick no run',
  'tr[data-run]',
);

const LONG_VIEW = 'A view whose name is as long as names of views may become ··';
const savedView: Open = over(byCommand(grouped, 'Save view as', DIALOG), async (page) => {
  await page.getByLabel('Name', { exact: true }).fill(LONG_VIEW);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator(DIALOG).waitFor({ state: 'detached' });
});
const firstView = over(byCommand(runs, 'View: All runs', 'tr[data-run]'), (_page, _store, { ask }) =>
  ask('settings:set', { savedViews: [] }),
);

export const TABLE_VIEWS: readonly View[] = [
  { name: 'runs', open: runs },
  { name: 'runs, ticked', open: byCommand(runs, 'Tick all runs', 'main canvas'), leave: untick },
  { name: 'runs, columns', open: byButton(runs, 'Columns', FLOATING) },
  { name: 'runs, grouping', open: byButton(runs, 'No groups', FLOATING) },
  { name: 'runs, grouped by all but the seed', open: grouped, leave: ungrouped },
  { name: 'runs, groups opened', open: byCommand(grouped, 'Expand all groups', 'tr[data-run]'), leave: ungrouped },
  { name: 'runs, grouped by a hyperparameter', open: byModel, leave: ungrouped },
  {
    name: 'runs, archived ones shown',
    open: over(byCommand(runs, 'Show archived runs', 'tr[data-run]'), async (page) => {
      await page.getByRole('searchbox', { name: 'Search runs' }).fill('put away');
      await page.locator('tr[data-run]:has-text("Put away")').waitFor();
    }),
    leave: byCommand(untick, 'Hide archived runs', 'tr[data-run]'),
  },
  { name: 'runs, a view saved', open: savedView },
  { name: 'runs, views menu', open: byButton(runs, /A view whose/, FLOATING), leave: firstView },
  { name: 'runs, save view', open: byCommand(runs, 'Save view as', DIALOG) },
  {
    name: 'runs, column menu',
    open: over(runs, async (page) => {
      await page.locator('th[data-heading="loss"] > div > button').first().focus();
      await page.keyboard.press('ArrowDown');
      await page.getByRole('menuitem').first().waitFor();
    }),
  },
  { name: 'runs, marks', open: byButton(tickFirst(runs), 'Mark', FLOATING), leave: untick },
  { name: 'runs, long marks', open: byButton(tickLong, 'Mark', FLOATING), leave: untick },
  { name: 'runs, wrong filter', open: filtered('lss < 1 and mod', '#filter-problem') },
  { name: 'runs, nothing matches', open: filtered('loss < 0', 'main :text("No run matches")') },
  { name: 'runs, filtered', open: filtered('', 'tr[data-run]') },
  {
    name: 'runs, tooltip',
    open: over(runs, async (page) => {
      await page.getByRole('button', { name: 'Import run…' }).hover();
      await page.locator('.tip').first().waitFor();
    }),
  },
  { name: 'palette', open: palette('', '[role="option"]') },
  { name: 'palette, long names', open: palette('as long as', '[role="option"]') },
  { name: 'palette, nothing found', open: palette('no such thing', ':text("Nothing is called that")') },
  { name: 'about', open: byCommand(runs, 'About AlarmworkNet', DIALOG) },
  {
    name: 'message with a way back',
    open: byCommand(tickLong, 'Delete the ticked runs', TOAST),
    leave: over(byCommand(untick, 'Undo delete', TOAST), (page) => page.locator(TOAST).first().waitFor()),
  },
  {
    name: 'messages of success and of an error',
    open: over(byCommand(tickLong, 'Delete the ticked runs', TOAST), async (page, { folder }, studio) => {
      await byCommand(runs, 'Undo delete', `${TOAST}:has-text("Restored")`)(studio, {} as never);
      // A folder in which no run is.
      await studio.app.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
      }, folder);
      await page.getByRole('button', { name: 'Import run…' }).click();
      await page.locator(`${TOAST}[data-type="error"]`).waitFor();
      // All of them side by side, as under the pointer.
      await page.locator(TOAST).first().hover();
    }),
    leave: untick,
  },
];
