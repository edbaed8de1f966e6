/** What the trash says of its runs. */
import type { TrashedRun } from '../../core/contract/trash';
import { formatBytes, formatQuantity } from '../format';

const DAY_MS = 86_400_000;

/** "30 days", "1 day", "less than a day": until a run is removed for ever. Times in milliseconds since 1970. */
export function daysLeft({ removedAt }: Pick<TrashedRun, 'removedAt'>, now = Date.now()): string {
  const days = Math.ceil((removedAt - now) / DAY_MS);
  return days < 1 || removedAt - now < DAY_MS ? 'less than a day' : formatQuantity(days, 'day');
}

/** What a run is called; one that cannot be read has its id only. */
export function trashedName({ id, run }: Pick<TrashedRun, 'id' | 'run'>): string {
  return run?.configuration.name ?? id;
}

/** Asked before runs are deleted for ever. @param bytes null while not known */
export function removalQuestion(runs: readonly TrashedRun[], bytes: number | null): { title: string; text: string } {
  const [only] = runs.length === 1 ? runs : [];
  const what = only ? `“${trashedName(only)}”` : formatQuantity(runs.length, 'run');
  const freed = bytes === null ? 'This frees its space' : `This frees ${formatBytes(bytes)}`;
  return {
    title: `Delete ${what} for ever?`,
    text: `${freed} on the disk. Configuration, curves and weights are gone then: nothing brings them back.`,
  };
}
