/** From the start of the process to a window that answers. */
import { launchStudio, type StudioApp } from '../support/launch-studio';
import type { Measured } from './measurements';

/** @returns the app, left open, and how long it took */
export async function startUp(userData: string, runs: number): Promise<{ studio: StudioApp; measured: Measured[] }> {
  const start = Date.now();
  const since = () => Date.now() - start;
  const studio = await launchStudio(userData);
  const { page } = studio;
  const windowShown = since();
  await page.waitForSelector('tr[data-run]');
  const rowsPainted = since();
  // A click that is answered: the first run is ticked off, or on.
  const box = page.locator('tr[data-run] input[type=checkbox]').first();
  const before = await box.isChecked();
  await box.click();
  await page.waitForFunction(
    (was) => document.querySelector<HTMLInputElement>('tr[data-run] input[type=checkbox]')?.checked !== was,
    before,
  );
  const interactive = since();
  await box.click();
  const label = `start-up with ${runs} runs`;
  return {
    studio,
    measured: [
      { name: `${label}, page loaded`, value: windowShown, unit: 'ms', target: 2000 },
      { name: `${label}, rows painted`, value: rowsPainted, unit: 'ms', target: 2000 },
      { name: `${label}, click answered`, value: interactive, unit: 'ms', target: 2000 },
    ],
  };
}
