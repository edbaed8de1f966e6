/** Chromium's sandbox on Linux needs user namespaces or a helper that is setuid root; for root it refuses to work at all. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { run } from './child-process.mjs';
import { SetupError } from './command.mjs';

/** @param {string} helper */
function isSetuidRoot(helper) {
  if (!existsSync(helper)) return false;
  const { uid, mode } = statSync(helper);
  return uid === 0 && (mode & 0o4111) === 0o4111;
}

/**
 * @param {string} executable
 * @returns {Promise<string[]>} what to add to Electron's arguments
 */
export async function sandboxArguments(executable) {
  if (process.platform !== 'linux') return [];
  if (process.geteuid?.() === 0) {
    console.error('Running as root, where Chromium’s sandbox does not work: it is switched off (--no-sandbox).');
    return ['--no-sandbox'];
  }
  const helper = path.join(path.dirname(executable), 'chrome-sandbox');
  const namespaces = await run('unshare', ['--user', '--map-root-user', 'true']);
  if (namespaces.code === 0 || isSetuidRoot(helper)) return [];
  throw new SetupError(
    `This system restricts user namespaces, so Chromium’s sandbox needs its helper. Run: sudo chown root:root "${helper}" && sudo chmod 4755 "${helper}"`,
  );
}
