import type { CheckpointInfo, RunSummary } from '../../core/contract/run';

/** What a kept checkpoint is, in words. */
export function checkpointTitle(
  { name }: Pick<CheckpointInfo, 'name'>,
  { status }: Pick<RunSummary, 'status'>,
): string {
  if (name === 'checkpoint.bin') return status === 'completed' ? 'The end of the run' : 'The newest';
  if (name === 'checkpoint.previous.bin') return 'The one before';
  if (name === 'checkpoint.best.bin') return 'The best validation loss';
  return 'Kept along the way';
}
