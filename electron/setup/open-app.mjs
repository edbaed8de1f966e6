/** Opens the app in the given Electron and waits until it is closed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { hasDisplay, onSomeDisplay } from './display.mjs';
import { runtimeEnvironment } from './electron-runtime.mjs';
import { PROJECT, SCRATCH } from './project.mjs';
import { sandboxArguments } from './sandbox.mjs';
import { filterLines } from './stderr-filter.mjs';

/**
 * @param {import('./electron-runtime.mjs').ElectronRuntime} runtime
 * @param {string[]} args for the app
 * @returns {Promise<number>} the app's exit code
 */
export async function openApp(runtime, args) {
  const electronArguments = [...(await sandboxArguments(runtime.executable)), '.', ...args];
  const [program, programArguments] = onSomeDisplay(runtime.executable, electronArguments);
  await mkdir(SCRATCH, { recursive: true });
  const log = createWriteStream(path.join(SCRATCH, 'electron-stderr.log'));

  // xvfb-run does not pass signals on to what it runs, so there the whole process group is ended.
  const ownGroup = !hasDisplay();
  const child = spawn(program, programArguments, {
    cwd: PROJECT,
    env: { ...process.env, ...runtimeEnvironment(runtime) },
    stdio: ['inherit', 'inherit', 'pipe'],
    detached: ownGroup,
  });
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    if (child.pid !== undefined) process.kill(ownGroup ? -child.pid : child.pid, signal);
  };
  process.on('SIGINT', passOn).on('SIGTERM', passOn);

  const [[code, signal]] = await Promise.all([once(child, 'exit'), filterLines(child.stderr, log, process.stderr)]);
  log.end();
  process.off('SIGINT', passOn).off('SIGTERM', passOn);
  if (signal) console.error(`The app was ended by ${signal}. What Electron said is in ${log.path}`);
  return code ?? 1;
}
