/** Every k-th call of every write path fails, once or from then on, in each way that a disk has. */
import { rmSync } from 'node:fs';
import type { FaultOptions, FaultResult } from '../row';
import { forgetTimers, pass } from './clock';
import { copyOf, makeTemplate, scratchFolder } from './furnished';
import { inspect, untouched } from './inspect';
import { type FileCall, type Watch, watching } from './intercept';
import { trainUntroubled } from './training';
import { UNGUARDED, WRITE_PATHS, type WritePath } from './write-paths';

const CODES = ['ENOSPC', 'EIO', 'EPERM', 'EBUSY', 'a short write'] as const;
type Code = (typeof CODES)[number];

interface Fault {
  readonly code: Code;
  readonly isForGood: boolean;
  /** Counted from 1, among all calls; for short writes among the writes. */
  readonly call: number;
}

interface Case extends Fault {
  readonly path: WritePath;
}

/** Some packages try again for a second while a file is busy. */
const TRY_AGAIN_MS = 400;

export async function failCalls({ share, say }: FaultOptions): Promise<FaultResult> {
  const template = makeTemplate();
  const cases: Case[] = [];
  const counts: string[] = [];
  for (const path of WRITE_PATHS) {
    const { calls, writes } = await countCalls(template, path);
    counts.push(`${path.name} ${calls}`);
    for (const code of CODES) {
      for (let call = 1; call <= (code === 'a short write' ? writes : calls); call++) {
        for (const isForGood of [false, true]) cases.push({ path, code, call, isForGood });
      }
    }
  }
  const chosen = sample(cases, share);
  const lost: string[] = [];
  let done = 0;
  let told: WritePath | null = null;
  for (const each of chosen) {
    if (each.path !== told) say(`${each.path.name} (${done} of ${chosen.length} done, ${lost.length} lost)`);
    told = each.path;
    lost.push(...(await doCase(template, each)));
    done++;
  }
  const control = await doCase(template, { path: UNGUARDED, code: 'a short write', call: 1, isForGood: false });
  if (control.length === 0)
    lost.push('The control, conf without our guard, lost nothing: nothing is shown by this row');
  rmSync(template, { recursive: true });
  return { count: chosen.length, lost, notes: `calls: ${counts.join(', ')}; conf without our guard: ${control[0]}` };
}

/** Evenly spread over the calls; each path and each way to fail is among them. */
function sample(cases: readonly Case[], share: number): Case[] {
  if (share >= 1) return [...cases];
  const groups = new Map<string, Case[]>();
  for (const each of cases) {
    const key = `${each.path.name}, ${each.code}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const wanted = Math.max(1, Math.round(group.length * (group[0]?.path.isSlow ? share / 10 : share)));
    // From the middle of as many stretches.
    return Array.from({ length: wanted }, (_, n) => group[Math.floor(((n + 0.5) * group.length) / wanted)]).filter(
      (each) => each !== undefined,
    );
  });
}

async function countCalls(template: string, path: WritePath): Promise<{ calls: number; writes: number }> {
  const folder = scratchFolder();
  const world = copyOf(template, folder);
  path.prepare?.(world);
  let calls = 0;
  let writes = 0;
  await watching(
    folder,
    (call, proceed) => {
      calls++;
      if (call.name === 'writeSync') writes++;
      return call.name === 'fsyncSync' ? undefined : proceed();
    },
    () => (path.name === 'training' ? trainUntroubled(world) : path.act(world)),
  );
  forgetTimers();
  const { complaints } = world.ledger;
  rmSync(folder, { recursive: true });
  if (complaints[0] !== undefined) throw new Error(`${path.name} fails without a fault: ${complaints[0]}`);
  return { calls, writes };
}

async function doCase(template: string, given: Case): Promise<string[]> {
  const { path, code, call, isForGood } = given;
  const folder = scratchFolder();
  const world = copyOf(template, folder);
  path.prepare?.(world);
  const before = untouched(folder);
  await watching(folder, failing(given), () => path.act(world));
  forgetTimers();
  const expectations = world.ledger.expectations(isForGood ? 'refused means either' : 'refused means undone');
  const lost = [...world.ledger.complaints, ...(await inspect(folder, expectations, before))];
  lost.push(...(path.after?.(world) ?? []));
  forgetTimers();
  rmSync(folder, { recursive: true });
  const what = `${path.name}: ${code} ${isForGood ? 'from' : 'at'} call ${call}${isForGood ? ' on' : ''}`;
  return lost.map((loss) => `${what}: ${loss.replaceAll(folder, '…')}`);
}

/** The watch that makes one call fail, or all from one on. */
function failing({ code, isForGood, call: chosen }: Fault): Watch {
  let count = 0;
  return (call, proceed) => {
    if (code !== 'a short write' || call.name === 'writeSync') count++;
    const isHit = isForGood ? count >= chosen : count === chosen;
    if (!isHit || !canFail(code, call)) return call.name === 'fsyncSync' ? undefined : proceed();
    // Once it has failed, the next call is another one even where the same is tried again.
    if (code === 'a short write') return shortened(call, proceed);
    pass(TRY_AGAIN_MS);
    // The descriptor is gone all the same.
    if (call.name === 'closeSync') proceed();
    if (call.name === 'existsSync') return false;
    throw systemError(code, call);
  };
}

/** A full disk still gives away what it has, and takes less. */
const TAKES_SPACE = /^(writeSync|writeFileSync|mkdirSync|linkSync|renameSync|copyFileSync|fsyncSync|closeSync)$/;

function canFail(code: Code, { name, args }: FileCall): boolean {
  if (code === 'a short write') return name === 'writeSync';
  if (code !== 'ENOSPC') return true;
  return TAKES_SPACE.test(name) || (name === 'openSync' && args[1] !== 'r');
}

/** Half of the bytes, at least one. */
function shortened({ args }: FileCall, proceed: (args: readonly unknown[]) => unknown): unknown {
  const [file, given, start, count, position] = args;
  if (typeof given === 'string') {
    const bytes = Buffer.from(given);
    return proceed([file, bytes, 0, Math.ceil(bytes.length / 2)]);
  }
  return proceed([file, given, start, Math.ceil(Number(count) / 2), position]);
}

function systemError(code: string, { name, path }: FileCall): Error {
  const syscall = name.replace('Sync', '');
  return Object.assign(new Error(`${code}: as the disk says it, ${syscall} '${path}'`), { code, syscall, path });
}
