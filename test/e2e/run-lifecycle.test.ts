import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { METRICS, type RunConfiguration, type RunId } from '../../core/contract/run';
import { prepareDataset } from '../../core/data/prepare';
import { TrainingSession } from '../../core/train/session';
import { loadKernels } from '../../electron/store/kernel-module';
import { smallConfiguration } from '../support/configurations';
import { answerQuestions } from '../support/launch-studio';
import { metricRows, openStudio, trainerPids, type StudioApp } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const LONG = 1_000_000;

function weightsOf(configuration: RunConfiguration): string {
  const data = prepareDataset(configuration.dataset, configuration.readout, null);
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const session = new TrainingSession(configuration, data, { clock: () => 0, sha256, loadKernels });
  while (!session.done) session.advance(0);
  return session.finish().results.weightsSha256;
}

async function launch(studio: StudioApp, configuration: RunConfiguration): Promise<RunId> {
  const [id] = await studio.ask('runs:launch', { configuration, count: 1 });
  if (id === undefined) throw new Error('No run');
  return id;
}

function stateInRow(studio: StudioApp, name: RegExp, state: string): Promise<void> {
  return studio.page.getByRole('row', { name }).getByText(state, { exact: true }).waitFor();
}

it('calls a run stalled whose trainer has gone quiet, and training once it is heard of again', async () => {
  const studio = await openStudio(temporaryFolder());
  await launch(studio, smallConfiguration({ name: 'Quiet', epochs: LONG }));
  await stateInRow(studio, /Quiet/, 'Training');
  const [trainer = NaN] = await trainerPids(studio);
  process.kill(trainer, 'SIGSTOP');
  await stateInRow(studio, /Quiet/, 'Stalled');
  process.kill(trainer, 'SIGCONT');
  await stateInRow(studio, /Quiet/, 'Training');

  // Asked politely, it keeps everything and leaves.
  process.kill(trainer, 'SIGTERM');
  await stateInRow(studio, /Quiet/, 'Interrupted');
  const [run] = await studio.ask('runs:list', undefined);
  expect(run?.cause).toMatch(/^The training process was asked from outside to end, at step (\d+) of .*from step \1\.$/);
});

it('trains a completed run for longer in the window, to the bits of one that was as long from the start', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const short = smallConfiguration({ name: 'Short', epochs: 5 });
  const id = await launch(studio, short);
  await studio.runsToBe('completed');
  await page.evaluate((run) => (location.hash = `#/run/${run}`), id);
  await page.getByRole('button', { name: 'Train longer…' }).click();
  await page.getByLabel('Epochs more').fill('7');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(async () => (await studio.ask('runs:list', undefined))[0]?.results?.epochs).toBe(12);
  const [run] = await studio.runsToBe('completed');
  expect(run?.results?.weightsSha256).toBe(weightsOf({ ...short, epochs: 12 }));
  const rows = await metricRows(studio, id, METRICS.length);
  expect(rows.map(([epoch]) => epoch)).toEqual(Array.from({ length: 13 }, (_, epoch) => epoch));
});

it('forks a run from its best epoch with another learning rate, and shows where it comes from', async () => {
  const studio = await openStudio(temporaryFolder());
  const { page } = studio;
  const id = await launch(studio, smallConfiguration({ name: 'Parent', epochs: 5 }));
  await studio.runsToBe('completed');
  await page.evaluate((run) => (location.hash = `#/run/${run}/files`), id);
  await page
    .getByRole('row', { name: /best validation loss/ })
    .getByRole('button')
    .click();
  await page.getByLabel('Learning rate', { exact: true }).fill('0.001');
  await page.getByLabel('Epochs', { exact: true }).fill('9');
  await page.getByRole('button', { name: /^Launch/ }).click();
  await expect.poll(async () => (await studio.ask('runs:list', undefined)).length).toBe(2);
  const [, fork] = await studio.runsToBe('completed');
  expect(fork?.parent).toMatchObject({ run: id, name: 'Parent' });
  expect(fork?.configuration.learningRate).toBe(0.001);
  const [before, after] = await Promise.all([id, fork?.id ?? ''].map((run) => metricRows(studio, run, METRICS.length)));
  const kept = (fork?.parent?.epoch ?? 0) + 1;
  expect(after?.slice(0, kept)).toEqual(before?.slice(0, kept));
  expect(after).toHaveLength(10);

  await page.evaluate((run) => (location.hash = `#/run/${run}`), fork?.id);
  await page.getByRole('link', { name: 'Parent' }).click();
  await page.getByText(/was forked from it at step/).waitFor();
});

it('asks before it quits while a run trains: stays if told so, else keeps everything', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  await launch(studio, smallConfiguration({ name: 'Kept', epochs: LONG }));
  await stateInRow(studio, /Kept/, 'Training');
  await answerQuestions(studio.app, 1);
  await studio.app.evaluate(({ app }) => app.quit());
  await studio.page.waitForTimeout(500);
  expect((await studio.ask('runs:list', undefined)).map(({ status }) => status)).toEqual(['running']);

  await answerQuestions(studio.app, 0);
  const closed = studio.app.waitForEvent('close');
  await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await closed;
  const again = await openStudio(userData);
  const [run] = await again.ask('runs:list', undefined);
  expect(run?.cause).toMatch(/^The app was closed at step (\d+) of .*It can be resumed from step \1\.$/);
});

it('keeps everything when the system ends the app, without asking', async () => {
  const userData = temporaryFolder();
  const studio = await openStudio(userData);
  await launch(studio, smallConfiguration({ name: 'Kept', epochs: LONG }));
  await stateInRow(studio, /Kept/, 'Training');
  const closed = studio.app.waitForEvent('close');
  studio.app.process().kill('SIGTERM');
  await closed;
  const again = await openStudio(userData);
  const [run] = await again.ask('runs:list', undefined);
  expect(run?.cause).toMatch(/^The app was closed at step (\d+) of .*It can be resumed from step \1\.$/);
});
