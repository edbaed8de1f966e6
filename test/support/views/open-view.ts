/** How tests come to a view, as a person would, and how they leave it. */
import type { Page } from 'playwright-core';
import type { StudioApp } from '../launch-studio';
import type { RunKind, VariedStore } from '../varied-store';

export type Open = (studio: StudioApp, store: VariedStore) => Promise<void>;

export interface View {
  readonly name: string;
  /** What is still open of the view before has been closed. */
  readonly open: Open;
  /** Takes back what the next view must not find: of a state that the window keeps. */
  readonly leave?: Open;
}

/** An address, and something that is there once the view is. */
export const at =
  (hash: (store: VariedStore) => string, sign: string): Open =>
  async ({ page }, store) => {
    await page.evaluate((address) => (location.hash = address), hash(store));
    await page.locator(sign).first().waitFor();
  };

/** Over a view: one step more. */
export const over =
  (view: Open, step: (page: Page, store: VariedStore, studio: StudioApp) => Promise<unknown>): Open =>
  async (studio, store) => {
    await view(studio, store);
    await step(studio.page, store, studio);
  };

/** Over a view: a command of the palette, and something that is there once it has been done. */
export const byCommand = (view: Open, title: string, sign: string): Open =>
  over(view, async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).fill(title);
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Command' }).waitFor({ state: 'detached' });
    await page.locator(sign).first().waitFor();
  });

/** Over a view: a press of the button. */
export const byButton = (view: Open, name: string | RegExp, sign: string): Open =>
  over(view, async (page) => {
    await page.getByRole('button', { name }).first().click();
    await page.locator(sign).first().waitFor();
  });

/** Over a view: the open list of a choice. */
export const byList = (view: Open, label: string): Open =>
  over(view, async (page) => {
    await page
      .getByLabel(new RegExp(`^${label}: `))
      .first()
      .click();
    await page.getByRole('option').first().waitFor();
  });

/** Over a view: another choice of a list. */
export const byChoice = (view: Open, label: string, choice: string | RegExp, sign: string): Open =>
  over(byList(view, label), async (page) => {
    await page.getByRole('option', { name: choice }).first().click();
    await page.locator(sign).first().waitFor();
  });

/** With rows of runs or of groups, or with a filter that none matches. */
export const runs = at(() => '#/runs', 'tr[data-run], tr.group, main :text("No run matches")');
export const FLOATING = '.floating';
export const DIALOG = '[role="dialog"]';
export const TOAST = '[data-sonner-toast]';

/** The page of a run: its overview where nothing else is said. */
export const run = (kind: RunKind, tab = 'overview', sign = '[aria-labelledby="facts-heading"]'): Open =>
  at((store) => `#/run/${store.runs[kind]}/${tab}`, sign);

export const tickFirst = (view: Open): Open => over(view, (page) => page.locator('tr[data-run] input').first().check());

/** Closes whatever lies over the page: menus, panels, sheets, messages. */
export async function closeAll({ page }: StudioApp): Promise<void> {
  // A tooltip, or values beside a chart's cross-hair.
  await page.mouse.move(0, 0);
  for (let layer = 0; layer < 5; layer++) {
    if ((await page.locator('.floating, [role="dialog"]').count()) === 0) break;
    await page.keyboard.press('Escape');
    await page.waitForTimeout(30);
  }
  await page.evaluate((message) => {
    // Once: a second press would put off its end.
    for (const button of document.querySelectorAll<HTMLElement>(`${message} [data-close-button]`)) button.click();
  }, TOAST);
  await page.locator(TOAST).first().waitFor({ state: 'detached' });
}

/** Sets the theme, which is the system's unless a person chose one, and waits until the window has it. */
export async function showTheme({ page }: StudioApp, theme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.waitForFunction((shade) => document.documentElement.dataset['theme'] === shade, theme);
  // Colours on their way from one theme to the other are of neither.
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const changes = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(changes.map(({ finished }) => finished));
  });
}
