/** Every view, sheet, dialog, menu and panel of the window, and how a person comes to it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerOpenDialog } from './drive-studio';
import type { StudioApp } from './launch-studio';
import type { VariedStore } from './varied-store';

export interface View {
  readonly name: string;
  /** What is still open of the view before has been closed. */
  readonly open: (studio: StudioApp, store: VariedStore) => Promise<void>;
}

type Open = View['open'];

/** An address, and something that is there once the view is. */
const at =
  (hash: (store: VariedStore) => string, sign: string): Open =>
  async ({ page }, store) => {
    await page.evaluate((address) => (location.hash = address), hash(store));
    await page.locator(sign).first().waitFor();
  };

const runs = at(() => '#/runs', 'tr[data-run]');
const compared = (tab: string, sign: string) => at(({ compared: ids }) => `#/compare/${tab}?ids=${ids.join()}`, sign);
const curves = compared('curves', 'canvas');

/** Over a view: a command of the palette, and something that is there once it has been done. */
const byCommand =
  (view: Open, title: string, sign: string): Open =>
  async (studio, store) => {
    const { page } = studio;
    await view(studio, store);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).fill(title);
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Command' }).waitFor({ state: 'detached' });
    await page.locator(sign).first().waitFor();
  };

/** Over a view: a press of the button. */
const byButton =
  (view: Open, name: string | RegExp, sign: string): Open =>
  async (studio, store) => {
    await view(studio, store);
    await studio.page.getByRole('button', { name }).first().click();
    await studio.page.locator(sign).first().waitFor();
  };

const tickFirst =
  (view: Open): Open =>
  async (studio, store) => {
    await view(studio, store);
    await studio.page.locator('tr[data-run] input').first().check();
  };

const filtered =
  (text: string, sign: string): Open =>
  async (studio, store) => {
    await at(() => '#/runs', '[aria-label="Filter"]')(studio, store);
    await studio.page.getByRole('combobox', { name: 'Filter' }).fill(text);
    await studio.page.locator(sign).first().waitFor();
  };

async function openImport(studio: StudioApp, store: VariedStore): Promise<void> {
  const path = join(store.folder, 'tide.csv');
  const rows = Array.from(
    { length: 300 },
    (_, day) => `${day},${(10 * Math.sin(day / 5) + (day % 7) / 10).toFixed(3)}`,
  );
  writeFileSync(path, ['day,level', ...rows].join('\n'));
  await answerOpenDialog(studio, path);
  await byButton(
    at(() => '#/data', '[aria-label="Data library"] li'),
    /Import data/,
    '[role="dialog"]',
  )(studio, store);
  await studio.page.getByRole('dialog').getByText('300').first().waitFor();
}

const run = (kind: 'completed' | 'paused' | 'diverged', tab: string, sign: string) =>
  at((store) => `#/run/${store[kind]}/${tab}`, sign);
const overview = run('completed', 'overview', '[aria-labelledby="facts-heading"]');
const FLOATING = '.floating';

/** Of a store in which nothing is yet. */
export const EMPTY_VIEWS: readonly View[] = [
  ['runs, empty', '#/runs', 'main h2, main .button'],
  ['compare, empty', '#/compare/curves', 'main .button'],
  ['sweeps, empty', '#/sweeps', 'main .button'],
  ['trash, empty', '#/trash', 'main h2'],
].map(([name = '', hash = '', sign = '']) => ({ name, open: at(() => hash, sign) }));

export const EVERY_VIEW: readonly View[] = [
  { name: 'runs', open: runs },
  { name: 'runs, ticked', open: byCommand(runs, 'Tick all runs', 'main canvas') },
  { name: 'runs, columns', open: byButton(runs, 'Columns', FLOATING) },
  { name: 'runs, grouping', open: byButton(runs, 'No groups', FLOATING) },
  { name: 'runs, views menu', open: byButton(runs, /All runs/, FLOATING) },
  { name: 'runs, save view', open: byCommand(runs, 'Save view as', '[role="dialog"]') },
  {
    name: 'runs, column menu',
    open: async (studio, store) => {
      await runs(studio, store);
      await studio.page.locator('th[data-heading="loss"] > div > button').first().focus();
      await studio.page.keyboard.press('ArrowDown');
      await studio.page.getByRole('menuitem').first().waitFor();
    },
  },
  { name: 'runs, marks', open: byButton(tickFirst(runs), 'Mark', FLOATING) },
  { name: 'runs, wrong filter', open: filtered('lss < 1 and mod', '#filter-problem') },
  { name: 'runs, nothing matches', open: filtered('loss < 0', 'main :text("No run matches")') },
  { name: 'runs, filtered', open: filtered('', 'tr[data-run]') },
  {
    name: 'palette',
    open: async (studio, store) => {
      await runs(studio, store);
      await studio.page.keyboard.press('Control+k');
      await studio.page.getByRole('option').first().waitFor();
    },
  },
  { name: 'about', open: byCommand(runs, 'About AlarmworkNet', '[role="dialog"]') },
  { name: 'new run', open: at(() => '#/new', '#run-name') },
  { name: 'run, overview', open: overview },
  { name: 'run, train longer', open: byButton(overview, 'Train longer…', '[role="dialog"]') },
  { name: 'run, ablation', open: byButton(overview, 'Ablation…', '[role="dialog"]') },
  { name: 'run, curves', open: run('completed', 'curves', 'canvas') },
  { name: 'run, predictions', open: run('completed', 'predictions', 'canvas') },
  { name: 'run, inside', open: run('completed', 'inside', 'figure .map') },
  { name: 'run, files', open: run('completed', 'files', 'main .button') },
  { name: 'paused run', open: run('paused', 'overview', '[aria-labelledby="facts-heading"]') },
  { name: 'diverged run', open: run('diverged', 'overview', '[aria-labelledby="facts-heading"]') },
  { name: 'diverged run, predictions', open: run('diverged', 'predictions', '[role="tabpanel"]') },
  { name: 'diverged run, inside', open: run('diverged', 'inside', '[role="tabpanel"]') },
  { name: 'unknown run', open: at(() => '#/run/nowhere', 'main .button') },
  { name: 'compare, curves', open: curves },
  { name: 'compare, metrics', open: byButton(curves, /^Metrics:/, FLOATING) },
  { name: 'compare, along', open: byButton(curves, /^Along:/, FLOATING) },
  { name: 'compare, smoothing', open: byButton(curves, /^Smoothing:/, FLOATING) },
  { name: 'compare, groups', open: byButton(curves, /^Groups:/, FLOATING) },
  { name: 'compare, save', open: byButton(curves, 'Save in another form', FLOATING) },
  { name: 'compare, report', open: byButton(curves, 'Report…', FLOATING) },
  { name: 'compare, statistics', open: compared('seeds', 'main svg[role="img"]') },
  { name: 'compare, hyperparameters', open: compared('hyperparameters', '#parallel-heading') },
  { name: 'sweeps', open: at(() => '#/sweeps', 'main td.name') },
  { name: 'sweep, trials', open: at(({ sweep }) => `#/sweep/${sweep}/trials`, 'tr[data-trial]') },
  {
    name: 'sweep, hyperparameters',
    open: at(({ sweep }) => `#/sweep/${sweep}/hyperparameters`, '[aria-labelledby="importance-heading"] table'),
  },
  { name: 'new sweep', open: at(() => '#/new-sweep', '#sweep-name') },
  { name: 'data', open: at(() => '#/data', 'main canvas') },
  { name: 'data, import', open: openImport },
  { name: 'predict', open: at(({ completed }) => `#/predict?run=${completed}`, 'main canvas') },
  { name: 'trash', open: at(() => '#/trash', 'main table tbody input') },
  { name: 'settings', open: at(() => '#/settings', 'main .button') },
];

/** Closes whatever lies over the page: menus, panels, sheets. */
export async function closeAll({ page }: StudioApp): Promise<void> {
  for (let layer = 0; layer < 3; layer++) {
    if ((await page.locator('.floating, [role="dialog"]').count()) === 0) return;
    await page.keyboard.press('Escape');
    await page.waitForTimeout(30);
  }
}

/** Sets the theme and waits until the window has it. */
export async function showTheme({ page, ask }: StudioApp, theme: 'light' | 'dark'): Promise<void> {
  await ask('settings:set', { theme });
  await page.waitForFunction((shade) => document.documentElement.dataset['theme'] === shade, theme);
  // Colours on their way from one theme to the other are of neither.
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const changes = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(changes.map(({ finished }) => finished));
  });
}
