/** electron-builder, run as a program: quiet, with a time limit, and with the Electron that runs here. */
import path from 'node:path';
import { run } from './child-process.mjs';
import { inProject, PROJECT } from './project.mjs';
import { sevenZip } from './seven-zip.mjs';

/** electron-builder retries a download that cannot work for most of a minute; packing itself takes two. */
const TIME_LIMIT = 10 * 60_000;

/** The flag that makes electron-builder build for the system it runs on. */
const SYSTEM_FLAG = process.platform === 'win32' ? '--win' : process.platform === 'darwin' ? '--mac' : '--linux';

/**
 * @typedef {object} PackagerOptions
 * @property {import('./electron-runtime.mjs').ElectronRuntime} runtime
 * @property {string} output folder
 */

/** @param {PackagerOptions} options */
export const unpackedFolder = ({ output }) => path.join(output, 'linux-unpacked');

/**
 * @param {string} format
 * @param {PackagerOptions} options
 * @param {string[]} [more]
 * @returns {Promise<string | undefined>} why it failed
 */
export async function electronBuilder(format, { runtime, output }, more = []) {
  const testing = runtime.kind === 'fallback';
  const args = [
    ...[SYSTEM_FLAG, format, '--publish', 'never', ...more],
    `-c.electronVersion=${runtime.version}`,
    `-c.directories.output=${output}`,
    // The official Electron comes as a zip out of the download's cache. A testing build says in its name what it is.
    ...(testing
      ? [`-c.electronDist=${runtime.folder}`, '-c.artifactName=${name}-${version}-testing-only-${os}-${arch}.${ext}']
      : []),
  ];
  const env = {
    ...process.env,
    ELECTRON_BUILDER_7ZIP_PATH: await sevenZip(),
    // Level 9, the default, takes minutes and saves a twentieth: worth it in a release only.
    ...(testing && { ELECTRON_BUILDER_COMPRESSION_LEVEL: '1' }),
  };
  const program = inProject('node_modules/electron-builder/cli.js');
  const { code, output: said } = await run(process.execPath, [program, ...args], {
    cwd: PROJECT,
    env,
    timeout: TIME_LIMIT,
  });
  return code === 0 ? undefined : (/⨯ (.*?)(?: {2}|$)/m.exec(said)?.[1] ?? `electron-builder ended with code ${code}`);
}
