import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../core/contract/settings';
import { openSettingsStore } from '../../../electron/store/settings-store';
import { openConf } from '../../support/documents';
import { temporaryFolder } from '../../support/temporary-folder';

it('starts with the defaults and remembers what was changed', () => {
  const root = temporaryFolder();
  expect(openSettingsStore(root, openConf).read()).toEqual(DEFAULT_SETTINGS);
  const changed = openSettingsStore(root, openConf).update({ theme: 'dark' });
  expect(changed).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
  const again = openSettingsStore(root, openConf);
  expect([again.read(), again.notice]).toEqual([changed, null]);
});

it('uses the defaults for a damaged file, says so, and keeps the file', () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'settings.json'), '{"theme": "pink"}');
  const store = openSettingsStore(root, openConf);
  expect(store.read()).toEqual(DEFAULT_SETTINGS);
  expect(store.notice).toMatch(/settings\.json could not be read \(theme: .*settings\.damaged-1\.json/);
  expect(readFileSync(join(root, 'settings.damaged-1.json'), 'utf8')).toBe('{"theme": "pink"}');
});

it('refuses settings that are none', () => {
  const store = openSettingsStore(temporaryFolder(), openConf);
  expect(() => store.update({ maxConcurrentRuns: 0 })).toThrow();
  expect(store.read()).toEqual(DEFAULT_SETTINGS);
});
