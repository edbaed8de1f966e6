/** `npm run test:faults`: every kind of misfortune, many times over. Options are those of test/faults/index.ts. */
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
  await buildStale(['cli', 'main', 'preload', 'renderer', 'faults']);
  const [program, args] = onSomeDisplay(process.execPath, [inProject('out/faults/index.js'), ...process.argv.slice(2)]);
  const env = { ...process.env, ...runtimeEnvironment(runtime) };
  const [code] = await once(spawn(program, args, { stdio: 'inherit', env }), 'exit');
  return code ?? 1;
});
