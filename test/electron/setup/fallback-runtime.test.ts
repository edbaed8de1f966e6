import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { hasIntegrity } from '../../../electron/setup/fallback-runtime.mjs';
import { cacheFolder } from '../../../electron/setup/project.mjs';

it('knows a package by its bytes', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'alarmworknet-test-'));
  const file = path.join(folder, 'package.tgz');
  const integrity = `sha512-${createHash('sha512').update('the package').digest('base64')}`;
  writeFileSync(file, 'the package');
  expect(await hasIntegrity(file, integrity)).toBe(true);
  writeFileSync(file, 'another package');
  expect(await hasIntegrity(file, integrity)).toBe(false);
  rmSync(folder, { recursive: true });
});

it('keeps runtimes where the XDG specification says, and ignores a relative path there', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/var/cache/me' })).toBe(path.join('/var/cache/me', 'alarmworknet-studio'));
  expect(cacheFolder({ XDG_CACHE_HOME: 'me' })).toBe(cacheFolder({}));
});
