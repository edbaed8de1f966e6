import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { prepareDataset } from '../../../core/data/prepare';
import { columnsOf } from '../../../core/train/distributions';
import { TrainingSession, type SessionState } from '../../../core/train/session';
import { forkRun } from '../../../electron/store/fork-run';
import { openDistributionLog, readDistributions } from '../../../electron/store/distribution-log';
import { loadKernels } from '../../../electron/store/kernel-module';
import { keepingOf, RunRecorder, USUAL_CHECKPOINTS } from '../../../electron/store/run-recorder';
import { smallConfiguration } from '../../support/configurations';
import { temporaryFolder } from '../../support/temporary-folder';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
// 16 steps an epoch; from epoch 16 on every second one has a snapshot.
const configuration = smallConfiguration({ epochs: 20, batchSize: 8 });
const data = prepareDataset(configuration.dataset, configuration.readout, null);

/** A clock that stands still: every slice is one optimizer step. */
function sessionOf(from: SessionState | null): TrainingSession {
  const tools = { clock: () => 0, sha256, loadKernels };
  return new TrainingSession(configuration, data, tools, from, keepingOf(USUAL_CHECKPOINTS));
}

const options = (folder: string) => ({
  folder,
  configuration,
  dataSha256: '0'.repeat(64),
  environment: {},
  clock: () => 0,
});
const bytesOf = (folder: string) => readFileSync(join(folder, 'distributions.log')).toString('hex');
const WIDTH = columnsOf('alarmwork').length;

async function epochsOf(folder: string): Promise<number[]> {
  const { rows } = await readDistributions(folder, 'alarmwork');
  return [...rows].filter((_, index) => index % WIDTH === 0);
}

function trainToTheEnd(session: TrainingSession, recorder: RunRecorder): void {
  while (!session.done) recorder.record(session.advance(0), session);
  recorder.close();
}

function uninterrupted(): string {
  const folder = temporaryFolder();
  trainToTheEnd(sessionOf(null), RunRecorder.begin(options(folder)));
  return folder;
}

it('has a snapshot of each epoch that is to have one', async () => {
  expect(await epochsOf(uninterrupted())).toEqual([...Array.from({ length: 17 }, (_, epoch) => epoch), 18, 20]);
});

// At a checkpoint after so many slices, and killed after so many more: within an epoch, at its end, and past the next one.
it.each([
  [5, 3],
  [16, 1],
  [17, 0],
  [18, 40],
  [100, 180],
])('has the same bytes after a kill: checkpoint after %i steps, killed %i later', (before, after) => {
  const folder = temporaryFolder();
  const recorder = RunRecorder.begin(options(folder));
  const session = sessionOf(null);
  for (let step = 0; step < before; step++) recorder.record(session.advance(0), session);
  recorder.checkpoint(session);
  for (let step = 0; step < after; step++) recorder.record(session.advance(0), session);
  // A record that a kill cut short.
  appendFileSync(join(folder, 'distributions.log'), Buffer.alloc(after === 3 ? 100 : 0, 7));

  const resumed = RunRecorder.resume(options(folder));
  trainToTheEnd(sessionOf(resumed.resumed), resumed);
  expect(bytesOf(folder)).toBe(bytesOf(uninterrupted()));
});

it('loses no snapshot before the checkpoint to damage within the log', async () => {
  const folder = temporaryFolder();
  const recorder = RunRecorder.begin(options(folder));
  const session = sessionOf(null);
  for (let step = 0; step < 100; step++) recorder.record(session.advance(0), session);
  recorder.checkpoint(session);
  recorder.close();
  const bytes = readFileSync(join(folder, 'distributions.log'));
  const record = WIDTH * 8 + 8;
  // The epoch of the third record becomes a huge number.
  bytes.fill(0x7e, bytes.length - 4 * record + 8, bytes.length - 4 * record + 16);
  writeFileSync(join(folder, 'distributions.log'), bytes);
  RunRecorder.resume(options(folder)).close();
  expect(await epochsOf(folder)).toEqual([0, 1, 2, 4, 5, 6]);
  expect((await readDistributions(folder, 'alarmwork')).damagedRecords).toBe(1);
});

it('goes on in a fork from where that was forked', async () => {
  const folder = temporaryFolder();
  const recorder = RunRecorder.begin(options(folder));
  const session = sessionOf(null);
  for (let step = 0; step < 60; step++) recorder.record(session.advance(0), session);
  recorder.checkpoint(session);
  for (let step = 0; step < 60; step++) recorder.record(session.advance(0), session);
  recorder.close();
  const fork = join(folder, 'fork');
  mkdirSync(fork);
  await forkRun({ from: folder, checkpoint: 'checkpoint.bin', to: fork, before: configuration, after: configuration });
  expect(await epochsOf(fork)).toEqual([0, 1, 2, 3]);
});

it('is empty for a run of before there were any, and says so where the file is something else', async () => {
  const folder = temporaryFolder();
  expect((await readDistributions(folder, 'elman')).rows).toHaveLength(0);
  openDistributionLog(folder, 'elman', null).close();
  await expect(readDistributions(folder, 'alarmwork')).rejects.toThrow(/does not hold the distributions/);
  truncateSync(join(folder, 'distributions.log'), 3);
  await expect(readDistributions(folder, 'elman')).rejects.toThrow(/distributions\.log/);
});
