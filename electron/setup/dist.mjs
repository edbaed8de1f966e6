/**
 * `npm run dist`: what a user installs, into release/.
 *
 * --tar            the tar.gz only
 * --output=FOLDER  somewhere else than release/
 */
import './node-version.mjs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale } from './build.mjs';
import { runCommand, SetupError } from './command.mjs';
import { debianPackage } from './debian-package.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { electronBuilder, unpackedFolder } from './packager.mjs';
import { step } from './progress.mjs';
import { callerFolder, inProject } from './project.mjs';

/**
 * @typedef {import('./packager.mjs').PackagerOptions} PackagerOptions
 * @typedef {{ format: string, result: 'built' | 'left out' | 'failed', note: string }} Line
 */

const UNREACHABLE = 'electron-builder downloads its tools from the host that could not be reached';

/**
 * @param {string} format
 * @param {PackagerOptions} options
 * @param {string[]} [more]
 * @returns {Promise<Line>}
 */
async function buildFormat(format, options, more) {
  const problem = await step(`Building ${format}`, () => electronBuilder(format, options, more));
  return { format, result: problem === undefined ? 'built' : 'failed', note: problem ?? '' };
}

/**
 * @param {PackagerOptions} options
 * @param {string[]} prepackaged
 * @returns {Promise<Line>}
 */
async function buildDeb(options, prepackaged) {
  const fallback = options.runtime.kind === 'fallback';
  if (!fallback) {
    const line = await buildFormat('deb', options, prepackaged);
    if (line.result === 'built') return line;
  }
  try {
    await step('Building deb with dpkg-deb', () => debianPackage(unpackedFolder(options), options.output, fallback));
    return {
      format: 'deb',
      result: 'built',
      note: 'with electron-installer-debian, as electron-builder needs a download',
    };
  } catch (error) {
    return { format: 'deb', result: 'failed', note: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * @param {PackagerOptions} options
 * @param {boolean} tarOnly
 * @returns {Promise<Line[]>}
 */
async function buildLinux(options, tarOnly) {
  const problem = await step('Packaging the app', () => electronBuilder('dir', options));
  if (problem !== undefined) throw new SetupError(`The app could not be packaged: ${problem}`);
  // electron-builder removes it from its own downloads only; in a packaged app it is dead weight.
  await rm(path.join(unpackedFolder(options), 'resources/default_app.asar'), { force: true });
  const prepackaged = ['--prepackaged', unpackedFolder(options)];
  const lines = [await buildFormat('tar.gz', options, prepackaged)];
  if (tarOnly) return lines;
  lines.push(await buildDeb(options, prepackaged));
  if (options.runtime.kind === 'fallback') lines.push({ format: 'AppImage', result: 'left out', note: UNREACHABLE });
  else lines.push(await buildFormat('AppImage', options, prepackaged));
  return lines;
}

runCommand(async () => {
  const { values } = parseArgs({ options: { tar: { type: 'boolean', default: false }, output: { type: 'string' } } });
  const output = values.output === undefined ? inProject('release') : path.resolve(callerFolder(), values.output);
  await ensureDependencies();
  const runtime = await ensureElectron();
  await buildStale(['main', 'preload', 'renderer', 'cli']);

  const options = { runtime, output };
  const lines =
    process.platform === 'linux'
      ? await buildLinux(options, values.tar)
      : [await buildFormat(process.platform === 'win32' ? 'nsis' : 'dmg', options)];

  console.log(`\nIn ${output}:`);
  for (const { format, result, note } of lines)
    console.log(`  ${format.padEnd(9)} ${result.padEnd(9)} ${note}`.trimEnd());
  if (runtime.kind === 'fallback') {
    console.log(
      `\nThis build holds the fallback Electron ${runtime.version}, which is out of support: for testing, not for release. ` +
        'Build a release where Electron’s own download works.',
    );
  }
  return lines.some(({ result }) => result === 'failed') ? 1 : 0;
});
