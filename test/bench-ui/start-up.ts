/** From the start of the process to a window that answers. */
import type { Page } from 'playwright-core';
import { launchStudio, type StudioApp } from '../support/launch-studio';
import type { Measured } from './measurements';

/**
 * Resolves in the frame after the one with the first rows; the page watches for itself, as asking it again and again from
 * outside takes longer than what is measured. @returns milliseconds since 1970, and where the first tick box is
 */
async function rowsPainted(page: Page): Promise<{ at: number; x: number; y: number }> {
  return page.evaluate(async () => {
    const box = () => document.querySelector('tr[data-run] input[type=checkbox]');
    while (!box()) await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const at = performance.timeOrigin + performance.now();
    const { left, top, width, height } = box()?.getBoundingClientRect() ?? new DOMRect();
    return { at, x: left + width / 2, y: top + height / 2 };
  });
}

/** A real click that is answered by a tick on the screen. @returns milliseconds since 1970 */
async function clickAnswered(page: Page, x: number, y: number): Promise<number> {
  await page.evaluate(() => {
    const box = document.querySelector<HTMLInputElement>('tr[data-run] input[type=checkbox]');
    const before = box?.checked;
    const answered = (async () => {
      while (box?.checked === before) await new Promise((resolve) => requestAnimationFrame(resolve));
      return performance.timeOrigin + performance.now();
    })();
    Object.assign(window, { answered });
  });
  await page.mouse.click(x, y);
  return page.evaluate(() => (window as unknown as { answered: Promise<number> }).answered);
}

/** @returns the app, left open, and how long it took from the start of its process, the driver's own start of it included */
export async function startUp(userData: string, runs: number): Promise<{ studio: StudioApp; measured: Measured[] }> {
  const start = Date.now();
  const studio = await launchStudio(userData);
  const { page } = studio;
  const windowShown = Date.now() - start;
  const painted = await rowsPainted(page);
  const answered = await clickAnswered(page, painted.x, painted.y);
  await page.mouse.click(painted.x, painted.y);
  const label = `start-up with ${runs} runs`;
  return {
    studio,
    measured: [
      { name: `${label}, page loaded`, value: windowShown, unit: 'ms', target: 2000 },
      { name: `${label}, rows painted`, value: painted.at - start, unit: 'ms', target: 2000 },
      { name: `${label}, click answered`, value: answered - start, unit: 'ms', target: 2000 },
    ],
  };
}
