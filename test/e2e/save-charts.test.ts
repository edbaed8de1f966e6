import { join } from 'node:path';
import { expect, it } from 'vitest';
import { smallConfiguration } from '../support/configurations';
import { openedCsv, openedPng, openedSvg, savedFile } from '../support/saved-charts';
import { openStudio } from '../support/studio-app';
import { smallSweep } from '../support/sweeps';
import { temporaryFolder } from '../support/temporary-folder';

it('saves predictions as a picture, as vectors with every point, and as a table of them', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const folder = temporaryFolder();
  const [id = ''] = await studio.ask('runs:launch', { configuration: smallConfiguration(), count: 1 });
  await studio.runsToBe('completed');
  const predictions = await studio.ask('runs:predictions', { id, part: 'validation', weights: 'best' });
  await page.evaluate((run) => (location.hash = `#/run/${run}/predictions`), id);

  const chart = 'Predicted against target';
  const button = `Save ${chart}`;
  const { headings, rows } = openedCsv(await savedFile(studio, button, 'csv', join(folder, 'p.csv')));
  expect(headings[2]).toContain('Target');
  expect(rows.map((row) => Number(row[2]))).toEqual(predictions.target);
  expect(rows.map((row) => Number(row[3]))).toEqual(predictions.predicted);

  const svg = await openedSvg(studio, await savedFile(studio, button, 'svg', join(folder, 'p.svg')));
  expect(svg).toMatchObject({ problem: null, images: 0 });
  expect(svg.texts).toEqual(expect.arrayContaining([chart, 'Target', 'Predicted']));
  // What only a screen has use for is not in the picture.
  expect(svg.texts.join()).not.toContain('Show persistence');
  const curves = svg.paths.filter((path) => path.split('L').length === predictions.target.length);
  expect(curves).toHaveLength(2);

  const png = await openedPng(studio, await savedFile(studio, button, 'png', join(folder, 'p.png')));
  expect(png.size).toEqual(svg.size.map((length) => 2 * length));
  expect(studio.complaints).toEqual([]);
});

it('saves the charts of a sweep’s hyperparameters', async () => {
  const studio = await openStudio(temporaryFolder());
  const folder = temporaryFolder();
  const dimensions = [
    { field: 'learningRate', kind: 'logarithmic', from: 0.0001, to: 0.1, count: 4 },
    { field: 'hiddenUnits', kind: 'integer', from: 2, to: 4, count: 2 },
  ] as const;
  const definition = smallSweep({ seeds: 1, dimensions: [...dimensions] });
  const { id } = await studio.ask('sweeps:launch', { definition });
  await expect
    .poll(async () => (await studio.ask('sweeps:list', undefined))[0]?.status, { timeout: 60_000 })
    .toBe('completed');
  await studio.page.evaluate((sweep) => (location.hash = `#/sweep/${sweep}/hyperparameters`), id);

  const drawing = async (chart: string) =>
    openedSvg(studio, await savedFile(studio, `Save ${chart}`, 'svg', join(folder, `${chart}.svg`)));
  expect(await drawing('Scatter')).toMatchObject({ problem: null, circles: 8 });
  const table = openedCsv(await savedFile(studio, 'Save Parallel coordinates', 'csv', join(folder, 'c.csv')));
  expect(table.rows).toHaveLength(8);
  const parallel = await drawing('Parallel coordinates');
  expect(parallel).toMatchObject({ problem: null, images: 0 });
  // A line over three axes for each run.
  expect(parallel.paths.filter((path) => path.split('L').length === 3)).toHaveLength(8);
  const contour = await drawing('Contour');
  // A rectangle a cell, and a circle for each place of runs.
  expect(contour).toMatchObject({ problem: null, images: 0, circles: 8 });
  expect(contour.rects).toBeGreaterThanOrEqual(48 * 48);
  for (const { texts } of [parallel, contour]) expect(texts).toContain('Learning rate');
  expect((await drawing('Importance')).texts).toEqual(expect.arrayContaining(['Learning rate', 'Hidden units (P)']));

  // What a colour stands for is in the picture too.
  await studio.page.getByLabel('Colour: Colour: run').click();
  await studio.page.getByRole('option', { name: 'Colour: Learning rate' }).click();
  await expect.poll(async () => (await drawing('Scatter')).texts).toEqual(expect.arrayContaining(['Learning rate:']));
  expect(studio.complaints).toEqual([]);
}, 180_000);
