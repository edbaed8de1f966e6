/**
 * One process at a time trains in a run's folder: it holds the file `lock` there, which says who it is.
 *
 * A process that is killed leaves its lock behind. The next one takes it over, and of several that try at once exactly one
 * does: each lock has a token of its own, and only who holds the claim `lock.TOKEN` may replace the lock of that token. A
 * claim is a lock itself, so that a claim that was left behind is taken over in the same way.
 */
import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StudioError } from '../../core/contract/errors';
import { z } from '../../core/contract/schema';
import { makeFolder, removeFolders } from './durable-file';
import { errorCode, explainWriteError, isMissing } from './file-errors';
import { isAlive, ownIdentity, ProcessIdentity } from './process-identity';

const NAME = 'lock';
/** Claims, and what becomes a lock or a claim in a moment. */
const ASIDE = /^lock\.(new-)?[0-9a-f]{16}$/;

const LockOwner = z.object({
  ...ProcessIdentity.shape,
  /** In words for a person: "the app", say. */
  who: z.string(),
  token: z.string().regex(/^[0-9a-f]{16}$/),
});
type LockOwner = z.infer<typeof LockOwner>;

/** True for what a killed process may leave in a folder in which it was about to begin a run. */
export function isLockFile(name: string): boolean {
  return name === NAME || ASIDE.test(name);
}

export type LockState =
  | { readonly state: 'free' }
  /** `by` says in words what holds it. */
  | { readonly state: 'held'; readonly by: string }
  /** Written by a process that the power failed under: nobody can take it over. */
  | { readonly state: 'illegible' };

/** Whether a process trains in a folder, without taking its lock. */
export function lockState(folder: string): LockState {
  let owner: LockOwner | null;
  try {
    owner = read(join(folder, NAME));
  } catch (error) {
    // What the system does not let be read says nothing, and is not to be touched.
    return { state: error instanceof StudioError ? 'illegible' : 'free' };
  }
  if (owner === null) return { state: 'free' };
  const { who, pid, host } = owner;
  if (host !== hostname()) return { state: 'held', by: `${who}, process ${pid} on ${host}` };
  return isAlive(owner) ? { state: 'held', by: `${who}, process ${pid}` } : { state: 'free' };
}

export class RunLock {
  readonly #folder: string;
  readonly #made: readonly string[];
  readonly #token: string;

  private constructor(folder: string, made: readonly string[], token: string) {
    this.#folder = folder;
    this.#made = made;
    this.#token = token;
  }

  /**
   * Makes the folder if need be.
   *
   * @param who holds it, in words for a person
   * @throws StudioError `in-use` while another process holds it; `disk-full`, `not-allowed`
   */
  static acquire(folder: string, who: string): RunLock {
    const made = makeFolder(folder);
    const owner: LockOwner = { ...ownIdentity(), who, token: randomBytes(8).toString('hex') };
    try {
      take(folder, NAME, owner);
      sweep(folder);
      return new RunLock(folder, made, owner.token);
    } catch (error) {
      removeFolders(made);
      throw error instanceof StudioError ? error : explainWriteError(error, join(folder, NAME));
    }
  }

  /** A folder that was made for it, and that holds nothing yet, goes too. */
  release(): void {
    if (read(join(this.#folder, NAME))?.token === this.#token) rmSync(join(this.#folder, NAME), { force: true });
    removeFolders(this.#made);
  }
}

/** Once this returns, the file of this name in the folder says `owner`, and nobody else believes it is theirs. */
function take(folder: string, name: string, owner: LockOwner): void {
  const path = join(folder, name);
  for (;;) {
    if (create(folder, path, owner)) return;
    const found = read(path);
    // Given back just now.
    if (found === null) continue;
    if (found.host !== hostname()) throw elsewhere(folder, found);
    if (isAlive(found)) throw inUse(folder, found);
    const claim = `${NAME}.${found.token}`;
    take(folder, claim, owner);
    // Somebody may have taken the lock over before this claim was made. Nobody can while it is held.
    if (read(path)?.token === found.token) {
      renameSync(join(folder, claim), path);
      return;
    }
    rmSync(join(folder, claim), { force: true });
  }
}

/** All of it or nothing, and nothing where there is one already. */
function create(folder: string, path: string, owner: LockOwner): boolean {
  const text = JSON.stringify(owner);
  const whole = join(folder, `${NAME}.new-${randomBytes(8).toString('hex')}`);
  try {
    // Flushed: a power cut must not leave a lock that says nothing.
    writeFileSync(whole, text, { flag: 'wx', flush: true });
    linkSync(whole, path);
    return true;
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'EEXIST') return false;
    // FAT knows no second names.
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) return createInPlace(path, text);
    throw error;
  } finally {
    rmSync(whole, { force: true });
  }
}

function createInPlace(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @returns null if there is none
 * @throws StudioError `in-use` for one that says nothing: it is being written, or was when the power failed
 */
function read(path: string): LockOwner | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    return LockOwner.parse(JSON.parse(text));
  } catch (error) {
    throw new StudioError(
      'in-use',
      `${path} does not say which process trains there. If none does, delete that file and try again.`,
      { cause: error },
    );
  }
}

function inUse(folder: string, { who, pid }: LockOwner): StudioError {
  return new StudioError(
    'in-use',
    `${folder} is being trained by ${who}, process ${pid}. Wait for its end, or stop it there, then try again.`,
  );
}

function elsewhere(folder: string, { who, pid, host }: LockOwner): StudioError {
  return new StudioError(
    'in-use',
    `${folder} is being trained by ${who}, process ${pid}, on another computer, ${host}, and whether it still runs cannot be told from here. If it does not, delete ${join(folder, NAME)} and try again.`,
  );
}

/** What killed processes left beside the lock; what a process that is there made is its own. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!ASIDE.test(name)) continue;
    try {
      const found = read(join(folder, name));
      if (found && found.host === hostname() && !isAlive(found)) rmSync(join(folder, name), { force: true });
    } catch {
      // In the middle of being written, or not ours to touch: it is in nobody's way.
    }
  }
}
