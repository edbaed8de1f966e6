/**
 * `npm run test:fuzz`: reads damaged and hostile files of each format that comes from outside, in a process each, and prints
 * what became of them. Exit code 0 only where nothing crashed, hung, grew past its memory or failed without naming a place.
 *
 * `--mutants 10000` so many a format; `--formats NAME[,NAME]`; `--seed N` does again what went wrong; `--json` prints one
 * line a format.
 */
import { fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type FuzzCounts, runTarget } from './run-target';
import { fuzzTargets, parquetSamples } from './targets';

const MOST_MEMORY_MB = 768;
/** Of the clock, for one mutant: a process that is stuck can't count its own time. Far past two seconds, for a busy machine. */
const STUCK_MS = 120_000;

interface FuzzLine extends FuzzCounts {
  crashed: number;
  peakMemoryMb: number;
}

type Message = { readonly at: number } | { readonly counts: FuzzCounts; readonly peakMemoryMb: number };

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '500' },
    formats: { type: 'string' },
    seed: { type: 'string', default: String(randomInt(2 ** 32)) },
    json: { type: 'boolean', default: false },
    fixtures: { type: 'string', default: '' },
    inside: { type: 'string' },
  },
});
const [mutants, seed] = [Number(values.mutants), Number(values.seed)];
if (!Number.isInteger(mutants) || mutants < 1)
  throw new RangeError(`--mutants ${values.mutants}: a whole number from 1 on`);
if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
  throw new RangeError(`--seed ${values.seed}: from 0 to ${2 ** 32 - 1}`);
const targets = fuzzTargets(parquetSamples(values.fixtures));

if (values.inside === undefined) await runAll();
else await runInside(values.inside);

async function runAll(): Promise<void> {
  const asked = values.formats?.split(',');
  const formats = targets.map(({ format }) => format).filter((format) => asked?.includes(format) ?? true);
  process.stderr.write(`${mutants} mutants a format, seed ${seed}\n`);
  const lines: FuzzLine[] = [];
  for (const format of formats) {
    const line = await watch(format);
    lines.push(line);
    if (values.json) process.stdout.write(`${JSON.stringify(line)}\n`);
    for (const failure of line.failures) process.stderr.write(`${format}: ${failure}\n`);
  }
  if (!values.json) process.stdout.write(`${table(lines)}\n`);
  const isSound = lines.every(
    (line) => line.crashed + line.hung + line.failed === 0 && line.peakMemoryMb <= MOST_MEMORY_MB,
  );
  process.exitCode = isSound ? 0 : 1;
}

/** In a process of its own, as in the app: what it does to itself is seen from outside. */
async function watch(format: string): Promise<FuzzLine> {
  const args = [
    '--inside',
    format,
    '--mutants',
    String(mutants),
    '--seed',
    String(seed),
    '--fixtures',
    values.fixtures,
  ];
  const child = fork(fileURLToPath(import.meta.url), args, {
    execArgv: ['--max-old-space-size=512'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let at = 0;
  let found: FuzzLine | null = null;
  let stuck = false;
  const timer = setTimeout(() => {
    stuck = true;
    child.kill('SIGKILL');
  }, STUCK_MS);
  child.on('message', (message: Message) => {
    timer.refresh();
    if ('at' in message) at = message.at;
    else found = { ...message.counts, crashed: 0, peakMemoryMb: message.peakMemoryMb };
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  clearTimeout(timer);
  if (found) return found;
  const what = stuck ? 'hung' : 'crashed';
  const failures = [`mutant ${at} or after, of seed ${seed}: the process ${what} (${signal ?? code})`];
  return {
    format,
    mutants: at,
    accepted: 0,
    refused: 0,
    hung: stuck ? 1 : 0,
    failed: 0,
    slowestSeconds: NaN,
    failures,
    crashed: stuck ? 0 : 1,
    peakMemoryMb: NaN,
  };
}

async function runInside(format: string): Promise<void> {
  const target = targets.find((each) => each.format === format);
  if (!target) throw new RangeError(`There is no format ${format}`);
  const folder = mkdtempSync(join(tmpdir(), 'alarmworknet-fuzz-'));
  const say = (message: Message) => process.send?.(message);
  try {
    const counts = await runTarget(target, { mutants, seed, folder }, (at) => say({ at }));
    say({ counts, peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function table(lines: readonly FuzzLine[]): string {
  const head = ['format', 'mutants', 'accepted', 'refused', 'crashed', 'hung', 'failed', 'slowest', 'memory'];
  const rows = lines.map((line) => [
    line.format,
    ...[line.mutants, line.accepted, line.refused, line.crashed, line.hung, line.failed].map(String),
    `${line.slowestSeconds.toFixed(2)} s`,
    `${line.peakMemoryMb} MB`,
  ]);
  const widths = head.map((title, c) => Math.max(title.length, ...rows.map((row) => row[c]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0))).join('  '),
    )
    .join('\n');
}
