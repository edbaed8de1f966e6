import { RunId, RunSummary } from './run';
import { z } from './schema';

/** How long a deleted run can be restored. */
export const TRASH_DAYS = 30;

export const TrashedRun = z.strictObject({
  id: RunId,
  /** As it will be once restored; null where its document cannot be read. */
  run: RunSummary.nullable(),
  /** Why it cannot be read, in words; null where it can. */
  problem: z.string().nullable(),
  /** Milliseconds since 1970. */
  deletedAt: z.number(),
  /** From when on it is removed for ever. */
  removedAt: z.number(),
});
export type TrashedRun = z.infer<typeof TrashedRun>;
