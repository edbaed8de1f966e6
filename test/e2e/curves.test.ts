import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatNumber } from '../../renderer/format';
import { noisyRow, storeCurveRuns } from '../support/curve-runs';
import { answerSaveDialog, openStudio, type StudioApp } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const ROWS = 5000;
const VALIDATION_LOSS = 4;

/** Two seeds of one configuration and a run of another; the first one has a zero and, later, a value that is none. */
function rowAt(number: number, epoch: number): number[] {
  const row = noisyRow(number, epoch);
  if (number === 0 && epoch === 1000) row[VALIDATION_LOSS] = 0;
  if (number === 0 && epoch === 2000) row[VALIDATION_LOSS] = NaN;
  return row;
}
const valueAt = (number: number, epoch: number) => rowAt(number, epoch)[VALIDATION_LOSS] ?? NaN;

async function openComparison(): Promise<StudioApp> {
  const userData = temporaryFolder();
  const configurations = [
    { name: 'Twin', seed: 1 },
    { name: 'Twin', seed: 2 },
    { name: '=Other', seed: 1, hiddenUnits: 9 },
  ];
  const ids = await storeCurveRuns(
    userData,
    configurations.map((configuration, number) => ({
      configuration,
      rows: ROWS,
      rowAt: (epoch: number) => rowAt(number, epoch),
    })),
  );
  const studio = await openStudio(userData);
  await studio.page.evaluate((list) => (location.hash = `#/compare?ids=${list.join(',')}`), ids);
  await studio.page.locator(`[data-points="${3 * ROWS}"]`).waitFor();
  return studio;
}

const caption = ({ page }: StudioApp) => page.locator('figcaption').first().innerText();

/** "Epoch 12 Twin · seed 1 0.1234 …" */
async function valuesAtCursor({ page }: StudioApp): Promise<string> {
  return (await page.locator('.values').first().innerText()).replaceAll(/\s+/g, ' ').trim();
}

it('shows a zero and a missing number in the strip of a log axis, smooths past them, zooms, and reads exact values', async () => {
  const studio = await openComparison();
  const { page } = studio;
  expect(await caption(studio)).toMatch(/ of 15,000 points drawn · In the strip: 1 zero, 1 not a number$/);

  const chart = page.getByRole('application');
  let shown = '';
  // A drawing that is just being replaced answers no key.
  await expect
    .poll(async () => {
      await chart.focus();
      await page.keyboard.press('Escape');
      await page.keyboard.press('ArrowRight');
      shown = (await page.locator('.values').first().isVisible()) ? await valuesAtCursor(studio) : '';
      return shown;
    })
    .toMatch(/^Epoch 0 /);
  const first = [0, 1, 2].map((number) => valueAt(number, 0)).sort((a, b) => b - a);
  expect(first.map((value) => shown.indexOf(formatNumber(value)))).toEqual(
    first.map((value) => shown.indexOf(formatNumber(value))).toSorted((a, b) => a - b),
  );
  for (const value of first) expect(shown).toContain(formatNumber(value));
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Smoothing' }).click();
  await page.getByRole('radio', { name: 'Exponential' }).click();
  await page.keyboard.press('Escape');
  // Nothing is invented: what is counted is what was measured.
  await expect.poll(() => caption(studio)).toMatch(/ of 15,000 points drawn · In the strip: 1 zero, 1 not a number$/);

  const box = await chart.boundingBox();
  if (!box) throw new Error('The chart has no box');
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.55, box.y + 62, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Number((await chart.getAttribute('data-points')) ?? 0)).toBeLessThan(1500);
  // Closer than a point a pixel, every one is drawn.
  const [, drawn, all] = /^([\d,]+) of ([\d,]+) points/.exec(await caption(studio)) ?? [];
  expect(drawn).toBe(all);
  await page.mouse.dblclick(box.x + box.width * 0.5, box.y + 60);
  await page.locator(`[data-points="${3 * ROWS}"]`).waitFor();
  expect(studio.complaints).toEqual([]);
});

it('draws groups with bands, which stay where they are when a run of another group is hidden', async () => {
  const studio = await openComparison();
  const { page } = studio;
  await page.getByRole('button', { name: 'Groups' }).click();
  await page.getByLabel(/^Group by/).click();
  await page.getByRole('option', { name: 'All but the seed' }).click();
  await page.keyboard.press('Escape');
  const legend = page.getByRole('list', { name: 'Runs in the chart' });
  await legend.getByRole('button', { name: 'Show the group Twin' }).waitFor();

  const readFirst = async () => {
    await page.getByRole('application').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    // While bands are being computed there is nothing to read off.
    return (await page.locator('.values').first().isVisible()) ? valuesAtCursor(studio) : '';
  };
  const [one, two] = [valueAt(0, 0), valueAt(1, 0)];
  const mean = (one + two) / 2;
  // Of two values, the standard deviation is their distance over the root of two.
  const deviation = Math.abs(one - two) / Math.SQRT2;
  const expected = `Twin ${formatNumber(mean)} ${formatNumber(mean - deviation)} to ${formatNumber(mean + deviation)} n 2`;
  await expect.poll(readFirst).toContain(expected);
  expect(await readFirst()).toContain(`=Other ${formatNumber(valueAt(2, 0))} n 1`);

  await legend.getByRole('button', { name: 'Show =Other' }).click();
  await expect.poll(readFirst).not.toContain('=Other');
  expect(await readFirst()).toContain(expected);
  await legend.getByRole('button', { name: 'Show Twin · seed 2' }).click();
  await expect.poll(readFirst).toContain(`Twin ${formatNumber(one)} n 1`);
  expect(studio.complaints).toEqual([]);
});

it('saves every point as vectors and as a table', async () => {
  const studio = await openComparison();
  const { page } = studio;
  const folder = temporaryFolder();
  const save = async (item: string, file: string) => {
    const path = join(folder, file);
    await answerSaveDialog(studio, path);
    await page.getByRole('button', { name: 'Save in another form' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await page
      .getByText(`as ${file}`)
      .or(page.getByText(`Saved ${file}`))
      .first()
      .waitFor();
    return readFileSync(path, 'utf8');
  };

  const svg = await save('SVG vectors…', 'chart.svg');
  const longest = [...svg.matchAll(/ d="([^"]*)"/g)].map(([, path = '']) => path.split(/[ML]/).length - 1);
  // The first run lacks two of its values in the line: they are in the strip.
  expect(longest.filter((points) => points > 1000).toSorted((a, b) => a - b)).toEqual([ROWS - 2, ROWS, ROWS]);
  expect(svg).toContain('15,000 of 15,000 points drawn · In the strip: 1 zero, 1 not a number');

  const csv = await save('CSV of all points…', 'points.csv');
  const [header, ...lines] = csv.trimEnd().split('\r\n');
  expect(header).toBe('run,id,seed,sequences_seen,epoch,step,seconds,validationLoss');
  expect(lines.length).toBe(3 * ROWS);
  const written = (name: string, seed: number) =>
    lines.map((line) => line.split(',')).filter((cells) => cells[0] === name && Number(cells[2]) === seed);
  const text = (value: number) => (Number.isNaN(value) ? '' : String(value));
  for (const [number, name, seed] of [
    [0, 'Twin', 1],
    [1, 'Twin', 2],
    [2, "'=Other", 1],
  ] as const) {
    expect(written(name, seed).map((cells) => cells.at(-1))).toEqual(
      Array.from({ length: ROWS }, (_, epoch) => text(valueAt(number, epoch))),
    );
  }
  expect(studio.complaints).toEqual([]);
});

it('shows every chart of a run again when one comes back to them', async () => {
  const studio = await openComparison();
  const { page } = studio;
  const [id = ''] = (await studio.ask('runs:list', undefined)).map((run) => run.id);
  const show = async (tab: string) => page.evaluate((address) => (location.hash = address), `#/run/${id}/${tab}`);
  const points = () =>
    page
      .locator('[data-points]')
      .evaluateAll((charts) => charts.map((chart) => Number((chart as HTMLElement).dataset['points'])));
  await show('curves');
  await expect.poll(points).toHaveLength(3);
  await expect.poll(async () => Math.min(...(await points()))).toBeGreaterThan(0);
  const before = await points();
  await show('overview');
  await page.locator('[aria-labelledby="facts-heading"]').waitFor();
  await show('curves');
  await expect.poll(points).toEqual(before);
  // What was asked for meanwhile has come by then.
  await page.waitForTimeout(300);
  expect(await points()).toEqual(before);
  expect(studio.complaints).toEqual([]);
});
