/** The app's preferences: nothing in here changes what a run computes. */
import { z } from './schema';

export const Settings = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  /** How many runs train at once; null means one fewer than the processor's cores, at least one. */
  maxConcurrentRuns: z.number().int().min(1).max(64).nullable(),
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = { theme: 'system', maxConcurrentRuns: null };
