import { RunId } from './run';
import { z } from './schema';

/** What became of the folders that a person chose to import. */
export const RunImport = z.strictObject({
  imported: z.array(
    z.strictObject({
      id: RunId,
      name: z.string(),
      /** What a person should know of it, in words; empty for nothing. */
      note: z.string(),
    }),
  ),
  /** Each with its folder, what is wrong and what to do, in words. */
  refused: z.array(z.string()),
});
export type RunImport = z.infer<typeof RunImport>;
