import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { newerVersion, upgradeDocument } from '../../../core/contract/document-versions';
import { DEFAULT_SETTINGS } from '../../../core/contract/settings';
import { upgradeSettings } from '../../../core/contract/settings-versions';
import { Trash } from '../../../electron/main/trash';
import { DatasetsStore } from '../../../electron/store/datasets-store';
import { checkStore } from '../../../electron/store/doctor/check-store';
import { readMetricsLog } from '../../../electron/store/metrics-reader';
import { RunStore } from '../../../electron/store/run-store';
import { openSettingsStore } from '../../../electron/store/settings-store';
import { markStore, newerStore, STORE_FORMAT_VERSION } from '../../../electron/store/store-version';
import { readWeights, weightsSha256 } from '../../../electron/store/weights-store';
import { openWindowStateStore } from '../../../electron/store/window-state-store';
import { openConf } from '../../support/documents';
import { messageOf } from '../../support/expect-studio-error';
import { temporaryFolder } from '../../support/temporary-folder';

const CLI = join(import.meta.dirname, '../../../out/cli/index.js');
const VERSION_1 = join(import.meta.dirname, '../../fixtures/store-v1');
let root = '';

beforeEach(() => {
  root = join(temporaryFolder(), 'store');
  cpSync(VERSION_1, root, { recursive: true });
});

function hashes(): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name),
      createHash('sha256')
        .update(readFileSync(join(parentPath, name)))
        .digest('hex'),
    ]),
  );
}

describe('a store of version 1', () => {
  it('is read whole, marked, and its documents brought up to date as they are written', async () => {
    expect(newerStore(root)).toBeNull();
    expect(markStore(root, openConf)).toBeNull();
    expect(JSON.parse(readFileSync(join(root, 'store.json'), 'utf8'))).toMatchObject({
      formatVersion: STORE_FORMAT_VERSION,
    });
    const settings = openSettingsStore(root, openConf);
    expect([settings.notice, settings.read()]).toEqual([
      null,
      { ...DEFAULT_SETTINGS, theme: 'dark', maxConcurrentRuns: 2 },
    ]);
    settings.update({ theme: 'light' });
    expect(JSON.parse(readFileSync(join(root, 'settings.json'), 'utf8'))).toMatchObject({ formatVersion: 2 });
    expect(openSettingsStore(root, openConf).read()).toEqual({
      ...DEFAULT_SETTINGS,
      theme: 'light',
      maxConcurrentRuns: 2,
    });
    expect(openWindowStateStore(root, openConf).read()?.bounds.width).toBe(1100);
    const { datasets, damaged } = new DatasetsStore(root).list();
    expect([datasets.map(({ name }) => name), damaged]).toEqual([['tide.csv'], []]);

    const list = new RunStore(root, openConf).list();
    expect([list.damaged, list.repaired]).toEqual([[], []]);
    expect(list.documents.map(({ formatVersion, status }) => [formatVersion, status])).toEqual([
      [2, 'completed'],
      [2, 'running'],
    ]);
    const [completed] = list.documents;
    const folder = join(root, 'runs', completed?.id ?? '');
    expect(weightsSha256(readWeights(folder)?.final ?? [])).toBe(completed?.results?.weightsSha256);
    expect((await readMetricsLog(join(folder, 'metrics.log'))).damagedRecords).toBe(0);
    const check = checkStore(root, { repair: true, open: openConf, rebuildWeights: () => null });
    expect([check.findings, check.unknown]).toEqual([[], ['README.md']]);
  });

  it('has a run that is resumed from its checkpoint to the bits of the one that was not interrupted', () => {
    const [completed, killed] = new RunStore(root, openConf).list().documents;
    const folder = join(root, 'runs', killed?.id ?? '');
    expect(existsSync(join(folder, 'checkpoint.bin'))).toBe(true);
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'resume', folder], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'completed',
      weightsSha256: completed?.results?.weightsSha256,
      validationLoss: completed?.results?.validation?.loss,
    });
  });
});

it('opens a store of a newer version without writing one byte, and says what to do', async () => {
  const nothing = () => undefined;
  // What the app would sweep, purge or rename by itself in a store of its own version.
  const long = `trash/00000000-0000-4000-8000-00000000000a`;
  for (const folder of ['runs/x.new', 'importing/x', `trash/.removing-x`, long, `${long}.deleted-1`]) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'file'), folder);
  }
  writeFileSync(join(root, 'store.json'), JSON.stringify({ formatVersion: STORE_FORMAT_VERSION + 1, app: '9.0.0' }));
  const before = hashes();
  const why = newerStore(root);
  expect(why).toMatch(/newer version of AlarmworkNet Studio \(9\.0\.0\).*Install the newer version/);
  const store = new RunStore(root, openConf, why);
  const { documents } = store.list();
  expect(documents).toHaveLength(2);
  const id = documents[0]?.id ?? '';
  messageOf('store-newer', () => store.update(id, (document) => ({ ...document, colour: 1 })));
  messageOf('store-newer', () => store.moveToTrash(id));
  messageOf('store-newer', () => store.restore(id));
  messageOf('store-newer', () => store.adopt(id, root));
  await expect(store.createFrom(() => Promise.reject(new Error('not reached')))).rejects.toThrow(why ?? '');
  await expect(store.trash.remove([id])).rejects.toThrow(why ?? '');
  new Trash({ store: store.trash, onCount: () => undefined, log: { info: nothing, error: nothing } }).start();
  const settings = openSettingsStore(root, openConf, why);
  expect(settings.read().theme).toBe('dark');
  messageOf('store-newer', () => settings.update({ theme: 'light' }));
  expect(new DatasetsStore(root, why).list().datasets).toHaveLength(1);
  openWindowStateStore(root, openConf, true).write({ bounds: { x: 0, y: 0, width: 1, height: 1 }, maximized: false });
  const doctor = spawnSync(process.execPath, [CLI, 'doctor', root, '--repair'], { encoding: 'utf8' });
  expect(doctor.stderr).toContain('Nothing is repaired: This data was written by a newer version');
  expect(hashes()).toEqual(before);
});

it('takes a marker that is damaged for no newer version: it is kept aside, and that is said', () => {
  markStore(root, openConf);
  const path = join(root, 'store.json');
  const turned = readFileSync(path, 'utf8').replace(`"formatVersion": ${STORE_FORMAT_VERSION}`, '"formatVersion": 7');
  writeFileSync(path, turned);
  expect(newerStore(root)).toBeNull();
  expect(markStore(root, openConf)).toContain('store.damaged-1.json');
  expect(readFileSync(join(root, 'store.damaged-1.json'), 'utf8')).toBe(turned);
  expect(markStore(root, openConf)).toBeNull();
});

it('upgrades one step a version, and leaves alone what it does not know', () => {
  const steps = {
    1: (raw: Record<string, unknown>) => ({ ...raw, formatVersion: 2, b: 1 }),
    2: (raw: Record<string, unknown>) => ({ ...raw, formatVersion: 3, c: raw['b'] }),
  };
  expect(upgradeDocument({ a: 0 }, 3, steps)).toEqual({ a: 0, b: 1, c: 1, formatVersion: 3 });
  expect(upgradeDocument({ formatVersion: 4 }, 3, steps)).toEqual({ formatVersion: 4 });
  expect(upgradeDocument([1], 3, steps)).toEqual([1]);
  expect([newerVersion({ formatVersion: 4 }, 3), newerVersion({}, 3), newerVersion('x', 3)]).toEqual([4, null, null]);
  expect(upgradeSettings({ theme: 'dark', maxConcurrentRuns: null })).toMatchObject({
    formatVersion: 2,
    theme: 'dark',
  });
  // A setting that is younger than the document.
  expect(upgradeSettings({ formatVersion: 2, theme: 'dark', maxConcurrentRuns: 3, keepLastCheckpoint: false })).toEqual(
    {
      ...{ formatVersion: 2, ...DEFAULT_SETTINGS },
      ...{ theme: 'dark', maxConcurrentRuns: 3, keepLastCheckpoint: false },
    },
  );
});
