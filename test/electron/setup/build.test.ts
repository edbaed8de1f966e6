import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprint } from '../../../electron/setup/build.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'alarmworknet-test-'));
  mkdirSync(path.join(root, 'core/nn'), { recursive: true });
  writeFileSync(path.join(root, 'core/nn/elman.ts'), 'one');
  writeFileSync(path.join(root, 'package-lock.json'), '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const current = () => fingerprint(root, ['core', 'package-lock.json', 'not-there']);

it('stays the same while nothing changes', () => {
  expect(current()).toBe(current());
});

it.each([
  ['a file is saved again', () => utimesSync(path.join(root, 'core/nn/elman.ts'), new Date(), new Date(2_000))],
  ['a file is added', () => writeFileSync(path.join(root, 'core/nn/rng.ts'), '')],
  ['a file is removed', () => rmSync(path.join(root, 'core/nn/elman.ts'))],
  ['the lock file grows', () => writeFileSync(path.join(root, 'package-lock.json'), '{ }')],
])('changes when %s', (_case, change) => {
  const before = current();
  change();
  expect(current()).not.toBe(before);
});
