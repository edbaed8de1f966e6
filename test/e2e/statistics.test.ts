import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { comparePairs } from '../../core/analysis/paired';
import { summarise } from '../../core/analysis/statistics';
import type { RunSummary } from '../../core/contract/run';
import { formatExactly } from '../../renderer/format';
import { smallConfiguration } from '../support/configurations';
import { answerSaveDialog, openStudio, type StudioApp } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const SEEDS = [1, 2, 3, 4, 5];
/** No statement may be read from a name. */
const HOSTILE = 'E <script>alert(1)</script> | `x` =1';

async function launchBoth(studio: StudioApp): Promise<{ alarmwork: RunSummary[]; elman: RunSummary[] }> {
  await studio.ask('runs:launch', { configuration: smallConfiguration({ name: 'Two clocks' }), count: 5 });
  await studio.ask('runs:launch', { configuration: smallConfiguration({ name: HOSTILE, model: 'elman' }), count: 5 });
  const runs = await studio.runsToBe('completed');
  const of = (model: string) =>
    runs
      .filter(({ configuration }) => configuration.model === model)
      .toSorted((a, b) => a.configuration.seed - b.configuration.seed);
  return { alarmwork: of('alarmwork'), elman: of('elman') };
}

const rmse = (run: RunSummary | undefined) => run?.results?.test?.rmse ?? NaN;

async function openStatistics({ page }: StudioApp, runs: readonly RunSummary[]): Promise<void> {
  await page.evaluate((ids) => (location.hash = `#/compare/seeds?ids=${ids}`), runs.map(({ id }) => id).join(','));
  await page.locator('[data-complete="true"]').waitFor();
}

it('compares two configurations seed by seed, with the figures of the analysis itself, and reports them', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const { alarmwork, elman } = await launchBoth(studio);
  expect([alarmwork.length, elman.length]).toEqual([5, 5]);
  await openStatistics(studio, [...alarmwork, ...elman]);

  const groups = page.getByRole('table', { name: 'Groups' });
  const means = await groups
    .locator('tbody tr td:nth-child(5)')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title')));
  const expected = [alarmwork, elman].map((runs) => formatExactly(summarise(runs.map(rmse)).mean));
  expect(means).toEqual(expected);

  const differences = SEEDS.map((_, index) => rmse(alarmwork[index]) - rmse(elman[index]));
  const pairs = page.getByRole('table', { name: 'Pairs' });
  const shown = await pairs
    .locator('tbody td:last-child')
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('title'))));
  expect(shown).toEqual(differences);
  const { test } = comparePairs(differences);
  const sentence = await page.getByTestId('sentence').innerText();
  expect(sentence).toMatch(/^With 5 paired seeds, the test RMSE \(final weights\) of “Alarm period 2” is /);
  // 2 of 32 at least: two decimals suffice to tell every possible p apart.
  expect(Number(/p = ([\d.]+)/.exec(sentence)?.[1])).toBeCloseTo(test.p ?? NaN, 2);
  await page.getByText('the smallest p-value possible is 0.0625').waitFor();

  // The other way round, every difference has the other sign.
  await page.getByLabel('A is Elman').check();
  await expect
    .poll(() =>
      pairs
        .locator('tbody td:last-child')
        .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('title')))),
    )
    .toEqual(differences.map((difference) => -difference));

  const folder = temporaryFolder();
  const files = { html: join(folder, 'report.html'), markdown: join(folder, 'report.md') };
  for (const [kind, path] of Object.entries(files)) {
    await answerSaveDialog(studio, path);
    await page.getByRole('button', { name: 'Report…' }).click();
    await page.getByRole('menuitem', { name: kind === 'html' ? /HTML/ : /Markdown/ }).click();
    await page.getByText(`Saved ${kind === 'html' ? 'report.html' : 'report.md'}`).waitFor();
  }
  const turned = await page.getByTestId('sentence').innerText();
  expect(studio.complaints).toEqual([]);

  const markdown = readFileSync(files.markdown, 'utf8');
  expect(markdown).toContain('# Comparison of 10 runs in 2 groups');
  expect(markdown).not.toContain('| E <script>');
  expect([...markdown.matchAll(/^\[figure-\d\]: data:image\/png;base64,[\w+/]+=*$/gm)]).toHaveLength(2);
  const configurations = [...markdown.matchAll(/```json\n([\s\S]*?)\n```/g)].map(
    ([, json]) => JSON.parse(json ?? '') as unknown,
  );
  expect(configurations).toEqual([alarmwork[0]?.configuration, elman[0]?.configuration]);

  const found = await openedWithoutScripts(studio, files.html);
  expect(found).toMatchObject({
    title: 'Comparison of 10 runs in 2 groups',
    finding: turned,
    scripts: 0,
    wellFormed: true,
    pictures: [],
    plots: 2,
  });
  expect(found.complaints).toEqual([]);
  for (const { results } of [...alarmwork, ...elman]) expect(found.text).toContain(results?.weightsSha256);
  expect(found.text).toContain(HOSTILE);
});

/** Opens a saved report in a window of its own, where scripts are off, and looks at it through the debugger's protocol. */
async function openedWithoutScripts(studio: StudioApp, file: string) {
  const opened = studio.app.waitForEvent('window');
  await studio.app.evaluate(async ({ BrowserWindow, session }, url) => {
    // Another session than the app's, which loads no files.
    const reading = session.fromPartition('reading');
    const window = new BrowserWindow({
      width: 1280,
      height: 800,
      webPreferences: { session: reading, javascript: false },
    });
    await window.loadURL(url);
  }, pathToFileURL(file).href);
  const page = await opened;
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.reload();
  if (process.env['ALARMWORK_SCREENSHOTS']) {
    await page.screenshot({ path: join(process.env['ALARMWORK_SCREENSHOTS'], 'report.png'), fullPage: true });
  }
  const seen = await page.evaluate(() => ({
    title: document.title,
    finding: document.querySelector('.finding')?.textContent,
    scripts: document.scripts.length,
    text: document.body.innerText,
    pictures: [...document.images].map(({ complete, naturalWidth }) => complete && naturalWidth > 1000),
    plots: document.querySelectorAll('figure svg').length,
  }));
  const source = readFileSync(file, 'utf8');
  const wellFormed = await studio.page.evaluate(
    (text) => new DOMParser().parseFromString(text, 'application/xhtml+xml').querySelector('parsererror') === null,
    source,
  );
  return { ...seen, complaints, wellFormed };
}

it('takes a run apart in one click: five variants, the same seeds, one tag, and the comparison with the run itself', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const [id] = await studio.ask('runs:launch', {
    configuration: smallConfiguration({ name: 'Whole', seed: 3 }),
    count: 1,
  });
  await studio.runsToBe('completed');
  await page.evaluate((run) => (location.hash = `#/run/${run ?? ''}`), id);
  await page.getByRole('button', { name: 'Ablation…' }).click();
  await page.getByLabel('Seeds of each variant').fill('2');
  await page.getByTestId('cost').getByText('10 runs').waitFor();
  expect(await page.getByTestId('cost').innerText()).toContain('1 trained already, 9 to train');
  await page.getByRole('button', { name: 'Launch and compare' }).click();

  const groups = page.getByRole('table', { name: 'Groups' });
  await groups.getByText('Elman').waitFor();
  const runs = await studio.runsToBe('completed');
  expect(runs).toHaveLength(10);
  expect(runs.every(({ tags }) => tags.includes('ablation: Whole'))).toBe(true);
  expect(new Set(runs.map(({ configuration }) => configuration.seed))).toEqual(new Set([3, 4]));
  await page.locator('[data-complete="true"]').waitFor();
  expect(await groups.locator('.label').allInnerTexts()).toEqual([
    'Alarm period 1',
    'Alarm period 2',
    'Alarm period 4',
    'no in2 (the alarm never rings)',
    'Elman',
  ]);
  expect(await page.getByLabel('A is Alarm period 2').isChecked()).toBe(true);
  await expect.poll(() => page.getByTestId('sentence').innerText()).toMatch(/^With 2 paired seeds, .*“Alarm period 2”/);
  expect(await page.getByRole('table', { name: 'Every group against every other' }).locator('tbody tr').count()).toBe(
    5,
  );

  // Once more there is nothing to train.
  await page.evaluate((run) => (location.hash = `#/run/${run ?? ''}`), id);
  await page.getByRole('button', { name: 'Ablation…' }).click();
  await page.getByLabel('Seeds of each variant').fill('2');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await groups.getByText('Elman').waitFor();
  expect(await studio.ask('runs:list', undefined)).toHaveLength(10);
  expect(studio.complaints).toEqual([]);
});
