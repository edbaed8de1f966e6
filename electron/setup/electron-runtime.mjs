/** Finds the Electron to run: its own download where that works, else the fallback runtime. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run } from './child-process.mjs';
import { ensureFallbackRuntime, FALLBACK_VERSION } from './fallback-runtime.mjs';
import { step } from './progress.mjs';
import { inProject, SCRATCH } from './project.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {'official' | 'fallback'} kind
 * @property {string} version
 * @property {string} folder     what packagers call the dist
 * @property {string} executable
 */

/** A connection that is refused or has no route fails in seconds; this limit is for one that trickles. */
const DOWNLOAD_LIMIT = 5 * 60_000;

/** How long a failed download is remembered, so that not every start on a closed network waits for it. */
const RETRY_AFTER = 24 * 60 * 60_000;

const unreachableNote = path.join(SCRATCH, 'electron-unreachable');
const electronPackage = () => inProject('node_modules/electron');

/** @returns {ElectronRuntime | undefined} */
function officialRuntime() {
  const folder = path.join(electronPackage(), 'dist');
  const pathFile = path.join(electronPackage(), 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = path.join(folder, readFileSync(pathFile, 'utf8'));
  const { version } = createRequire(import.meta.url)(path.join(electronPackage(), 'package.json'));
  return existsSync(executable) ? { kind: 'official', version, folder, executable } : undefined;
}

function failedLately() {
  return existsSync(unreachableNote) && Date.now() - statSync(unreachableNote).mtimeMs < RETRY_AFTER;
}

async function downloadOfficial() {
  if (failedLately()) return undefined;
  const reason = await step('Downloading Electron', async (report) => {
    const outcome = await run(process.execPath, [path.join(electronPackage(), 'install.js')], {
      timeout: DOWNLOAD_LIMIT,
    });
    if (outcome.code !== 0) report('its release host cannot be reached from here');
    return outcome.code === 0 ? undefined : outcome.output;
  });
  if (reason === undefined) {
    rmSync(unreachableNote, { force: true });
    return officialRuntime();
  }
  await mkdir(SCRATCH, { recursive: true });
  writeFileSync(unreachableNote, reason);
  return undefined;
}

/** @returns {Promise<ElectronRuntime>} */
export async function ensureElectron() {
  const official = officialRuntime() ?? (await downloadOfficial());
  if (official) return official;
  const folder = await ensureFallbackRuntime();
  return { kind: 'fallback', version: FALLBACK_VERSION, folder, executable: path.join(folder, 'electron') };
}

/**
 * The environment that the app, Playwright and the electron package need to use this runtime.
 * @param {ElectronRuntime} runtime
 * @returns {Record<string, string>}
 */
export function runtimeEnvironment({ kind, folder, executable }) {
  return {
    ALARMWORK_ELECTRON: executable,
    ...(kind === 'fallback' && { ELECTRON_OVERRIDE_DIST_PATH: folder }),
  };
}
