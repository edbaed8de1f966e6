import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRICS, type RunConfiguration } from '../../../core/contract/run';
import { prepareDataset } from '../../../core/data/prepare';
import { TrainingSession } from '../../../core/train/session';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from '../../../electron/store/checkpoint-bytes';
import { continuationSha256, readCheckpoint, writeCheckpoint } from '../../../electron/store/checkpoints';
import { writeAll } from '../../../electron/store/durable-file';
import { loadKernels } from '../../../electron/store/kernel-module';
import { readMetricsLog } from '../../../electron/store/metrics-reader';
import { RunRecorder, type RecorderOptions } from '../../../electron/store/run-recorder';
import { smallConfiguration } from '../../support/configurations';
import { bitFlips, truncations } from '../../support/damage';
import { messageOf, valueOrRefusal } from '../../support/expect-studio-error';
import { canMountSmallDisk, smallDisk } from '../../support/small-disk';
import { temporaryFolder } from '../../support/temporary-folder';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const ZEROS = '0'.repeat(64);

function sessionOf(configuration: RunConfiguration): TrainingSession {
  const data = prepareDataset(configuration.dataset, configuration.readout, null);
  return new TrainingSession(configuration, data, { clock: () => 0, sha256, loadKernels });
}

function checkpointAfter(slices: number, configuration = smallConfiguration()): Checkpoint {
  const session = sessionOf(configuration);
  for (let slice = 0; slice < slices; slice++) session.advance(0);
  return {
    configuration,
    configurationSha256: continuationSha256(configuration),
    dataSha256: ZEROS,
    environment: { app: '1.0.0', kernel: 'strict' },
    logBytes: 123,
    session: session.capture(),
  };
}

describe('a checkpoint', () => {
  // Before the first epoch's end, the best loss is infinite and the last loss not a number.
  it.each([1, 3, 9])('comes back as it was after %i slices, infinities and NaN included', (slices) => {
    const checkpoint = checkpointAfter(slices);
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
  });

  it('is refused when a bit has turned or the end is missing', () => {
    const bytes = encodeCheckpoint(checkpointAfter(3));
    for (const { at, damaged } of bitFlips(bytes, 500)) {
      expect(
        valueOrRefusal(() => decodeCheckpoint(damaged)),
        `bit at byte ${at}`,
      ).toBeNull();
    }
    for (const damaged of truncations(bytes, 200)) expect(valueOrRefusal(() => decodeCheckpoint(damaged))).toBeNull();
  });

  it('that is damaged is replaced by the one before it, and that is said', () => {
    const folder = temporaryFolder();
    expect(readCheckpoint(folder)).toBeNull();
    const [older, newer] = [checkpointAfter(2), checkpointAfter(5)];
    writeCheckpoint(folder, older);
    writeCheckpoint(folder, newer);
    expect(readCheckpoint(folder)).toEqual({ checkpoint: newer, notice: null });

    const path = join(folder, 'checkpoint.bin');
    writeFileSync(path, readFileSync(path).subarray(0, 1000));
    const found = readCheckpoint(folder);
    expect(found?.checkpoint).toEqual(older);
    expect(found?.notice).toContain(path);

    writeFileSync(join(folder, 'checkpoint.previous.bin'), '');
    expect(messageOf('store-damaged', () => readCheckpoint(folder))).toContain('checkpoint.previous.bin');
  });
});

it.skipIf(!canMountSmallDisk)(
  'keeps both checkpoints when the disk fills (skipped where no small disk can be mounted)',
  () => {
    const folder = smallDisk(512);
    for (const slices of [2, 5]) writeCheckpoint(folder, checkpointAfter(slices));
    const before = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'hex')]);
    expect(before.length).toBe(2);
    const filler = openSync(join(folder, 'filler'), 'w');
    expect(() => writeAll(filler, new Uint8Array(1_000_000))).toThrow();
    closeSync(filler);
    expect(messageOf('disk-full', () => writeCheckpoint(folder, checkpointAfter(7)))).toContain('checkpoint.bin');
    rmSync(join(folder, 'filler'));
    expect(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'hex')])).toEqual(before);
  },
);

describe('a run’s recorder', () => {
  const configuration = smallConfiguration({ epochs: 6 });

  function optionsFor(folder: string, over: Partial<RecorderOptions> = {}): RecorderOptions {
    const environment = { app: '1', kernel: 'strict' };
    return { folder, configuration, dataSha256: ZEROS, environment, clock: () => 0, ...over };
  }

  it('cuts off the rows that come after the checkpoint: they come again', async () => {
    const folder = temporaryFolder();
    const session = sessionOf(configuration);
    const recorder = RunRecorder.begin(optionsFor(folder));
    const epochsOf = async () => {
      const { rows } = await readMetricsLog(join(folder, 'metrics.log'));
      return [...rows].filter((_, index) => index % METRICS.length === 0);
    };
    for (let slice = 0; slice < 9; slice++) recorder.record(session.advance(0), session);
    recorder.checkpoint(session);
    const kept = await epochsOf();
    for (let slice = 0; slice < 9; slice++) recorder.record(session.advance(0), session);
    recorder.close();
    expect((await epochsOf()).length).toBeGreaterThan(kept.length);

    const resumed = RunRecorder.resume(optionsFor(folder));
    resumed.close();
    expect(await epochsOf()).toEqual(kept);
    expect(resumed.resumed?.training.step).toBe(8);
    expect(resumed.notices).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['checkpoint.bin', 'distributions.log', 'metrics.log']);
  });

  it('begins anew where no checkpoint was written yet, without the rows there were', async () => {
    const folder = temporaryFolder();
    const recorder = RunRecorder.begin(optionsFor(folder));
    recorder.record(sessionOf(configuration).advance(0), sessionOf(configuration));
    recorder.close();
    const resumed = RunRecorder.resume(optionsFor(folder));
    resumed.close();
    expect(resumed.resumed).toBeNull();
    expect((await readMetricsLog(join(folder, 'metrics.log'))).rows).toHaveLength(0);
  });

  it('goes on with nothing but the same data and the same configuration, which may be longer and have another name', () => {
    const folder = temporaryFolder();
    writeCheckpoint(folder, checkpointAfter(3, configuration));
    const longer = { ...configuration, epochs: 100, name: 'Longer', patience: 5 };
    expect(RunRecorder.resume(optionsFor(folder, { configuration: longer })).resumed?.training.step).toBe(2);
    const other = { ...configuration, learningRate: 0.5 };
    expect(
      messageOf('bad-configuration', () => RunRecorder.resume(optionsFor(folder, { configuration: other }))),
    ).toContain('another configuration');
    expect(
      messageOf('bad-configuration', () => RunRecorder.resume(optionsFor(folder, { dataSha256: '1'.repeat(64) }))),
    ).toContain('data has changed');
  });

  it('says where bits may differ', () => {
    const folder = temporaryFolder();
    writeCheckpoint(folder, checkpointAfter(3, configuration));
    const environment = { app: '2.0.0', kernel: 'strict' };
    expect(RunRecorder.resume(optionsFor(folder, { environment })).notices).toEqual([
      'Not bit-exact: the run was begun elsewhere (app 1.0.0, now 2.0.0).',
    ]);
  });
});
