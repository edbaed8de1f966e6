/** `npm run bench:ui`: how quick the real window is with many runs in the store. Starting costs, so that it is in the list too. */
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CURVE_MEASUREMENTS } from './curves';
import { removeFolder } from '../support/remove-folder';
import type { Measured } from './measurements';
import { startUp } from './start-up';
import { multiplyRun, trainOneRun } from './stored-runs';
import { TABLE_MEASUREMENTS } from './table';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '10000' },
    /** A folder for the app's data that is kept, and used again as it is by the next bench. */
    data: { type: 'string' },
  },
});
const runs = Number(options.runs);
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write(`bench:ui: --runs ${options.runs}: write a whole number from 1 on\n`);
  process.exit(2);
}

/** All measurements of the window that `startUp` has opened; a later one finds what an earlier one left. */
const MEASUREMENTS = [...TABLE_MEASUREMENTS, ...CURVE_MEASUREMENTS];

function print({ name, value, unit, target }: Measured): void {
  if (options.json) console.log(JSON.stringify({ name, value, unit, target }));
  else {
    const verdict = value < target ? 'met' : 'MISSED';
    console.log(`${name.padEnd(48)} ${value.toFixed(1).padStart(9)} ${unit.padEnd(4)} < ${target} ${verdict}`);
  }
}

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const userData = options.data ?? mkdtempSync(join(tmpdir(), 'alarmwork-bench-ui-'));
try {
  if (!existsSync(join(userData, 'store'))) {
    say(`Making a store of ${runs} runs`);
    multiplyRun(await trainOneRun(userData), runs);
  }
  say('Starting');
  // Once before: a first start after files were written reads them from the disk, and a machine's first start of a program too.
  await (await startUp(userData, runs)).studio.close();
  const { studio, measured } = await startUp(userData, runs);
  measured.forEach(print);
  try {
    for (const { title, measure } of MEASUREMENTS) {
      say(title);
      (await measure(studio)).forEach(print);
    }
  } finally {
    await studio.close();
  }
} finally {
  if (options.data === undefined) removeFolder(userData);
}
