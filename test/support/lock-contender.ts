/**
 * A process that tries for a run's lock: says `ready`, tries at the next line on stdin, says `won` or why not, and holds what
 * it has until stdin ends.
 */
import { createInterface } from 'node:readline';
import { reportError } from '../../core/contract/errors';
import { RunLock } from '../../electron/store/run-lock';

process.stdout.write('ready\n');
for await (const folder of createInterface({ input: process.stdin })) {
  try {
    RunLock.acquire(folder, 'a test');
    process.stdout.write('won\n');
  } catch (error) {
    process.stdout.write(`${reportError(error).code}\n`);
  }
}
