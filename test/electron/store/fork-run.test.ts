import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { METRICS, type RunConfiguration } from '../../../core/contract/run';
import type { CheckpointPolicy } from '../../../core/contract/trainer-protocol';
import { prepareDataset } from '../../../core/data/prepare';
import { TrainingSession } from '../../../core/train/session';
import { listCheckpoints } from '../../../electron/store/checkpoints';
import { forkRun } from '../../../electron/store/fork-run';
import { loadKernels } from '../../../electron/store/kernel-module';
import { readMetricsLog } from '../../../electron/store/metrics-reader';
import { keepingOf, RunRecorder } from '../../../electron/store/run-recorder';
import { RunStore } from '../../../electron/store/run-store';
import { smallConfiguration } from '../../support/configurations';
import { openConf, runDocument } from '../../support/documents';
import { temporaryFolder } from '../../support/temporary-folder';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const EVERYTHING: CheckpointPolicy = { every: 1000, keepLast: true, keepBest: true, keepAlong: 2 };
// 16 steps an epoch.
const configuration = smallConfiguration({ epochs: 6, batchSize: 8 });

/** Trains in a folder as a trainer does, on from what is there. */
function trainIn(folder: string, chosen: RunConfiguration, policy = EVERYTHING): string {
  const data = prepareDataset(chosen.dataset, chosen.readout, null);
  const clock = () => 0;
  const dataSha256 = '0'.repeat(64);
  const recorder = RunRecorder.resume({ folder, configuration: chosen, dataSha256, environment: {}, clock, policy });
  const tools = { clock, sha256, loadKernels };
  const session = new TrainingSession(chosen, data, tools, recorder.resumed, keepingOf(policy));
  while (!session.done) recorder.record(session.advance(0), session);
  recorder.end(session);
  recorder.close();
  return session.finish().results.weightsSha256;
}

async function rowsOf(folder: string): Promise<number[]> {
  return [...(await readMetricsLog(join(folder, 'metrics.log'))).rows];
}

it('keeps the end of a run, its best epoch and places along the way, each to fork from, and lists them newest first', () => {
  const folder = temporaryFolder();
  trainIn(folder, configuration);
  const found = listCheckpoints(folder);
  const { epoch: best } = found.find(({ name }) => name === 'checkpoint.best.bin') ?? { epoch: 0 };
  expect(best).toBeGreaterThan(0);
  expect(found.map(({ name, epoch }) => [name, epoch]).sort()).toEqual([
    ['checkpoint.best.bin', best],
    ['checkpoint.bin', 6],
    ['checkpoint.epoch-000002.bin', 2],
    ['checkpoint.epoch-000004.bin', 4],
  ]);
  expect(found.map(({ step }) => step)).toEqual(found.map(({ epoch }) => 16 * epoch));
  expect(found.map(({ epoch }) => epoch)).toEqual(found.map(({ epoch }) => epoch).sort((a, b) => b - a));

  const bare = temporaryFolder();
  trainIn(bare, configuration, { every: 1000, keepLast: false, keepBest: false, keepAlong: 0 });
  expect(listCheckpoints(bare)).toEqual([]);
});

it('forks from each with the curve so far, and trains to the bits of the run it left where nothing was changed', async () => {
  const from = temporaryFolder();
  const expected = trainIn(from, configuration);
  for (const { name, epoch } of listCheckpoints(from)) {
    const to = temporaryFolder();
    const place = await forkRun({ from, checkpoint: name, to, before: configuration, after: longer(epoch) });
    expect(place).toEqual({ epoch, step: 16 * epoch });
    expect(await rowsOf(to)).toEqual((await rowsOf(from)).slice(0, (epoch + 1) * METRICS.length));
    if (epoch === 6) continue;
    expect(trainIn(to, longer(epoch))).toBe(expected);
    expect(await rowsOf(to)).toEqual(await rowsOf(from));
  }

  /** A fork has to have something left to do. */
  function longer(epoch: number): RunConfiguration {
    return epoch < configuration.epochs ? configuration : { ...configuration, epochs: 7 };
  }
});

it('makes a run whole or not at all, whatever fails, and sweeps what a killed app left', async () => {
  const root = temporaryFolder();
  const store = new RunStore(root, openConf);
  const document = runDocument(1);
  await store.createFrom((folder) => {
    expect(store.list().documents).toEqual([]);
    mkdirSync(join(folder, 'inside'));
    return Promise.resolve(document);
  });
  expect(store.list().documents).toEqual([document]);
  expect(existsSync(join(store.folderOf(document.id), 'inside'))).toBe(true);

  await expect(store.createFrom(() => Promise.reject(new Error('as it was filled')))).rejects.toThrow(
    'as it was filled',
  );
  expect(readdirSync(join(root, 'runs'))).toEqual([document.id]);
  mkdirSync(join(root, 'runs', 'half.new'));
  expect(new RunStore(root, openConf).list().documents).toEqual([document]);
  expect(readdirSync(join(root, 'runs'))).toEqual([document.id]);
});
