import { RunId } from './run';
import { z } from './schema';

/** What kinds of files a run has, in the order in which they are shown. */
export const DISK_KINDS = ['weights', 'metrics', 'checkpoints', 'documents', 'other'] as const;
export type DiskKind = (typeof DISK_KINDS)[number];

const bytes = z.number().int().min(0);

/** Bytes that the files of a run have, by kind. */
export const DiskUse = z.strictObject({
  id: RunId,
  total: bytes,
  kinds: z.strictObject({ weights: bytes, metrics: bytes, checkpoints: bytes, documents: bytes, other: bytes }),
});
export type DiskUse = z.infer<typeof DiskUse>;
