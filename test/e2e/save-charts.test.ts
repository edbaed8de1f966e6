import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { smallConfiguration } from '../support/configurations';
import { answerSaveDialog, openStudio, type StudioApp } from '../support/studio-app';
import { smallSweep } from '../support/sweeps';
import { temporaryFolder } from '../support/temporary-folder';

/** Saves a chart by its menu. @returns what was written */
async function save(studio: StudioApp, chart: string, item: string | RegExp, path: string): Promise<Buffer> {
  const { page } = studio;
  await answerSaveDialog(studio, path);
  await page.getByRole('button', { name: `Save ${chart}`, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await expect.poll(() => existsSync(path)).toBe(true);
  return readFileSync(path);
}

const SVG = 'SVG vectors…';
const PNG = 'PNG picture…';
const CSV = 'CSV of all points…';

/** Width and height stand at bytes 16 and 20 of a PNG. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

/** What a parser of XML makes of it. */
async function shapesOf({ page }: StudioApp, svg: Buffer) {
  return page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'image/svg+xml');
    const root = document.documentElement;
    return {
      problem: document.querySelector('parsererror')?.textContent,
      size: [Number(root.getAttribute('width')), Number(root.getAttribute('height'))],
      texts: [...document.querySelectorAll('text')].map(({ textContent }) => textContent),
      circles: document.querySelectorAll('circle').length,
      paths: [...document.querySelectorAll('path')].map((path) => path.getAttribute('d') ?? ''),
      images: document.querySelectorAll('image').length,
    };
  }, svg.toString());
}

it('saves predictions as a picture, as vectors with every point, and as a table of them', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const folder = temporaryFolder();
  const [id = ''] = await studio.ask('runs:launch', { configuration: smallConfiguration(), count: 1 });
  await studio.runsToBe('completed');
  const predictions = await studio.ask('runs:predictions', { id, part: 'validation', weights: 'best' });
  await page.evaluate((run) => (location.hash = `#/run/${run}/predictions`), id);

  const chart = 'Predicted against target';
  const [header, ...lines] = (await save(studio, chart, CSV, join(folder, 'p.csv'))).toString().trimEnd().split('\r\n');
  expect(header).toContain('Target');
  expect(lines.map((line) => Number(line.split(',')[2]))).toEqual(predictions.target);
  expect(lines.map((line) => Number(line.split(',')[3]))).toEqual(predictions.predicted);

  const shapes = await shapesOf(studio, await save(studio, chart, SVG, join(folder, 'p.svg')));
  expect(shapes).toMatchObject({ problem: undefined, images: 0 });
  expect(shapes.texts).toEqual(expect.arrayContaining([chart, 'Target', 'Predicted']));
  // What only a screen has use for is not in the picture.
  expect(shapes.texts.join()).not.toContain('Show persistence');
  const curves = shapes.paths.filter((path) => path.split('L').length === predictions.target.length);
  expect(curves).toHaveLength(2);

  const png = await save(studio, chart, PNG, join(folder, 'p.png'));
  expect(sizeOf(png)).toEqual(shapes.size.map((length) => 2 * length));
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

  const scatter = await shapesOf(studio, await save(studio, 'Scatter', SVG, join(folder, 's.svg')));
  expect(scatter).toMatchObject({ problem: undefined, circles: 8 });
  const table = (await save(studio, 'Parallel coordinates', CSV, join(folder, 'c.csv'))).toString().trimEnd();
  expect(table.split('\r\n')).toHaveLength(1 + 8);
  const parallel = await shapesOf(studio, await save(studio, 'Parallel coordinates', SVG, join(folder, 'l.svg')));
  expect(parallel).toMatchObject({ problem: undefined, images: 0 });
  // A line over three axes for each run.
  expect(parallel.paths.filter((path) => path.split('L').length === 3)).toHaveLength(8);
  const contour = await shapesOf(studio, await save(studio, 'Contour', SVG, join(folder, 'o.svg')));
  expect(contour).toMatchObject({ problem: undefined, images: 0, circles: 8 });
  for (const { texts } of [parallel, contour]) expect(texts).toContain('Learning rate');
  const importance = await shapesOf(studio, await save(studio, 'Importance', SVG, join(folder, 'i.svg')));
  expect(importance.texts).toEqual(expect.arrayContaining(['Learning rate', 'Hidden units (P)']));
  expect(studio.complaints).toEqual([]);
}, 180_000);
