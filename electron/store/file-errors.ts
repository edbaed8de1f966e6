/** What the operating system says about a file, as an error a person can act on. */
import { statSync } from 'node:fs';
import { StudioError } from '../../core/contract/errors';

/** Why, and what to do about it, as the end of a sentence about the path and one more. */
const TROUBLES: Readonly<Record<string, string>> = {
  EACCES: 'no permission. Check who owns it and its folder.',
  EPERM: 'no permission. Check who owns it and its folder.',
  EROFS: 'it is in a place that is read-only. Choose another place.',
  ENOTDIR: 'a part of its path is a file, not a folder. Correct the path.',
  EISDIR: 'it is a folder. Name a file.',
  ENAMETOOLONG: 'its name or its path is too long. Choose a shorter one.',
  ELOOP: 'links in its path lead in a circle. Choose another path.',
  EIO: 'the disk reports a failure (EIO). Check the disk and its cable, then try again.',
  EBUSY: 'another program is using it. Close that program, then try again.',
  ETXTBSY: 'another program is using it. Close that program, then try again.',
  EMFILE: 'too many files are open. Close other programs, then try again.',
  ENFILE: 'too many files are open. Close other programs, then try again.',
};

export function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

export function diskFull(path: string, cause?: unknown): StudioError {
  return new StudioError('disk-full', `The disk is full: ${path} was not written. Free some space, then try again.`, {
    cause,
  });
}

/** Whether there is something. Unlike `existsSync`, it does not say no where the system would not tell. @throws as `statSync` */
export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** @throws a StudioError about the path for what the system says of it; all else as it is */
export function explained<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw explainWriteError(error, path);
  }
}

/** @returns a StudioError where a person can do something about it, else the error as it was */
export function explainWriteError(error: unknown, path: string): unknown {
  if (error instanceof StudioError) return error;
  const code = errorCode(error) ?? '';
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return diskFull(path, error);
  const trouble = code === 'ENOENT' ? 'its folder does not exist. Make it first.' : systemTrouble(error);
  if (trouble === undefined) return error;
  return new StudioError('not-allowed', `${path} cannot be written: ${trouble}`, { cause: error });
}

export function explainReadError(error: unknown, path: string): StudioError {
  return new StudioError('store-damaged', `${path} cannot be read: ${readTrouble(error)}`, { cause: error });
}

/** Why a file cannot be read, as the end of a sentence about it. */
export function readTrouble(error: unknown): string {
  if (isMissing(error)) return 'it does not exist. Check its name.';
  return systemTrouble(error) ?? (error instanceof Error ? error.message : String(error));
}

function systemTrouble(error: unknown): string | undefined {
  const code = errorCode(error) ?? '';
  // Only what comes from the system itself names the call; Node's own complaints (ERR_…) are about our mistakes.
  const isOfSystem = error instanceof Error && 'syscall' in error && /^E[A-Z0-9]+$/.test(code);
  return TROUBLES[code] ?? (isOfSystem ? `the system says ${code}. Try again, or choose another place.` : undefined);
}
