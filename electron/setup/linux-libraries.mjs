/** The system libraries Electron needs on Linux, and Xvfb where there is no display. */
import { readFileSync } from 'node:fs';
import { lastLines, run } from './child-process.mjs';
import { SetupError } from './command.mjs';
import { hasDisplay } from './display.mjs';
import { step } from './progress.mjs';

const LIBRARIES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libnotify4'];
const VIRTUAL_DISPLAY = ['xvfb', 'xauth'];

/** @param {string} program */
async function isInstalled(program) {
  return (await run('which', [program])).code === 0;
}

/** @param {string} executable */
async function missingLibraries(executable) {
  const { stdout } = await run('ldd', [executable]);
  return missingFrom(stdout);
}

/** @param {string} ldd what `ldd` printed */
export function missingFrom(ldd) {
  return ldd.split('\n').flatMap((line) => line.match(/^\s*(\S+) => not found/)?.[1] ?? []);
}

/**
 * Debian 13 and Ubuntu 24.04 renamed many libraries for their 64-bit time_t; the old name may be virtual there, with
 * several packages that claim it.
 *
 * @param {string[]} names
 * @param {(name: string) => Promise<boolean>} [exists]
 */
export async function packageNames(
  names,
  exists = async (name) => (await run('apt-cache', ['show', name])).code === 0,
) {
  return Promise.all(names.map(async (name) => ((await exists(`${name}t64`)) ? `${name}t64` : name)));
}

function isDebianLike() {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/** @param {string} executable the Electron that is to run here */
export async function ensureLinuxLibraries(executable) {
  if (process.platform !== 'linux') return;
  const libraries = await missingLibraries(executable);
  const needsXvfb = !hasDisplay() && !((await isInstalled('xvfb-run')) && (await isInstalled('xauth')));
  if (libraries.length === 0 && !needsXvfb) return;

  const wanted = [...(needsXvfb ? VIRTUAL_DISPLAY : []), ...(libraries.length > 0 ? LIBRARIES : [])];
  const missing = [...libraries, ...(needsXvfb ? ['Xvfb'] : [])].join(', ');
  if (!isDebianLike()) {
    throw new SetupError(
      `Electron needs ${missing}; install what your distribution calls ${wanted.join(', ')}, then run the same command again.`,
    );
  }
  if (process.geteuid?.() !== 0) {
    const names = (await packageNames(wanted)).join(' ');
    throw new SetupError(`Missing ${missing}. Run: sudo apt-get update && sudo apt-get install -y ${names}`);
  }
  await step(`Installing Linux libraries (${missing})`, () => install(wanted));
}

/** @param {string[]} wanted */
async function install(wanted) {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const update = await run('apt-get', ['update'], options);
  // A new machine has no package lists, so names can be looked up only now.
  const names = await packageNames(wanted);
  const { code, output } = await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], options);
  if (code !== 0) {
    throw new SetupError(
      `apt-get install ${names.join(' ')} failed with code ${code}:\n${lastLines(update.output + output)}\n` +
        'Mend what apt-get says, then run the same command again.',
    );
  }
}
