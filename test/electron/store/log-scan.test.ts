import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METRICS } from '../../../core/contract/run';
import { prepareDataset } from '../../../core/data/prepare';
import { TrainingSession } from '../../../core/train/session';
import { readCheckpoint } from '../../../electron/store/checkpoints';
import { loadKernels } from '../../../electron/store/kernel-module';
import { keptLog } from '../../../electron/store/log-scan';
import { readMetricsLog } from '../../../electron/store/metrics-reader';
import { encodeHeader } from '../../../electron/store/metrics-records';
import { keepingOf, RunRecorder } from '../../../electron/store/run-recorder';
import { smallConfiguration } from '../../support/configurations';
import { temporaryFolder } from '../../support/temporary-folder';

const configuration = smallConfiguration({ epochs: 6, batchSize: 8 });
const policy = { every: 1000, keepLast: true, keepBest: true, keepAlong: 2 };
const RECORD_BYTES = 8 + 8 * METRICS.length;

/** @param seconds that a slice may take, by a clock that stands still: 0 is one step a slice, more is all of them in one */
function train(folder: string, seconds: number): string {
  const clock = () => 0;
  const recorder = RunRecorder.resume({
    ...{ folder, configuration, dataSha256: '0'.repeat(64), environment: {}, clock, policy },
  });
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const data = prepareDataset(configuration.dataset, configuration.readout, null);
  const tools = { clock, sha256, loadKernels };
  const session = new TrainingSession(configuration, data, tools, recorder.resumed, keepingOf(policy));
  while (!session.done) recorder.record(session.advance(seconds), session);
  recorder.end(session);
  recorder.close();
  return session.finish().results.weightsSha256;
}

async function epochsOf(folder: string): Promise<number[]> {
  const { rows } = await readMetricsLog(join(folder, 'metrics.log'));
  return [...rows].filter((_, index) => index % METRICS.length === 0);
}

it.each([
  ['each in a record of its own', 0],
  ['all in one record', 1],
])('goes on from a checkpoint of a past epoch with every row once, where rows are %s', async (_, seconds) => {
  const folder = temporaryFolder();
  const expected = train(folder, seconds);
  copyFileSync(join(folder, 'checkpoint.epoch-000004.bin'), join(folder, 'checkpoint.bin'));
  expect(train(folder, seconds)).toBe(expected);
  expect(await epochsOf(folder)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

it('takes the checkpoint’s word for the length of a log only where a row of its time ends there', () => {
  const folder = temporaryFolder();
  train(folder, 0);
  const path = join(folder, 'metrics.log');
  copyFileSync(join(folder, 'checkpoint.epoch-000004.bin'), join(folder, 'checkpoint.bin'));
  const checkpoint = readCheckpoint(folder)?.checkpoint;
  if (!checkpoint) throw new Error('No checkpoint');
  const start = encodeHeader(METRICS).length;
  expect(keptLog(path, checkpoint)).toEqual({ bytes: start + 5 * RECORD_BYTES, rows: new Float64Array(0) });
  // Rows are of one length: without that of epoch 1, the row of epoch 5 ends where that of epoch 4 did.
  const whole = readFileSync(path);
  writeFileSync(
    path,
    Buffer.concat([whole.subarray(0, start + RECORD_BYTES), whole.subarray(start + 2 * RECORD_BYTES)]),
  );
  expect(keptLog(path, checkpoint).bytes).toBe(start + 4 * RECORD_BYTES);
});
