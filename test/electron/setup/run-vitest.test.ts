import { expect, it } from 'vitest';
import { countTests } from '../../../electron/setup/run-vitest.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

it('counts what passed and what failed', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 1,
    testResults: [file('failed', 'passed', 'failed'), file('passed', 'passed', 'passed')],
  };
  expect(countTests(report, 1)).toEqual({ passed: 3, failed: 1 });
});

it('counts a test file that did not load as a failure', () => {
  const report = {
    numPassedTests: 2,
    numFailedTests: 0,
    testResults: [file('failed'), file('passed', 'passed', 'passed')],
  };
  expect(countTests(report, 1)).toEqual({ passed: 2, failed: 1 });
});

it.each([
  ['no report at all', undefined, 1],
  ['not one test', { numPassedTests: 0, numFailedTests: 0, testResults: [] }, 0],
])('does not take %s for success', (_case, report, exitCode) => {
  expect(countTests(report, exitCode)).toEqual({ passed: 0, failed: 1 });
});

it('counts a bad end after passing tests as a failure', () => {
  const report = { numPassedTests: 2, numFailedTests: 0, testResults: [file('passed', 'passed', 'passed')] };
  expect(countTests(report, 1)).toEqual({ passed: 2, failed: 1 });
});
