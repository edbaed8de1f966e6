import type { RunSummary } from '../../core/contract/run';
import { formatCount } from '../format';

const STALLED =
  'The training process has given no sign of life for ten seconds or more. Wait, or cancel the run: all up to its last checkpoint is kept.';

/** Why and where a run ended or stands still, in a sentence; null where it completed as planned or trains. */
export function runEnding({ status, cause, results, configuration, progress, isStalled }: RunSummary): string | null {
  if (isStalled) return STALLED;
  if (status !== 'cancelled' && status !== 'paused') return cause;
  const epoch = results?.epochs ?? progress?.epoch;
  // One that never started has nothing to keep, and says so itself.
  if (epoch === undefined) return cause;
  const place =
    epoch === 0 ? 'in the first epoch' : `at epoch ${formatCount(epoch)} of ${formatCount(configuration.epochs)}`;
  return status === 'paused'
    ? `Paused ${place}. Resume goes on from there, to the same bits as without the pause.`
    : `Cancelled ${place}; what it had learned is kept.`;
}
