import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { makeStore, STORED_RUNS } from '../../support/damaged-store';
import { temporaryFolder } from '../../support/temporary-folder';

const CLI = join(import.meta.dirname, '../../../out/cli/index.js');
let data = '';

beforeEach(() => {
  data = temporaryFolder();
  makeStore(join(data, 'store'));
});

function doctor(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'doctor', ...args], { encoding: 'utf8' });
  type Answer = { folder: string; files: number; problems: { file: string; done: string | null }[]; repaired: number };
  return { status, stderr, answer: stdout === '' ? null : (JSON.parse(stdout) as Answer) };
}

it('checks a data folder, a store and a run’s folder, and ends with 0 where nothing is wrong', () => {
  const store = join(data, 'store');
  const run = join(store, 'runs', STORED_RUNS[0]);
  for (const [given, checked] of [
    [data, store],
    [store, store],
    [run, run],
  ] as const) {
    const { status, answer } = doctor(given);
    expect([status, answer?.folder, answer?.problems, answer?.repaired]).toEqual([0, checked, [], 0]);
  }
});

it('ends with 1 while something is wrong, with 0 when all was repaired, and finds nothing after that', () => {
  const path = join(data, 'store', 'runs', STORED_RUNS[1], 'run.json');
  truncateSync(path, 100);
  const before = readFileSync(path);
  const found = doctor(data);
  expect([found.status, found.answer?.problems.map(({ done }) => done)]).toEqual([1, [null]]);
  expect(readFileSync(path)).toEqual(before);
  const repaired = doctor(data, '--repair');
  expect([repaired.status, repaired.answer?.repaired]).toEqual([0, 1]);
  expect(doctor(data, '--repair')).toMatchObject({ status: 0, answer: { problems: [], repaired: 0 } });
});

it('refuses what is no folder of ours with one line and exit code 2', () => {
  for (const folder of [temporaryFolder(), join(data, 'nowhere'), join(data, 'store', 'settings.json'), '']) {
    const { status, answer, stderr } = doctor(folder);
    expect([status, answer, stderr.trim().split('\n').length]).toEqual([2, null, 1]);
  }
});

// Elsewhere the app's lock has another form.
it.skipIf(process.platform === 'win32')('repairs nothing while the app has the store open, and says so', () => {
  truncateSync(join(data, 'store', 'runs', STORED_RUNS[1], 'checkpoint.bin'), 100);
  const lock = join(data, 'SingletonLock');
  symlinkSync(`${hostname()}-${process.pid}`, lock);
  for (const folder of [data, join(data, 'store', 'runs', STORED_RUNS[1])]) {
    const { status, stderr, answer } = doctor(folder, '--repair');
    expect([status, answer?.repaired]).toEqual([1, 0]);
    expect(stderr).toContain('Nothing is repaired: the app works with these files');
  }
  // What a killed app leaves behind names a process that is gone.
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  rmSync(lock);
  symlinkSync(`${hostname()}-${gone}`, lock);
  expect(doctor(data, '--repair')).toMatchObject({ status: 0, answer: { repaired: 1 } });
});

it('knows a run in any folder by its files', () => {
  const run = join(temporaryFolder(), 'mine');
  cpSync(join(data, 'store', 'runs', STORED_RUNS[1]), run, { recursive: true });
  for (const name of ['run.json', 'run.previous.json']) truncateSync(join(run, name), 10);
  expect(doctor(run, '--repair').status).toBe(0);
  expect(JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'))).toMatchObject({ status: 'interrupted' });
});
