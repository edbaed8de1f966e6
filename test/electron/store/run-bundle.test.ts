import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeZip } from '../../../core/formats/zip';
import { bundleRun, unpackRunBundle } from '../../../electron/store/run-bundle';
import { inspectRun } from '../../../electron/store/run-inspection';
import { readWeights } from '../../../electron/store/weights-store';
import { bitFlips, truncations } from '../../support/damage';
import { messageOf, valueOrRefusal } from '../../support/expect-studio-error';
import { completedRunFolder, stoppedRunFolder } from '../../support/run-folders';
import { temporaryFolder } from '../../support/temporary-folder';

let bundle: Uint8Array;
let source = '';

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-test-'));
  source = join(folder, 'run');
  completedRunFolder(source, 1);
  bundle = bundleRun(source);
  return () => rmSync(folder, { recursive: true });
});

function saved(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'run.zip');
  writeFileSync(path, bytes);
  return path;
}

function refusal(bytes: Uint8Array): string {
  const folder = temporaryFolder();
  const message = messageOf('bad-file', () => unpackRunBundle(saved(bytes), folder));
  expect(readdirSync(folder)).toEqual([]);
  return message;
}

describe('a bundle', () => {
  it('brings a run to another folder with its metrics and weights, byte for byte', async () => {
    const folder = temporaryFolder();
    unpackRunBundle(saved(bundle), folder);
    expect((await inspectRun(folder)).document).toEqual((await inspectRun(source)).document);
    expect(readWeights(folder)).toEqual(readWeights(source));
    for (const name of readdirSync(folder)) {
      expect(readFileSync(join(folder, name)).equals(readFileSync(join(source, name))), name).toBe(true);
    }
    expect(readdirSync(folder).sort()).toEqual(['metrics.log', 'run.json', 'weights.json']);
  });

  it('of a run that was interrupted has the checkpoint that it can be resumed from', async () => {
    const stopped = join(temporaryFolder(), 'stopped');
    stoppedRunFolder(stopped, 2);
    const folder = temporaryFolder();
    unpackRunBundle(saved(bundleRun(stopped)), folder);
    expect((await inspectRun(folder)).document.status).toBe('running');
    expect(readdirSync(folder)).toContain('checkpoint.bin');
  });

  it('says in its manifest what it is of; fflate unpacks it', () => {
    const manifest = JSON.parse(Buffer.from(unzipSync(bundle)['bundle.json'] ?? []).toString()) as object;
    expect(manifest).toMatchObject({
      format: 'alarmworknet-run',
      configuration: { name: 'Run 1' },
      dataSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(manifest).toHaveProperty('environment');
  });
});

describe('from outside', () => {
  it('a turned bit anywhere is refused, and nothing is written', () => {
    for (const { damaged } of bitFlips(bundle, 200)) {
      const folder = temporaryFolder();
      if (valueOrRefusal(() => unpackRunBundle(saved(damaged), folder)) === null) {
        expect(readdirSync(folder)).toEqual([]);
        continue;
      }
      // Dates and the like, which say nothing: what was unpacked is what was packed.
      for (const name of readdirSync(folder)) {
        expect(readFileSync(join(folder, name)).equals(readFileSync(join(source, name))), name).toBe(true);
      }
    }
    for (const short of truncations(bundle, 50)) refusal(short);
  });

  it('names that leave the folder, files that are none of a run’s, and files that are not listed are refused', () => {
    const entries = unzipSync(bundle);
    const repacked = (change: (files: Zippable) => void) => {
      const files: Zippable = { ...entries };
      change(files);
      return zipSync(files, { level: 0 });
    };
    const manifest = (edit: (text: string) => string) => (files: Zippable) => {
      files['bundle.json'] = Buffer.from(edit(Buffer.from(entries['bundle.json'] ?? []).toString()));
    };
    const extra = Uint8Array.of(1);
    expect(refusal(repacked((files) => (files['../evil'] = extra)))).toMatch(/"\.\.\/evil" is not allowed/);
    expect(refusal(repacked((files) => (files['evil.sh'] = extra)))).toMatch(/does not list "evil\.sh"/);
    const renamed = manifest((text) => text.replace('"metrics.log"', '"autorun.inf"'));
    expect(refusal(repacked(renamed))).toMatch(/files\[\d\]\.name is no file of a run/);
    const without = (files: Zippable) => delete files['metrics.log'];
    expect(refusal(repacked(without))).toMatch(/metrics\.log is missing/);
    expect(refusal(repacked((files) => (files['metrics.log'] = extra)))).toMatch(
      /metrics\.log is not what bundle\.json/,
    );
    expect(refusal(writeZip([]))).toMatch(/has no bundle\.json/);
  });
});
