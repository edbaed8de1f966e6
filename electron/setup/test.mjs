/** `npm test`: every check and every test. All stages run, even after a failure, so that the last line tells it all. */
import './node-version.mjs';
import { mkdir } from 'node:fs/promises';
import { buildStale } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureElectron, runtimeEnvironment } from './electron-runtime.mjs';
import { ensureLinuxLibraries } from './linux-libraries.mjs';
import { duration } from './progress.mjs';
import { SCRATCH } from './project.mjs';
import { runChecks } from './run-checks.mjs';
import { runVitest } from './run-vitest.mjs';

/** @typedef {import('./run-checks.mjs').Counts} Counts */

/**
 * @param {string} title
 * @param {() => Promise<Counts>} work a stage that cannot even run counts as one failure
 */
async function stage(title, work) {
  console.log(`\n── ${title}`);
  const started = Date.now();
  const counts = await work().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  });
  console.log(`── ${title}: ${counts.passed} passed, ${counts.failed} failed (${duration(Date.now() - started)})`);
  return counts;
}

runCommand(async () => {
  await ensureDependencies();
  await mkdir(SCRATCH, { recursive: true });
  const stages = [
    await stage('checks', runChecks),
    await stage('unit tests', async () => {
      // Some unit tests run the command line, which must not be built by several of them at once.
      await buildStale(['cli']);
      return runVitest('unit');
    }),
    await stage('tests in the real app', async () => {
      const runtime = await ensureElectron();
      await ensureLinuxLibraries(runtime.executable);
      await buildStale(['main', 'preload', 'renderer']);
      return runVitest('e2e', runtimeEnvironment(runtime));
    }),
  ];
  const passed = stages.reduce((sum, counts) => sum + counts.passed, 0);
  const failed = stages.reduce((sum, counts) => sum + counts.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
