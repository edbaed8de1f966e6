/** What tests do to the app beside what the window asks for. */
import type { Locator } from 'playwright-core';
import type { RunId } from '../../core/contract/run';
import type { StudioApp } from './launch-studio';

/** The next save dialog is answered with this path, without being shown. */
export async function answerSaveDialog({ app }: StudioApp, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

/** The next open dialog is answered with this path, without being shown. */
export async function answerOpenDialog({ app }: StudioApp, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, path);
}

/** Chooses a file to import. @returns the sheet that shows what is in it */
export async function openImportSheet(studio: StudioApp, path: string): Promise<Locator> {
  const { page } = studio;
  await answerOpenDialog(studio, path);
  await page.evaluate(() => (location.hash = '#/data'));
  await page
    .getByRole('button', { name: /Import data/ })
    .first()
    .click();
  return page.getByRole('dialog');
}

/** Process ids of the trainers there are now. */
export async function trainerPids({ app }: StudioApp): Promise<number[]> {
  return app.evaluate(({ app: electronApp }) =>
    electronApp
      .getAppMetrics()
      .filter(({ name, serviceName }) => [name, serviceName].includes('AlarmworkNet trainer'))
      .map(({ pid }) => pid),
  );
}

/** Metric rows as the window gets them, one array a row. */
export async function metricRows(studio: StudioApp, id: RunId, width: number): Promise<number[][]> {
  const flat = [...(await studio.ask('runs:metrics', { id })).rows];
  const rows: number[][] = [];
  while (flat.length > 0) rows.push(flat.splice(0, width));
  return rows;
}
