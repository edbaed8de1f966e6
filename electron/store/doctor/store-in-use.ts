/** Whether another process works in a folder: repairing under its hands would damage what is well. */
import { closeSync, openSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '../file-errors';
import { lockState } from '../run-lock';

/** Where the system doesn't tell who has a file open, a run whose files changed within this time may be in training. */
const QUIET_MS = 60_000;

/**
 * The app takes Chromium's lock on its data folder while it runs.
 *
 * @returns in words what says that the app is open with this data folder; null where it is not
 */
export function appUsing(dataFolder: string): string | null {
  if (process.platform === 'win32') {
    const lock = join(dataFolder, 'lockfile');
    return isLockedForWriting(lock) ? `${lock} is locked` : null;
  }
  const lock = join(dataFolder, 'SingletonLock');
  let owner: string;
  try {
    // A link to `<host>-<process id>`, and to no file.
    owner = readlinkSync(lock);
  } catch {
    return null;
  }
  const at = owner.lastIndexOf('-');
  const [host, pid] = [owner.slice(0, at), Number(owner.slice(at + 1))];
  if (host !== hostname()) return `${lock} says that it is open on ${host}`;
  return isAlive(pid) ? `${lock} says that it is open, as process ${pid}` : null;
}

/** @returns in words what says that a run is being trained in this folder; null where nothing does */
export function trainerUsing(runFolder: string): string | null {
  const lock = lockState(runFolder);
  if (lock.state === 'held') return lock.by;
  // A version of the app that knew no locks may train there.
  const log = join(runFolder, 'metrics.log');
  const changedAt = statSync(log, { throwIfNoEntry: false })?.mtimeMs;
  if (changedAt === undefined) return null;
  if (process.platform === 'linux') {
    const pid = processWithOpen(realpathSync(log));
    return pid === null ? null : `Process ${pid} has ${log} open`;
  }
  return Date.now() - changedAt < QUIET_MS ? `${log} has changed within the last minute` : null;
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another person's.
    return errorCode(error) === 'EPERM';
  }
}

function isLockedForWriting(path: string): boolean {
  try {
    closeSync(openSync(path, 'r+'));
    return false;
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  }
}

/** Other people's processes are not seen; their files could not be repaired either. */
function processWithOpen(path: string): number | null {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const folder = join('/proc', pid, 'fd');
    try {
      for (const descriptor of readdirSync(folder)) {
        if (Number(pid) !== process.pid && linkAt(join(folder, descriptor)) === path) return Number(pid);
      }
    } catch {
      // Gone by now, or not ours to look at.
    }
  }
  return null;
}

function linkAt(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
