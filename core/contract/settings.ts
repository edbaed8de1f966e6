/** The app's preferences: nothing in here changes what a run computes. */
import { z } from './schema';

export const Settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** How many runs train at once; null means one fewer than the processor's cores, at least one. */
  maxConcurrentRuns: z.number().int().min(1).max(64).nullable(),
  /** Seconds between two checkpoints of a run that trains: what a crash may cost. */
  checkpointSeconds: z.number().min(1).max(3600),
  /** Which checkpoints of a run stay, to train it for longer or to fork it: the last one, the one of its best epoch, … */
  keepLastCheckpoint: z.boolean(),
  keepBestCheckpoint: z.boolean(),
  /** … and so many in between, evenly spread over its epochs. */
  keepCheckpointsAlong: z.number().int().min(0).max(20),
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  maxConcurrentRuns: null,
  checkpointSeconds: 10,
  keepLastCheckpoint: true,
  keepBestCheckpoint: true,
  keepCheckpointsAlong: 0,
};
