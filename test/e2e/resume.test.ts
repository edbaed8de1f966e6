import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { METRICS, type RunConfiguration, type RunId } from '../../core/contract/run';
import { prepareDataset } from '../../core/data/prepare';
import { TrainingSession } from '../../core/train/session';
import { loadKernels } from '../../electron/store/kernel-module';
import { smallConfiguration } from '../support/configurations';
import { metricRows, openStudio, trainerPids, type StudioApp } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

/** Takes ten seconds or more: long enough to be stopped in the middle, whatever the machine. */
const configuration: RunConfiguration = smallConfiguration({
  ...{ name: 'Stopped', kernel: 'reference', hiddenUnits: 12, epochs: 4500, schedule: 'plateau' },
});

/** Of the run that nobody stopped. */
let expected = { weights: '', epochs: 0 };

async function launch(studio: StudioApp): Promise<RunId> {
  const [id] = await studio.ask('runs:launch', { configuration, count: 1 });
  if (id === undefined) throw new Error('No run');
  return id;
}

async function row(studio: StudioApp, state: string): Promise<void> {
  await studio.page
    .getByRole('row', { name: /Stopped/ })
    .getByText(state, { exact: true })
    .waitFor();
}

async function expectSameEnd(studio: StudioApp, userData: string, id: RunId): Promise<void> {
  const run = (await studio.runsToBe('completed')).find((each) => each.id === id);
  expect(run?.results?.weightsSha256).toBe(expected.weights);
  // There is nothing before its end to fall back on any more.
  await expect.poll(() => existsSync(join(userData, 'store', 'runs', id, 'checkpoint.previous.bin'))).toBe(false);
  const rows = await metricRows(studio, id, METRICS.length);
  expect(rows.map(([epoch]) => epoch)).toEqual(Array.from({ length: expected.epochs + 1 }, (_, epoch) => epoch));
}

beforeAll(() => {
  const data = prepareDataset(configuration.dataset, configuration.readout, null);
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const session = new TrainingSession(configuration, data, { clock: () => 0, sha256, loadKernels });
  while (!session.done) session.advance(0);
  const { results } = session.finish();
  expected = { weights: results.weightsSha256, epochs: results.epochs };
});

it('resumes a run whose trainer was killed, in the window, and ends with the bits of one that was not', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  const id = await launch(studio);
  const checkpoint = join(userData, 'store', 'runs', id, 'checkpoint.bin');
  await expect.poll(() => existsSync(checkpoint)).toBe(true);
  const [trainer] = await trainerPids(studio);
  process.kill(trainer ?? NaN, 'SIGKILL');
  await row(studio, 'Interrupted');
  const [interrupted] = await studio.ask('runs:list', undefined);
  expect(interrupted?.cause).toMatch(/It can be resumed from step \d+\.$/);

  await studio.page.evaluate((run) => (location.hash = `#/run/${run}`), id);
  await studio.page.getByRole('button', { name: 'Resume' }).click();
  await expectSameEnd(studio, userData, id);
});

it('starts a run again by itself when its trainer crashes, from its checkpoint', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  const id = await launch(studio);
  const checkpoint = join(userData, 'store', 'runs', id, 'checkpoint.bin');
  await expect.poll(() => existsSync(checkpoint)).toBe(true);
  const [trainer = NaN] = await trainerPids(studio);
  process.kill(trainer, 'SIGSEGV');
  await studio.page
    .getByText(/It goes on from its last checkpoint/)
    .first()
    .waitFor();
  await expectSameEnd(studio, userData, id);
});

it('pauses and resumes, also across a restart of the app', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  const id = await launch(studio);
  await row(studio, 'Training');
  await studio.page.getByLabel('Tick Stopped').check();
  await studio.page.getByRole('button', { name: 'Pause ticked runs' }).click();
  await row(studio, 'Paused');
  await expect.poll(() => trainerPids(studio)).toEqual([]);
  await studio.close();

  const again = await openStudio(userData);
  await row(again, 'Paused');
  // Where it stands is known after the restart, too.
  await expect
    .poll(async () => {
      const [paused] = await again.ask('runs:list', undefined);
      return paused?.cause === `Paused at step ${paused?.progress?.step} of ${paused?.progress?.steps}`;
    })
    .toBe(true);
  await again.page.getByLabel('Tick Stopped').check();
  await again.page.getByRole('button', { name: 'Resume ticked runs' }).click();
  await row(again, 'Training');
  await expectSameEnd(again, userData, id);
});

it('keeps what a run has learned when the app quits, and goes on from there', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  const id = await launch(studio);
  await row(studio, 'Training');
  await studio.close();

  const again = await openStudio(userData);
  await row(again, 'Interrupted');
  const [interrupted] = await again.ask('runs:list', undefined);
  expect(interrupted?.cause).toMatch(/^The app was closed at step \d+ of \d+ of this run/);
  await again.ask('runs:resume', { ids: [id] });
  await expectSameEnd(again, userData, id);
});
