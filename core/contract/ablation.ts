/** Ablation in one click: what the window asks of main about it, and what it hears. */
import { RunId, Seed } from './run';
import { z } from './schema';

export const MOST_ABLATION_SEEDS = 50;

const variantName = z.string().min(1).max(40);

export const AblationQuestion = z.strictObject({
  /** The run whose configuration is taken apart; its seed is the first. */
  id: RunId,
  seeds: z.number().int().min(1).max(MOST_ABLATION_SEEDS),
});

export const AblationPreview = z.strictObject({
  seeds: z.array(Seed),
  variants: z.array(
    z.strictObject({
      name: variantName,
      /** True where it is the run's own configuration. */
      isOriginal: z.boolean(),
      /** How many of the seeds have a run already that can be taken as it is. */
      reusable: z.number(),
    }),
  ),
  /** Variants that are left out, each with the reason, in sentences. */
  notes: z.array(z.string()),
  /** Measured by the run itself; null where it has not ended. */
  secondsPerRun: z.number().nullable(),
  /** How many runs train at the same time. */
  atOnce: z.number(),
});
export type AblationPreview = z.infer<typeof AblationPreview>;

export const AblationOrder = z.strictObject({
  ...AblationQuestion.shape,
  /** Names of the variants wanted, as the preview gave them. */
  variants: z.array(variantName).min(1).max(10),
});

export const AblationLaunch = z.strictObject({
  /** Every run of the ablation: variant by variant, seed by seed. */
  runs: z.array(RunId),
  launched: z.number(),
  reused: z.number(),
  /** Given to every one of them. */
  tag: z.string(),
});
export type AblationLaunch = z.infer<typeof AblationLaunch>;
