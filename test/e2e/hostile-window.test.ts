import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { requests, type RequestName } from '../../core/contract/ipc';
import { DEFAULT_SETTINGS } from '../../core/contract/settings';
import { smallConfiguration } from '../support/configurations';
import { openStudio, type StudioApp } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const NAMES = Object.keys(requests) as RequestName[];

/** Values that no request takes; built inside the window, because some don't survive the way in. */
const HOSTILE_VALUES = `[
  null, NaN, -1, 2 ** 53, '', '../../etc/passwd', 'a\\u0000b', [], {}, { id: '../../etc/passwd' }, { id: 'x'.repeat(1e6) },
  { id: NaN }, { ids: ['../../x'] }, { ids: [-1] }, { ids: '__proto__' }, JSON.parse('{"__proto__": {"polluted": true}}'),
  { id: '00000000-0000-4000-8000-000000000000', format: 'exe', weights: 'all', part: 'training' },
  { id: '00000000-0000-4000-8000-000000000000', name: 'x' , extra: 1 },
  { configuration: { formatVersion: 1 }, count: 1e9 }, { token: '../../../etc/passwd', options: {}, columns: ['a'] },
  { token: '00000000-0000-4000-8000-000000000000', options: { separator: 'ab' }, columns: [] },
  { dataset: { kind: 'series', source: 'file:/etc/passwd' } }, { theme: 'x' }, { maxConcurrentRuns: 2 ** 53 },
  { png: 'no bytes', name: '../x' }, new Uint8Array(8), new Date(), new Map([['id', 1]]),
]`;

function storedFiles(userData: string): string[] {
  return readdirSync(userData, { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('store'));
}

async function isAlive(studio: StudioApp): Promise<boolean> {
  return (await studio.ask('app:info', undefined)).name === 'AlarmworkNet Studio';
}

describe('a hostile window', () => {
  it('gets nothing but refusals for malformed requests, and nothing is written', async () => {
    const userData = temporaryFolder();
    const studio = await openStudio(userData);
    const before = storedFiles(userData);
    const accepted = await studio.page.evaluate(
      async ({ names, values }) => {
        const hostile = (0, eval)(values) as unknown[];
        const taken: string[] = [];
        for (const name of names) {
          for (const [index, value] of hostile.entries()) {
            const answer = await window.desktop.ask(name, value as never);
            if (answer.ok) taken.push(`${name} ${index}`);
          }
        }
        return taken;
      },
      { names: NAMES, values: HOSTILE_VALUES },
    );
    // An empty change of settings is well-formed and changes nothing.
    expect(accepted.filter((taken) => !/^settings:set \d+$/.test(taken))).toEqual([]);
    expect(await studio.ask('settings:get', undefined)).toEqual(DEFAULT_SETTINGS);
    expect(storedFiles(userData).filter((file) => !before.includes(file) && !file.includes('settings'))).toEqual([]);
    expect(await isAlive(studio)).toBe(true);
  });

  it('finds no request by the names of Object’s own members', async () => {
    const studio = await openStudio(temporaryFolder());
    const answers = await studio.page.evaluate(async () =>
      Promise.all(
        ['__proto__', 'constructor', 'toString', '', 'runs:list ', 'RUNS:LIST'].map((name) =>
          window.desktop.ask(name as never, undefined as never),
        ),
      ),
    );
    expect(answers.every(({ ok }) => !ok)).toBe(true);
  });

  it('cannot name files: a configuration with a path of its own is refused', async () => {
    const studio = await openStudio(temporaryFolder());
    const { dataset, ...rest } = smallConfiguration();
    const configuration = { ...rest, dataset: { ...dataset, source: 'file:/etc/passwd' } };
    await expect(studio.ask('runs:launch', { configuration: configuration as never, count: 1 })).rejects.toThrow(
      /not-found/,
    );
    await expect(studio.ask('datasets:preview', { dataset: configuration.dataset as never })).rejects.toThrow(
      /not-found/,
    );
    expect(await studio.ask('runs:list', undefined)).toEqual([]);
  });

  it('can flood main with ten thousand requests and 200 MB of nonsense, and main still answers', async () => {
    const studio = await openStudio(temporaryFolder());
    await studio.page.evaluate(async () => {
      await Promise.all(Array.from({ length: 10_000 }, () => window.desktop.ask('settings:get', undefined)));
      await window.desktop.ask('runs:rename', { id: 'x', name: 'y'.repeat(200_000_000) } as never);
    });
    expect(await isAlive(studio)).toBe(true);
  });

  it('has no Node, no Electron, and no way out of its own pages', async () => {
    const studio = await openStudio(temporaryFolder());
    const { page, app } = studio;
    const url = page.url();
    const found = await page.evaluate(async () => {
      const globals = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
        (name) => name in window,
      );
      const opened = window.open('https://example.com');
      const fetched = await fetch('https://example.com').then(
        () => 'fetched',
        () => 'refused',
      );
      const file = await fetch('file:///etc/passwd').then(
        () => 'fetched',
        () => 'refused',
      );
      const above = await fetch('app://studio/..%2f..%2fpackage.json').then(
        ({ status }) => status,
        () => 0,
      );
      const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        () => 'refused',
      );
      const notification = await Notification.requestPermission();
      location.href = 'https://example.com';
      return { globals, opened, fetched, file, above, camera, notification, keys: Object.keys(window.desktop).sort() };
    });
    expect(found).toEqual({
      globals: [],
      opened: null,
      fetched: 'refused',
      file: 'refused',
      above: 404,
      camera: 'refused',
      notification: 'denied',
      keys: ['ask', 'listen'],
    });
    await page.waitForTimeout(300);
    expect(page.url()).toBe(url);

    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const given = contents.getLastWebPreferences();
      const names = [
        'nodeIntegration',
        'nodeIntegrationInWorker',
        'nodeIntegrationInSubFrames',
        'webviewTag',
        'contextIsolation',
        'sandbox',
      ];
      return names.filter((name) => given[name] === true);
    });
    expect(preferences).toEqual(['contextIsolation', 'sandbox']);
  });

  it('runs no inline script and no eval', async () => {
    const { page } = await openStudio(temporaryFolder());
    const outcome = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.head.append(script);
      return 'injected' in window;
    });
    expect(outcome).toBe(false);
    const policy = await page.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toContain('unsafe');
  });
});
