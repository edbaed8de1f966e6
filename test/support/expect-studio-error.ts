import { expect } from 'vitest';
import { type ErrorCode, StudioError } from '../../core/contract/errors';

/** Runs `action`; anything but a {@link StudioError} of this code fails the test. @returns its message */
export function messageOf(code: ErrorCode, action: () => unknown): string {
  const error = attempt(action);
  expect(error).toBeInstanceOf(StudioError);
  expect((error as StudioError).code).toBe(code);
  return (error as StudioError).message;
}

/**
 * For damaged input: a value, or a {@link StudioError} (then null). Any other error, a TypeError say, is ours and is thrown on.
 */
export function valueOrRefusal<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof StudioError) return null;
    throw error;
  }
}

function attempt(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
