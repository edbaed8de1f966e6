import { StudioError } from '../../core/contract/errors';
import type { z } from '../../core/contract/schema';
import { firstIssue, inWords } from '../../core/formats/first-issue';

/** Something in what the person typed or handed over that they can mend: one line on stderr, exit code 2, nothing written. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** The same sentence, with the file it is about in front, once. */
export function about(file: string, error: unknown): unknown {
  if (!(error instanceof StudioError)) return error;
  const named = [':', ','].some((sign) => error.message.startsWith(`${file}${sign}`));
  return new CommandError(named ? error.message : `${file}: ${error.message}`);
}

/** @throws CommandError naming the file, the place in it and what is expected there */
export function check<T>(schema: z.ZodType<T>, value: unknown, file: string): T {
  const parsed = schema.safeParse(value, { error: inWords });
  if (parsed.success) return parsed.data;
  throw new CommandError(`${file}: ${firstIssue(parsed.error)}`);
}
