/** Runs one vitest project and reads the real counts from its JSON report. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { onSomeDisplay } from './display.mjs';
import { inProject, PROJECT, SCRATCH } from './project.mjs';

/**
 * The part of vitest's JSON report that we read.
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults one per file
 */

/**
 * A file that failed without a failed test (it did not load, or a hook threw) counts as one failure, and so does a run
 * that ended badly though no test failed: nothing that went wrong may look like success.
 *
 * @param {VitestReport | undefined} report undefined when vitest wrote none
 * @param {number} exitCode
 * @returns {import('./run-checks.mjs').Counts}
 */
export function countTests(report, exitCode) {
  const passed = report?.numPassedTests ?? 0;
  const brokenFiles = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = (report?.numFailedTests ?? 0) + brokenFiles.length;
  const silentFailure = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: silentFailure ? 1 : failed };
}

/**
 * @param {'unit' | 'e2e'} project
 * @param {Record<string, string>} [environment]
 */
export async function runVitest(project, environment = {}) {
  const reportFile = path.join(SCRATCH, `vitest-${project}.json`);
  rmSync(reportFile, { force: true });
  const vitest = [
    inProject('node_modules/vitest/vitest.mjs'),
    ...['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`],
  ];
  const [program, args] = project === 'e2e' ? onSomeDisplay(process.execPath, vitest) : [process.execPath, vitest];
  const child = spawn(program, args, { cwd: PROJECT, env: { ...process.env, ...environment }, stdio: 'inherit' });
  const [exitCode] = await once(child, 'exit');
  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined;
  return countTests(report, exitCode ?? 1);
}
