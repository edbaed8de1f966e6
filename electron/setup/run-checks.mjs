import { availableParallelism } from 'node:os';
import { buildStale } from './build.mjs';
import { run } from './child-process.mjs';
import { CHECKS } from './checks.mjs';
import { duration } from './progress.mjs';
import { inProject, PROJECT } from './project.mjs';

/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * @param {import('./checks.mjs').Check} check
 * @returns {Promise<boolean>} whether it passed
 */
async function runCheck({ name, tool, args }) {
  const started = Date.now();
  const { code, output } = await run(process.execPath, [inProject('node_modules', tool), ...args], { cwd: PROJECT });
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${duration(Date.now() - started)})`);
  if (code !== 0) console.log(output.trim());
  return code === 0;
}

/**
 * Runs every check, as many at once as there are processors: one line for a check that passes, all it says for one
 * that fails.
 *
 * @returns {Promise<Counts>}
 */
export async function runChecks() {
  // The store imports them, and types are checked through.
  await buildStale(['kernels']);
  const waiting = [...CHECKS];
  const counts = { passed: 0, failed: 0 };
  const worker = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift())
      counts[(await runCheck(check)) ? 'passed' : 'failed']++;
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return counts;
}
