/** Where things are, derived from this file's own place so that every command works from any folder. */
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** @param {...string} parts */
export const inProject = (...parts) => path.join(PROJECT, ...parts);

/** Logs, locks and memories of this clone that nobody needs to keep. */
export const SCRATCH = inProject('.setup');

/**
 * Things worth sharing between clones, by the XDG base directory specification.
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function cacheFolder(environment = process.env) {
  const base = environment['XDG_CACHE_HOME'];
  // The specification says to ignore a relative path.
  return path.join(base && path.isAbsolute(base) ? base : path.join(homedir(), '.cache'), 'alarmworknet-studio');
}

/**
 * The folder the person typed the command in. npm runs scripts in the project's root and leaves the real folder in
 * INIT_CWD; anywhere else INIT_CWD belongs to some outer npm command and says nothing about us.
 */
export function callerFolder() {
  const current = process.cwd();
  return path.relative(current, PROJECT) === '' ? (process.env['INIT_CWD'] ?? current) : current;
}
