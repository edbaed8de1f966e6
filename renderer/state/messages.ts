/** Short messages at the edge of the window. Errors that belong to a field or a page are shown there instead. */
import { toast } from 'svelte-sonner';
import { reportError, type ErrorReport } from '../../core/contract/errors';

/** Milliseconds. Long enough to read; the clock stops while the pointer is on a message. */
const DONE_DURATION = 3000;
const LONG_DURATION = 8000;

export function showError({ code, message }: ErrorReport): void {
  if (code === 'cancelled') return;
  toast.error(message, { duration: LONG_DURATION });
}

/** @param detail what a person should know of how it was done; empty for nothing */
export function showDone(message: string, detail = ''): void {
  toast.success(message, detail ? { description: detail, duration: LONG_DURATION } : { duration: DONE_DURATION });
}

export function showUndo(message: string, undo: () => void): void {
  toast(message, { duration: LONG_DURATION, action: { label: 'Undo', onClick: undo } });
}

/** More than this nobody reads in a message; the log has them all. */
const MOST_SENTENCES = 3;

export function shortList(sentences: readonly string[]): string {
  const rest = sentences.length - MOST_SENTENCES;
  const shown = sentences.slice(0, MOST_SENTENCES).join(' ');
  return rest > 0 ? `${shown} And ${rest} more, in the log file (Help › Show log file).` : shown;
}

/** Does what a person asked for; a failure becomes a message. @returns undefined after a failure */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    showError(reportError(error));
    return undefined;
  }
}
