/** Builds what is stale: a target is fresh while its sources have the sizes and times that they had when it was built. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { TARGETS } from './build-targets.mjs';
import { SetupError } from './command.mjs';
import { withLock } from './lock.mjs';
import { step } from './progress.mjs';
import { inProject, PROJECT, SCRATCH } from './project.mjs';

/** @typedef {import('./build-targets.mjs').TargetName} TargetName */

/** Whatever changes every target: the packages that are bundled in, and how bundling is done. */
const SHARED_SOURCES = ['package-lock.json', 'electron/setup/build-targets.mjs'];

/** @param {TargetName} name */
const stampFile = (name) => path.join(SCRATCH, `build-${name}`);

/**
 * @param {string} root
 * @param {string[]} sources relative to root; a missing one counts as empty
 */
export function fingerprint(root, sources) {
  const hash = createHash('sha256');
  /** @param {string} entry */
  const add = (entry) => {
    const { size, mtimeMs } = statSync(entry);
    hash.update(`${path.relative(root, entry)}\0${size}\0${mtimeMs}\0`);
  };
  for (const source of sources) {
    const start = path.join(root, source);
    if (!existsSync(start)) continue;
    if (statSync(start).isFile()) add(start);
    else {
      const entries = readdirSync(start, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      for (const file of entries.map((entry) => path.join(entry.parentPath, entry.name)).sort()) add(file);
    }
  }
  return hash.digest('hex');
}

/** @param {TargetName} name */
const currentFingerprint = (name) => fingerprint(PROJECT, [...TARGETS[name].sources, ...SHARED_SOURCES]);

/** @param {TargetName} name */
function isStale(name) {
  const stamp = stampFile(name);
  if (!existsSync(inProject(TARGETS[name].result)) || !existsSync(stamp)) return true;
  return readFileSync(stamp, 'utf8') !== currentFingerprint(name);
}

/** @param {TargetName} name */
async function buildTarget(name) {
  // Read before building: a file saved meanwhile makes the target stale again.
  const state = currentFingerprint(name);
  rmSync(stampFile(name), { force: true });
  const { build: buildItself, config } = TARGETS[name];
  await buildItself?.();
  if (config) {
    const { build, createLogger } = await import('vite');
    // Errors are thrown as well, and shown once, by whoever catches them.
    const customLogger = { ...createLogger('warn'), error: () => undefined };
    await build({ ...(await config()), logLevel: 'warn', customLogger });
  }
  writeFileSync(stampFile(name), state);
}

/**
 * @param {TargetName[]} names
 * @returns {Promise<void>}
 */
export async function buildStale(names) {
  const needed = [...new Set(names.flatMap((name) => TARGETS[name].needs ?? []))];
  if (needed.length > 0) await buildStale(needed);
  if (!names.some(isStale)) return;
  await mkdir(SCRATCH, { recursive: true });
  await withLock(path.join(SCRATCH, 'build.lock'), async () => {
    const stale = names.filter(isStale);
    if (stale.length === 0) return;
    await step(`Building ${stale.join(', ')}`, () => Promise.all(stale.map(buildTarget))).catch((error) => {
      const message = error instanceof Error ? error.message : String(error);
      throw new SetupError(`The build failed:\n${process.stderr.isTTY ? message : stripVTControlCharacters(message)}`);
    });
  });
}
