import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from '../../../electron/setup/lock.mjs';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'alarmworknet-test-'));
  file = path.join(folder, 'build.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('lets one in at a time and leaves nothing behind', async () => {
  const events: string[] = [];
  const work = (name: string) => async () => {
    events.push(`${name} in`);
    await sleep(20);
    events.push(`${name} out`);
  };
  await Promise.all([withLock(file, work('a')), withLock(file, work('b'))]);
  expect([events.slice(0, 2), events.slice(2)].map((pair) => pair.map((event) => event.slice(2)))).toEqual([
    ['in', 'out'],
    ['in', 'out'],
  ]);
  expect(existsSync(file)).toBe(false);
});

it('takes over from a process that died', async () => {
  // Process ids end far below this number.
  writeFileSync(file, '2147483646');
  expect(await withLock(file, () => Promise.resolve('mine'))).toBe('mine');
});

it('is released when the work fails', async () => {
  await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(file)).toBe(false);
});
