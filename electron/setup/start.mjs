/** `npm start`: from a fresh clone to the open app. */
import './node-version.mjs';
import path from 'node:path';
import { buildStale } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { hasDisplay } from './display.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { ensureLinuxLibraries } from './linux-libraries.mjs';
import { openApp } from './open-app.mjs';
import { callerFolder } from './project.mjs';

/**
 * The app gets an absolute folder, because it runs in the project's folder and the person may be elsewhere.
 * @param {string[]} args
 */
function resolveQuickStart(args) {
  return args.map((argument) => {
    const [flag, folder = 'quick-start'] = argument.split(/=(.*)/s);
    return flag === '--quick-start' ? `--quick-start=${path.resolve(callerFolder(), folder)}` : argument;
  });
}

runCommand(async () => {
  const asked = process.argv.slice(2);
  const quickStart = asked.some((argument) => argument.split('=')[0] === '--quick-start');
  await ensureDependencies();
  const runtime = await ensureElectron();
  await ensureLinuxLibraries(runtime.executable);
  await buildStale(['main', 'preload', 'renderer']);

  if (runtime.kind === 'fallback') {
    console.error(
      `Electron’s own download is not reachable here: using the fallback runtime, Electron ${runtime.version}.`,
    );
  }
  if (!hasDisplay() && !quickStart) {
    console.error(
      'There is no display here, so the quick start runs instead of the window: three runs, trained to the end.',
    );
    asked.push('--quick-start');
  }
  return openApp(runtime, resolveQuickStart(asked));
});
