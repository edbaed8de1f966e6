import { expect, it } from 'vitest';
import { METRICS } from '../../core/contract/run';
import { smallConfiguration } from '../support/configurations';
import { metricRows, openStudio, trainerPids } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const LONG = 1_000_000;

it('loses one run when its trainer is killed, says why, and leaves all else untouched', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  await studio.ask('settings:set', { maxConcurrentRuns: 2 });
  await studio.ask('runs:launch', { configuration: smallConfiguration({ name: 'Victim', epochs: LONG }), count: 1 });
  await expect.poll(() => trainerPids(studio), { timeout: 20_000 }).toHaveLength(1);
  const [victim = 0] = await trainerPids(studio);
  await studio.ask('runs:launch', { configuration: smallConfiguration({ name: 'Other', epochs: LONG }), count: 1 });
  await expect.poll(() => trainerPids(studio), { timeout: 20_000 }).toHaveLength(2);
  await page
    .getByRole('row', { name: /Victim/ })
    .getByText('Training')
    .waitFor();
  await expect
    .poll(async () => (await studio.ask('runs:list', undefined)).every(({ validationLoss }) => validationLoss !== null))
    .toBe(true);

  process.kill(victim, 'SIGKILL');
  await page
    .getByRole('row', { name: /Victim/ })
    .getByText('Interrupted')
    .waitFor();

  const [first, second] = await studio.ask('runs:list', undefined);
  expect(first?.cause).toMatch(/^The training process .+ before the run was finished. It can be resumed from/);
  expect(second?.status).toBe('running');
  // The rows it had written are whole and in order.
  const rows = await metricRows(studio, first?.id ?? '', METRICS.length);
  expect(rows.map((row) => row[0])).toEqual(rows.map((_, epoch) => epoch));
  expect(rows.length).toBeGreaterThan(1);

  await studio.ask('runs:cancel', { ids: [second?.id ?? ''] });
  const [, cancelled] = await studio.runsToBe('interrupted', 'cancelled');
  // What a cancelled run had learned is kept.
  expect(cancelled?.results?.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
});

it('deletes with undo, and keeps runs in the order of the queue', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  await studio.ask('settings:set', { maxConcurrentRuns: 1 });
  const ids = await studio.ask('runs:launch', { configuration: smallConfiguration({ epochs: LONG }), count: 4 });
  await page
    .getByRole('row', { name: /Queued/ })
    .nth(2)
    .waitFor();
  const queue = async () =>
    (await studio.ask('runs:list', undefined)).map(({ status, queuePosition }) => [status, queuePosition]);
  expect(await queue()).toEqual([
    ['running', null],
    ['queued', 1],
    ['queued', 2],
    ['queued', 3],
  ]);

  await studio.ask('runs:cancel', { ids: [ids[1] ?? ''] });
  expect((await queue()).map(([, position]) => position)).toEqual([null, null, 1, 2]);

  // The training one: it is ended, the next in the queue takes its place, and undo brings it back as cancelled.
  await page.getByLabel(/^Tick Small · seed 1$/).check();
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect.poll(async () => (await queue()).map(([status]) => status)).toEqual(['cancelled', 'running', 'queued']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await queue()).map(([status]) => status)).toContain('running');
  const restored = (await studio.ask('runs:list', undefined)).find(({ id }) => id === ids[0]);
  expect(restored?.status).toBe('interrupted');
  await studio.ask('runs:cancel', { ids });
  await studio.runsToBe('cancelled', 'interrupted');
});
