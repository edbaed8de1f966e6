/**
 * `npm run bench:ui`: how quick the real window is with 10,000 runs in the store. `--runs N` chooses another number, `--json`
 * prints one line a measurement; all else goes to stderr.
 */
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildStale } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { onSomeDisplay } from './display.mjs';
import { ensureElectron, runtimeEnvironment } from './electron-runtime.mjs';
import { ensureLinuxLibraries } from './linux-libraries.mjs';
import { inProject } from './project.mjs';

runCommand(async () => {
  await ensureDependencies();
  const runtime = await ensureElectron();
  await ensureLinuxLibraries(runtime.executable);
  await buildStale(['main', 'preload', 'renderer', 'benchUi']);
  const [program, args] = onSomeDisplay(process.execPath, [
    inProject('out/bench-ui/index.js'),
    ...process.argv.slice(2),
  ]);
  const env = { ...process.env, ...runtimeEnvironment(runtime) };
  const [code] = await once(spawn(program, args, { stdio: 'inherit', env }), 'exit');
  return code ?? 1;
});
