import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { electronExecutable } from '../support/studio-app';
import { temporaryFolder } from '../support/temporary-folder';

const PROJECT = join(import.meta.dirname, '../..');
const NOBODY = '65534';

// Chromium refuses its sandbox to root, so root starts the app as somebody else. Everybody else runs all tests sandboxed.
const isLinuxRoot = process.platform === 'linux' && process.geteuid?.() === 0;

it.skipIf(!isLinuxRoot)('trains and draws inside Chromium’s sandbox when an ordinary user starts it', async () => {
  const home = temporaryFolder();
  const runtime = join(home, 'electron');
  // Hard links where they can be had: a copy of the runtime takes 300 MB.
  execFileSync('sh', ['-c', 'cp -al "$0" "$1" 2>/dev/null || cp -a "$0" "$1"', dirname(electronExecutable()), runtime]);
  const helper = join(runtime, 'chrome-sandbox');
  execFileSync('cp', ['--remove-destination', join(dirname(electronExecutable()), 'chrome-sandbox'), helper]);
  chmodSync(helper, 0o4755);
  const appFolder = join(home, 'app');
  mkdirSync(appFolder);
  for (const part of ['out', 'package.json']) cpSync(join(PROJECT, part), join(appFolder, part), { recursive: true });
  const own = join(home, 'own');
  mkdirSync(own);
  execFileSync('chown', ['-R', NOBODY, own]);
  chmodSync(home, 0o755);

  const command = ['xvfb-run', '-a', join(runtime, 'electron'), appFolder, `--quick-start=${join(own, 'quick-start')}`];
  const app = spawn('setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...command], {
    env: { PATH: process.env['PATH'], HOME: own, TMPDIR: own, ALARMWORK_USER_DATA: join(own, 'data') },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  app.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(app, 'exit');

  await expect.poll(() => rendererOf(runtime), { timeout: 60_000, interval: 200 }).not.toBeNull();
  const renderer = rendererOf(runtime);
  expect(renderer?.commandLine).not.toContain('--no-sandbox');
  // Seccomp 2 is a system call filter; effective capabilities must be none.
  expect(renderer?.status).toMatch(/^Seccomp:\t2$/m);
  expect(renderer?.status).toMatch(/^CapEff:\t0+$/m);
  const [code] = (await ended) as [number];
  expect(said).toContain('AlarmworkNet period 4');
  expect(code).toBe(0);
});

/** The window's process of the app that was started from this folder, or null while there is none. */
function rendererOf(folder: string): { commandLine: string; status: string } | null {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!commandLine.startsWith(folder) || !commandLine.includes('--type=renderer')) continue;
      return { commandLine, status: readFileSync(`/proc/${pid}/status`, 'utf8') };
    } catch {
      // The process has ended meanwhile.
    }
  }
  return null;
}
