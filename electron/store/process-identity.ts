/**
 * Who a process is: a number alone is given to another process sooner or later, and the same numbers come again after a
 * restart of the computer.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { z } from '../../core/contract/schema';
import { errorCode } from './file-errors';

export const ProcessIdentity = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  /** Of this start of the computer. */
  boot: z.string(),
  /** When the process began: clock ticks since the computer started on Linux, else milliseconds since 1970. */
  started: z.number(),
});
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** Two readings of the same start of a computer, or of a process, elsewhere than on Linux: clocks are set now and then. */
const TOLERANCE_MS = 10_000;
const LINUX = process.platform === 'linux';

export function ownIdentity(): ProcessIdentity {
  const { pid } = process;
  const started = (LINUX ? startOf(pid) : null) ?? performance.timeOrigin;
  return { pid, host: hostname(), boot: bootOfComputer(), started };
}

/** Whether this very process is still there. Asked of a process of another computer, it says no. */
export function isAlive({ pid, host, boot, started }: ProcessIdentity): boolean {
  if (host !== hostname() || !isSame(boot, bootOfComputer()) || !exists(pid)) return false;
  const now = startOf(pid);
  // Where the system keeps it a secret, the process is believed.
  return now === null || (LINUX ? now === started : Math.abs(now - started) < TOLERANCE_MS);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: somebody else's, but there.
    if (errorCode(error) !== 'EPERM') return false;
  }
  return !LINUX || statOf(pid)?.state !== 'Z';
}

function bootOfComputer(): string {
  if (LINUX) return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return String(Math.round(Date.now() - uptime() * 1000));
}

function isSame(boot: string, other: string): boolean {
  return LINUX ? boot === other : Math.abs(Number(boot) - Number(other)) < TOLERANCE_MS;
}

/** @returns null where it cannot be told */
function startOf(pid: number): number | null {
  if (LINUX) return statOf(pid)?.started ?? null;
  const [program, args] =
    process.platform === 'win32'
      ? ['powershell', ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`]]
      : ['ps', ['-o', 'lstart=', '-p', String(pid)]];
  try {
    const env = { ...process.env, LC_ALL: 'C' };
    const said = execFileSync(program, args as string[], {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const time = Date.parse(said.trim());
    return Number.isNaN(time) ? null : time;
  } catch {
    return null;
  }
}

/** From /proc/PID/stat (proc(5)). Its second field, a name in brackets, may hold spaces and brackets itself. */
function statOf(pid: number): { readonly state: string; readonly started: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // The state is field 3, the start time field 22.
    return { state: fields[0] ?? '', started: Number(fields[19]) };
  } catch {
    return null;
  }
}
