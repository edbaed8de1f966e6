/**
 * `npm run test:faults`: does to the real parts, many times, what the world does to them sometimes, and prints a table of
 * what was lost. Exit code 0 only where nothing was.
 *
 * `--rows NAME[,NAME]` takes the rows whose names hold one of these; `--share 0.05` a part of each row's count; `--seed N`
 * does again what went wrong; `--json` prints one line a row on stdout, all else on stderr; `--hours H` is for the soak;
 * `--list` names the rows.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { damageRows } from './damage';
import { fileSystemRows } from './file-system';
import { processRows } from './processes/rows';
import type { FaultResult, FaultRow } from './row';
import { table, type TableLine } from './table';

function readOptions() {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string' },
      share: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(randomInt(2 ** 32)) },
      hours: { type: 'string', default: '0.5' },
      json: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
    },
  });
  const [share, seed, hours] = [values.share, values.seed, values.hours].map(Number) as [number, number, number];
  if (!(share > 0 && share <= 1)) throw new RangeError(`--share ${values.share}: a number above 0, up to 1`);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new RangeError(`--seed ${values.seed}: a whole number from 0 to ${2 ** 32 - 1}`);
  }
  if (!(hours > 0 && hours <= 1000)) throw new RangeError(`--hours ${values.hours}: a number above 0, up to 1000`);
  return { ...values, share, seed, hours };
}

/** Rows of every kind; a new kind is added here. */
function allRows(hours: number): FaultRow[] {
  return [...fileSystemRows, ...damageRows, ...processRows(hours)];
}

function chosenRows(names: string | undefined, hours: number): FaultRow[] {
  const all = allRows(hours);
  if (names === undefined) return all;
  const asked = names.split(',').map((name) => name.trim().toLowerCase());
  const chosen = all.filter((row) => asked.some((name) => row.name.toLowerCase().includes(name)));
  if (chosen.length === 0) throw new RangeError(`--rows ${names}: no row has such a name; --list names them`);
  return chosen;
}

async function runRow(row: FaultRow, share: number, seed: number): Promise<FaultResult> {
  try {
    const started = performance.now();
    const say = (line: string) => {
      const seconds = Math.round((performance.now() - started) / 1000);
      process.stderr.write(`  ${`${seconds} s`.padStart(6)}  ${line}\n`);
    };
    return await row.run({ seed, share, say });
  } catch (error) {
    // A row that could not be gone through has shown nothing.
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { count: 0, lost: [`The row itself failed: ${why}`] };
  }
}

async function main(): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  let rows: FaultRow[];
  try {
    options = readOptions();
    rows = chosenRows(options.rows, options.hours);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  if (options.list) {
    process.stdout.write(rows.map(({ name }) => `${name}\n`).join(''));
    return 0;
  }
  const { share, seed, json } = options;
  process.stderr.write(`Seed ${seed}, ${share === 1 ? 'everything' : `a share of ${share}`}\n`);
  const lines: TableLine[] = [];
  for (const row of rows) {
    process.stderr.write(`\n${row.name}\n`);
    const started = performance.now();
    const { count, lost, notes = '' } = await runRow(row, share, seed);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    for (const what of lost) process.stderr.write(`  LOST: ${what}\n`);
    if (json) process.stdout.write(`${JSON.stringify({ row: row.name, count, lost, seconds, notes, seed, share })}\n`);
    lines.push({ row: row.name, count, lost: lost.length, seconds, notes });
  }
  (json ? process.stderr : process.stdout).write(`\n${table(lines)}\nSeed ${seed}\n`);
  return lines.some(({ lost }) => lost > 0) ? 1 : 0;
}

// Not only the exit code: a row that failed may have left something open.
process.exit(await main());
