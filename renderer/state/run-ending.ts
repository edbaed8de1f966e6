import type { RunSummary } from '../../core/contract/run';
import { formatCount } from '../format';

/** Why and where a run ended, in a sentence; null where it completed as planned or has not ended. */
export function runEnding({ status, cause, results, configuration, progress }: RunSummary): string | null {
  if (status !== 'cancelled') return cause;
  const epoch = results?.epochs ?? progress?.epoch;
  // One that never started has nothing to keep, and says so itself.
  if (epoch === undefined) return cause;
  const place =
    epoch === 0 ? 'in the first epoch' : `at epoch ${formatCount(epoch)} of ${formatCount(configuration.epochs)}`;
  return `Cancelled ${place}; what it had learned is kept.`;
}
