import { expect, it } from 'vitest';
import type { RunSummary } from '../../core/contract/run';
import type { SweepDefinition } from '../../core/contract/sweep';
import { smallConfiguration } from '../support/configurations';
import { openStudio, trainerPids, type StudioApp } from '../support/studio-app';
import { smallSweep } from '../support/sweeps';
import { temporaryFolder } from '../support/temporary-folder';

const LONG = 1_000_000;

async function launch(studio: StudioApp, over: Partial<SweepDefinition>): Promise<string> {
  const { id } = await studio.ask('sweeps:launch', { definition: smallSweep(over) });
  await studio.page.evaluate((sweep) => (location.hash = `#/sweep/${sweep}`), id);
  return id;
}

async function statusOf(studio: StudioApp): Promise<string | undefined> {
  return (await studio.ask('sweeps:list', undefined))[0]?.status;
}

const statuses = async (studio: StudioApp): Promise<string[]> =>
  (await studio.ask('runs:list', undefined)).map(({ status }) => status);

const trialRow = ({ page }: StudioApp, trial: number) => page.locator(`tr[data-trial="${trial}"]`);

it('is filled in, previewed and launched in the window, and runs to its end with what it stopped and why', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  // Seeds of a trial train side by side: only then is a trial judged before they have ended.
  await studio.ask('settings:set', { maxConcurrentRuns: 2 });
  await page.getByRole('link', { name: 'Sweeps' }).click();
  await page.getByText('No sweeps yet').waitFor();
  await page.getByRole('button', { name: 'New sweep…' }).click();
  const sheet = page.getByRole('dialog', { name: 'New sweep' });
  await sheet.locator('#sweep-name').fill('Two by two');
  await sheet.locator('#dimension-0-from').fill('0.02');
  await sheet.locator('#dimension-0-to').fill('0.00001');
  await sheet.getByText('the range must end above 0.02').waitFor();
  expect(await sheet.getByRole('button', { name: /^Launch sweep/ }).isDisabled()).toBe(true);
  // Good rates first: a trial that comes after better ones is stopped.
  await sheet.locator('#dimension-0-kind').click();
  await page.getByRole('option', { name: 'Chosen values' }).click();
  await sheet.locator('#dimension-0-values').fill('0.01, 0.0000001');
  await sheet.locator('#dimension-1-to').fill('12');
  await sheet.locator('#dimension-1-count').fill('2');
  await sheet.locator('#sweep-seeds').fill('2');
  await sheet.locator('#sweep-epochs').fill('5000');
  await sheet.locator('#sweep-stopping').click();
  await sheet.locator('#sweep-min-epochs').fill('5');
  await sheet.locator('#sweep-reduction').fill('2');
  const preview = sheet.getByRole('region', { name: /^Preview/ });
  await expect.poll(async () => (await preview.locator('dd').allTextContents()).slice(0, 3)).toEqual(['4', '8', '2']);
  await expect.poll(async () => (await preview.locator('dd').allTextContents())[3]).toMatch(/\d/);
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });

  await expect.poll(() => statusOf(studio), { timeout: 90_000 }).toBe('completed');
  await page.getByText('Completed', { exact: true }).first().waitFor();
  expect(await page.getByRole('row').count()).toBe(1 + 4);
  for (const trial of [3, 4]) {
    await trialRow(studio, trial)
      .getByText(/^Stopped early at epoch/)
      .waitFor();
    const why = await trialRow(studio, trial).locator('.why').getAttribute('title');
    expect(why).toMatch(/^Stopped at epoch \d+: validation loss .* is not among the best 1\/2 of \d trials/);
  }
  await page.getByText(/^Best: trial [12]$/).waitFor();
  const runs = await studio.ask('runs:list', undefined);
  const weak = runs.filter(({ sweep }) => sweep && sweep.trial >= 2);
  expect(weak.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'cancelled'));
  expect(studio.complaints).toEqual([]);

  await page.getByRole('spinbutton', { name: 'Best' }).fill('1');
  await page.getByRole('button', { name: 'Compare the best' }).click();
  await page.getByText('2 runs', { exact: true }).waitFor();
}, 180_000);

it('is paused, survives a restart of the app, goes on, and is cancelled as a whole', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  await studio.ask('settings:set', { maxConcurrentRuns: 2 });
  await launch(studio, { base: smallConfiguration({ epochs: LONG }), name: 'Long' });
  await expect.poll(() => statuses(studio)).toEqual(['running', 'running']);
  await studio.page.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => statuses(studio)).toEqual(['paused', 'paused']);
  await studio.page.getByText('Paused', { exact: true }).first().waitFor();
  await studio.page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => statuses(studio)).toEqual(['running', 'running']);
  const before = (await studio.ask('runs:list', undefined)).map(({ id }) => id);
  // Killed while it trains: nothing is asked, nothing is kept but what is on disk already.
  studio.app.process().kill('SIGKILL');

  const again = await openStudio(userData);
  await expect.poll(() => statuses(again)).toEqual(['running', 'running']);
  expect((await again.ask('runs:list', undefined)).map(({ id }) => id)).toEqual(before);
  await again.page.evaluate(() => (location.hash = '#/sweeps'));
  await again.page.getByRole('link', { name: 'Long' }).click();
  await again.page.getByRole('button', { name: 'Cancel sweep' }).click();
  await expect.poll(() => statusOf(again)).toBe('cancelled');
  await expect.poll(() => statuses(again)).toEqual(['cancelled', 'cancelled']);

  await again.page.getByRole('button', { name: 'Delete' }).click();
  await again.page.getByText('Deleted “Long”; its runs stay').waitFor();
  expect(await again.ask('sweeps:list', undefined)).toEqual([]);
  await again.page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => statusOf(again)).toBe('cancelled');
  expect(await statuses(again)).toHaveLength(2);
});

it('trains failed runs again on request, and no others', async () => {
  const studio = await openStudio(temporaryFolder());
  await studio.ask('settings:set', { maxConcurrentRuns: 1 });
  const dimensions: SweepDefinition['dimensions'] = [{ field: 'period', kind: 'choice', values: [2] }];
  await launch(studio, { dimensions, seeds: 2, base: smallConfiguration({ epochs: 20_000 }) });
  await expect.poll(async () => (await trainerPids(studio)).length).toBe(1);
  const running = async (): Promise<RunSummary | undefined> =>
    (await studio.ask('runs:list', undefined)).find(({ status }) => status === 'running');
  await expect.poll(async () => (await running())?.progress?.epoch ?? 0).toBeGreaterThan(2);
  // Asked from outside to end, a run is interrupted.
  process.kill((await trainerPids(studio))[0] ?? NaN, 'SIGTERM');
  await expect.poll(() => statuses(studio), { timeout: 60_000 }).toEqual(['interrupted', 'completed']);
  await studio.page.getByRole('button', { name: 'Re-run failed (1)' }).click();
  await expect.poll(() => statuses(studio), { timeout: 60_000 }).toEqual(['completed', 'completed']);
  await expect.poll(() => statusOf(studio)).toBe('completed');
});

it('shows what hyperparameters did in four charts, and ticks the runs under a brush', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  await launch(studio, {
    seeds: 1,
    dimensions: [
      { field: 'learningRate', kind: 'logarithmic', from: 0.0001, to: 0.1, count: 4 },
      { field: 'hiddenUnits', kind: 'integer', from: 2, to: 4, count: 2 },
    ],
  });
  await expect.poll(() => statusOf(studio), { timeout: 60_000 }).toBe('completed');
  await page.getByRole('tab', { name: 'Hyperparameters' }).click();
  await page.getByRole('group', { name: /^Parallel coordinates: 8 runs over/ }).waitFor();
  await page.getByRole('img', { name: /^Best validation loss against .*: 8 runs$/ }).waitFor();
  await page.getByRole('img', { name: /^Best validation loss over .*, from runs at 8 places$/ }).waitFor();
  await page.getByText(/8 different configurations are few for 2 hyperparameters/).waitFor();

  // By keys: the lower end of the learning rate's brush, past the first of four values.
  const lower = page.getByRole('slider', { name: 'Learning rate, lower end of the brush' });
  await lower.focus();
  await page.keyboard.press('PageUp');
  await page.getByText('6 of 8 runs under the brushes').waitFor();
  await page.keyboard.press('Escape');
  // By dragging: the upper half of the same axis.
  const strip = await page.locator('.strip').filter({ has: lower }).boundingBox();
  if (!strip) throw new Error('The axis has no box');
  const x = strip.x + strip.width / 2;
  await page.mouse.move(x, strip.y + strip.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(x, strip.y + strip.height * 0.1, { steps: 4 });
  await page.mouse.move(x, strip.y - 4);
  await page.mouse.up();
  await page.getByText('4 of 8 runs under the brushes').waitFor();
  await page.getByRole('button', { name: 'Tick only these' }).click();
  await page.getByText('Ticked 4 runs').waitFor();

  const names = () => page.locator('.axis .name').allTextContents();
  const [first = '', second = ''] = (await names()).map((name) => name.trim());
  await page.getByRole('button', { name: first, exact: true }).press('ArrowRight');
  await expect.poll(async () => (await names()).map((name) => name.trim()).slice(0, 2)).toEqual([second, first]);

  await page.evaluate(() => (location.hash = '#/compare/hyperparameters'));
  await page.getByRole('group', { name: /^Parallel coordinates: 4 runs over/ }).waitFor();
  expect(studio.complaints).toEqual([]);
});
