/** Settings with the check of the store, and the trash. */
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, byButton, byCommand, type Open, over, runs, type View } from './open-view';

const trash = at(() => '#/trash', 'main table tbody input');
const settings = at(() => '#/settings', 'main .button');
const checked = (view: Open, text: string | RegExp): Open =>
  over(byCommand(view, 'check & repair', '#store-check'), (page) => page.getByText(text).first().waitFor());

/** What an app that was killed leaves behind, and what a disk may do to a document. */
const damaged: Open = over(runs, async (_page, { folder, runs: { archived } }, studio) => {
  const { storeFolder } = await studio.ask('app:info', undefined);
  truncateSync(join(storeFolder, 'runs', archived, 'run.previous.json'), 100);
  writeFileSync(join(storeFolder, 'settings.json.tmp-0123456789abcdef'), folder);
});

export const SETTINGS_VIEWS: readonly View[] = [
  { name: 'settings', open: settings },
  {
    name: 'settings, a wrong number',
    open: over(settings, async (page) => {
      await page.locator('#maximum').fill('0');
      await page.getByText('Must be a whole number from 1 to 64').waitFor();
    }),
    leave: over(settings, (page) => page.locator('#maximum').fill('2')),
  },
  { name: 'settings, nothing wrong in the store', open: checked(settings, 'Nothing is wrong.') },
  { name: 'settings, the store damaged', open: checked(damaged, /problems? found/) },
  {
    name: 'settings, the store repaired',
    open: over(byButton(checked(settings, /problems? found/), 'Repair', '#store-check'), (page) =>
      page.getByText('repaired.').first().waitFor(),
    ),
  },
  { name: 'trash', open: trash },
  {
    name: 'trash, ticked',
    open: over(trash, (page) => page.locator('main table tbody input').first().check()),
  },
  { name: 'trash, emptying', open: byButton(trash, 'Empty trash…', '[role="alertdialog"]') },
];
