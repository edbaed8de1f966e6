/** What the operating system says about a file, as an error a person can act on. */
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

/** @returns a StudioError where a person can do something about it, else the error as it was */
export function explainWriteError(error: unknown, path: string): unknown {
  const code = errorCode(error) ?? '';
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) return diskFull(path, error);
  const trouble = code === 'ENOENT' ? 'its folder does not exist. Make it first.' : TROUBLES[code];
  if (trouble === undefined) return error;
  return new StudioError('not-allowed', `${path} cannot be written: ${trouble}`, { cause: error });
}

export function explainReadError(error: unknown, path: string): StudioError {
  return new StudioError('store-damaged', `${path} cannot be read: ${readTrouble(error)}`, { cause: error });
}

/** Why a file cannot be read, as the end of a sentence about it. */
export function readTrouble(error: unknown): string {
  if (isMissing(error)) return 'it does not exist. Check its name.';
  return TROUBLES[errorCode(error) ?? ''] ?? (error instanceof Error ? error.message : String(error));
}
