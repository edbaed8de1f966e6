/** Installs the npm packages when they are missing or the lock file says others than those that are there. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { firstLines, npm } from './child-process.mjs';
import { SetupError } from './command.mjs';
import { withLock } from './lock.mjs';
import { step } from './progress.mjs';
import { PROJECT, SCRATCH } from './project.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/**
 * Whether everything in the lock file is installed. npm writes what it installed into `node_modules/.package-lock.json`,
 * so an installation by hand (`npm ci`) counts as well. Optional packages may be absent: they belong to other systems.
 *
 * @param {LockedPackages} wanted
 * @param {LockedPackages} installed
 */
export function matches(wanted, installed) {
  return Object.entries(wanted).every(([name, { version, integrity, optional, link }]) => {
    if (name === '' || link) return true;
    const there = installed[name];
    return there ? there.version === version && there.integrity === integrity : optional === true;
  });
}

/** @param {string} project */
function installedAsLocked(project) {
  try {
    const installed = readFileSync(path.join(project, 'node_modules/.package-lock.json'), 'utf8');
    const wanted = readFileSync(path.join(project, 'package-lock.json'), 'utf8');
    return matches(JSON.parse(wanted).packages, JSON.parse(installed).packages);
  } catch {
    return false;
  }
}

/**
 * The stamp spares the comparison above: one hash on every start instead of two large JSON files.
 * @param {string} project
 */
export function dependenciesAreFresh(project) {
  const stamp = path.join(project, 'node_modules/.alarmworknet-lock-hash');
  const hash = createHash('sha256')
    .update(readFileSync(path.join(project, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return true;
  if (!installedAsLocked(project)) return false;
  writeFileSync(stamp, hash);
  return true;
}

export async function ensureDependencies() {
  if (dependenciesAreFresh(PROJECT)) return;
  await withLock(path.join(SCRATCH, 'install.lock'), async () => {
    if (dependenciesAreFresh(PROJECT)) return;
    const { code, output } = await step('Installing dependencies with npm ci', () =>
      npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: PROJECT }),
    );
    if (code !== 0) {
      throw new SetupError(
        `npm ci failed with code ${code}:\n${firstLines(output)}\n` +
          'Check that the npm registry is reachable and there is free disk space, then run the same command again.',
      );
    }
    dependenciesAreFresh(PROJECT);
  });
}
