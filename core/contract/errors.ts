/**
 * Errors a person can act on. Everything else is a bug and is reported as one.
 *
 * Each message names the thing, the place in it and the next step.
 */
import { z } from './schema';

export const ERROR_CODES = [
  'bad-configuration',
  'bad-file',
  'disk-full',
  'in-use',
  'not-found',
  'not-allowed',
  'run-diverged',
  'store-damaged',
  'store-newer',
  'trainer-crashed',
  'trainer-ended',
  'cancelled',
  'bug',
] as const;

export const ErrorCode = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** The form in which an error crosses a process boundary. */
export const ErrorReport = z.strictObject({ code: ErrorCode, message: z.string() });
export type ErrorReport = z.infer<typeof ErrorReport>;

/** An error whose message is written for the person at the screen. */
export class StudioError extends Error {
  override readonly name = 'StudioError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Any thrown value as a report; what is not a {@link StudioError} is a bug and says so. */
export function reportError(error: unknown): ErrorReport {
  if (error instanceof StudioError) return { code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'bug', message: `Unexpected error (please report it): ${message}` };
}
