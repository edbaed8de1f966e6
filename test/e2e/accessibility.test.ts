import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import { beforeAll, afterAll, expect, it } from 'vitest';
import { closeAll, EMPTY_VIEWS, EVERY_VIEW, showTheme, type View } from '../support/every-view';
import { launchStudio, type StudioApp } from '../support/launch-studio';
import { removeFolder } from '../support/remove-folder';
import { fillVariedStore, type VariedStore } from '../support/varied-store';

/** What is found in a view: rule, place and reason, one line each. */
async function violations({ page }: StudioApp, options: RunOptions): Promise<string[]> {
  const found = await page.evaluate(
    async (asked) => {
      // The one exception: an open menu stands at the end of the document, but belongs to its button, which is in a landmark.
      const region = { enabled: document.querySelector('[role="menu"]') === null };
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

beforeAll(async () => {
  studio = await launchStudio(join(folder, 'data'));
  await studio.page.emulateMedia({ reducedMotion: 'reduce' });
  await studio.page.evaluate(axe.source);
  // Of a step on the way to a view; it says which, and the test goes on with the next view.
  studio.page.setDefaultTimeout(10_000);
});

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
    for (const theme of ['light', 'dark'] as const) {
      await showTheme(studio, theme);
      // Charts are drawn anew in the frames after a change of size or theme.
      await studio.page.waitForTimeout(250);
      await studio.page.screenshot({ path: join(pictures, `${name}-${width}-${theme}.png`) });
    }
  }
}

async function expectNothing({ name, open }: View): Promise<void> {
  await closeAll(studio);
  await open(studio, store);
  await showTheme(studio, 'light');
  const light = await violations(studio, {});
  await showTheme(studio, 'dark');
  const dark = await violations(studio, DARK);
  await takePictures(name.replaceAll(/\W+/g, '-'));
  expect({ light, dark }).toEqual({ light: [], dark: [] });
}

it.each(EMPTY_VIEWS)('finds nothing in the view: $name', expectNothing);

it('fills the store with runs of every kind', async () => {
  store = await fillVariedStore(studio, folder);
});

it.each(EVERY_VIEW)('finds nothing in the view: $name', expectNothing);

it('has heard no complaint from the window', () => {
  expect(studio.complaints).toEqual([]);
});
