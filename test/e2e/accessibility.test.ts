import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import { beforeAll, afterAll, expect, it } from 'vitest';
import { EMPTY_VIEWS, EVERY_VIEW } from '../support/every-view';
import { launchStudio, type StudioApp } from '../support/launch-studio';
import { removeFolder } from '../support/remove-folder';
import { fillVariedStore, SAME_STATUSES, statusesOf, type VariedStore } from '../support/varied-store';
import { closeAll, showTheme, type View } from '../support/views/open-view';
import { READ_ONLY_VIEWS, startTraining, TRAINING_VIEWS } from '../support/views/training-views';

/** What is found in a view: rule, place and reason, one line each. */
async function violations({ page }: StudioApp, options: RunOptions): Promise<string[]> {
  const found = await page.evaluate(
    async (asked) => {
      // The one exception: an open menu, list or tooltip stands at the end of the document, but belongs to its button, which is in a landmark.
      const region = { enabled: document.querySelector('[role="menu"], .select-content, .tip') === null };
      const rules = asked.runOnly ? {} : { rules: { region } };
      return (await (window as unknown as { axe: typeof axe }).axe.run(document, { ...asked, ...rules })).violations;
    },
    { resultTypes: ['violations'], ...options } satisfies RunOptions,
  );
  return found.flatMap(linesOf);
}

function linesOf({ id, impact, nodes }: AxeResults['violations'][number]): string[] {
  return nodes.map(({ target, failureSummary = '' }) => {
    const [, reason = ''] = failureSummary.split('\n');
    return `${impact ?? 'unknown'} ${id}: ${target.join(' ')}: ${reason.trim()}`;
  });
}

/** Names, roles and landmarks are the same in both themes: only contrast is looked at in both. */
const DARK: RunOptions = { runOnly: ['color-contrast'] };

const SIZES = [
  [1280, 800],
  [1920, 1080],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-test-'));
let studio: StudioApp;
let store: VariedStore;

async function launch(): Promise<void> {
  studio = await launchStudio(join(folder, 'data'));
  await studio.page.emulateMedia({ reducedMotion: 'reduce' });
  await studio.page.evaluate(axe.source);
  // Of a step on the way to a view; it says which, and the test goes on with the next view.
  studio.page.setDefaultTimeout(10_000);
}

beforeAll(launch);

afterAll(async () => {
  await studio.close();
  removeFolder(folder);
});

/** Into the folder that ALARMWORK_SCREENSHOTS names, for people to look at: each view, at two sizes, in both themes. */
async function takePictures(name: string): Promise<void> {
  const pictures = process.env['ALARMWORK_SCREENSHOTS'];
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  for (const [width, height] of SIZES) {
    await studio.app.evaluate(
      ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
      { width, height },
    );
    await studio.page.waitForFunction((expected) => innerWidth === expected, width);
    for (const shown of THEMES) {
      await showTheme(studio, shown);
      theme = shown;
      // Charts are drawn anew in the frames after a change of size or theme.
      await studio.page.waitForTimeout(250);
      await studio.page.screenshot({ path: join(pictures, `${name}-${width}-${shown}.png`) });
    }
  }
}

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
let theme: Theme = 'light';

/** Both themes, beginning with the one the window has: a switch draws every chart anew. */
async function findings(): Promise<Record<Theme, string[]>> {
  const found: Record<Theme, string[]> = { light: [], dark: [] };
  for (const next of theme === 'light' ? THEMES : THEMES.toReversed()) {
    await showTheme(studio, next);
    theme = next;
    found[next] = await violations(studio, next === 'light' ? {} : DARK);
  }
  return found;
}

async function expectNothing({ name, open, leave }: View): Promise<void> {
  await closeAll(studio);
  try {
    await open(studio, store);
    const found = await findings();
    await takePictures(name.replaceAll(/\W+/g, '-'));
    expect(found).toEqual({ light: [], dark: [] });
  } finally {
    if (leave) {
      await closeAll(studio);
      await leave(studio, store);
    }
  }
}

it.each(EMPTY_VIEWS)('finds nothing in the view: $name', expectNothing);

it('fills the store with runs of every kind', async () => {
  store = await fillVariedStore(studio, folder);
  // What was imported past the window is in no list of it yet.
  await studio.page.reload();
  await studio.page.evaluate(axe.source);
  expect(await statusesOf(studio, store)).toEqual(SAME_STATUSES);
  const { sweeps } = store;
  const halved = (await studio.ask('sweeps:list', undefined)).find(({ id }) => id === sweeps.halved);
  expect(halved?.stopped).toEqual([1, 2]);
});

it.each(EVERY_VIEW)('finds nothing in the view: $name', expectNothing);

it('starts runs that train', () => startTraining(studio));

it.each(TRAINING_VIEWS)('finds nothing in the view: $name', expectNothing);

it('has heard no complaint from the window', () => {
  expect(studio.complaints).toEqual([]);
});

it('opens the store as one that a newer version of the app wrote', async () => {
  const { storeFolder } = await studio.ask('app:info', undefined);
  await studio.close();
  writeFileSync(join(storeFolder, 'store.json'), JSON.stringify({ formatVersion: 99, app: '9.9.9' }));
  await launch();
  await studio.page.getByRole('status').filter({ hasText: 'Read-only.' }).waitFor();
});

it.each(READ_ONLY_VIEWS)('finds nothing in the view: $name', expectNothing);

it('has heard no complaint from that window either', () => {
  expect(studio.complaints).toEqual([]);
});
