/**
 * `npm run bench`: how fast one optimizer step is. Options are those of test/bench/index.ts; `--peers` takes no value here.
 * `npm run bench -- --app`: what the app costs a run (test/bench/in-app.ts).
 */
import './node-version.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { buildStale } from './build.mjs';
import { lastLines, npm } from './child-process.mjs';
import { runCommand, SetupError } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { onSomeDisplay } from './display.mjs';
import { ensureElectron, runtimeEnvironment } from './electron-runtime.mjs';
import { ensureLinuxLibraries } from './linux-libraries.mjs';
import { step } from './progress.mjs';
import { inProject } from './project.mjs';

const PEERS = inProject('test/bench/peers');

/** tf.js is large and of use to nobody else, so it has a package.json of its own. */
async function ensurePeers() {
  if (existsSync(`${PEERS}/node_modules/@tensorflow/tfjs`)) return;
  const { code, output } = await step('Installing tf.js for the comparison', () => npm(['ci', '--prefix', PEERS]));
  if (code !== 0) throw new SetupError(`tf.js could not be installed:\n${lastLines(output)}`);
}

/** @param {string[]} asked */
async function benchApp(asked) {
  const runtime = await ensureElectron();
  await ensureLinuxLibraries(runtime.executable);
  await buildStale(['main', 'preload', 'renderer', 'bench']);
  const [program, args] = onSomeDisplay(process.execPath, [inProject('out/bench/in-app.js'), ...asked]);
  const env = { ...process.env, ...runtimeEnvironment(runtime) };
  const [code] = await once(spawn(program, args, { stdio: 'inherit', env }), 'exit');
  return code ?? 1;
}

runCommand(async () => {
  await ensureDependencies();
  if (process.argv.includes('--app')) return benchApp(process.argv.slice(2));
  await buildStale(['bench']);
  const asked = process.argv.slice(2);
  const withPeers = asked.includes('--peers');
  if (withPeers) await ensurePeers();
  const options = [...asked.filter((option) => option !== '--peers'), ...(withPeers ? ['--peers', PEERS] : [])];
  const args = [inProject('out/bench/index.js'), ...options];
  const [code] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit');
  return code ?? 1;
});
