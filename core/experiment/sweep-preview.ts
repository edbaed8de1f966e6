import type { SweepDefinition } from '../contract/sweep';
import { MOST_PREVIEW_POINTS, MOST_PREVIEW_SKIPPED, type SweepPreview } from '../contract/sweep-requests';
import { sweepCost, type Widths } from './sweep-cost';
import { planTrials } from './sweep-trials';

/**
 * @param secondsPerEpoch of the base, measured; null for no estimate
 * @param startSeconds    what a run takes beside its training: for short runs, most of the time
 */
export function previewSweep(
  definition: SweepDefinition,
  secondsPerEpoch: number | null,
  widths: () => Widths,
  parallelRuns: number,
  startSeconds: number,
): SweepPreview {
  const plan = planTrials(definition);
  const measured = secondsPerEpoch === null ? null : [{ configuration: definition.base, secondsPerEpoch }];
  const cost = measured && sweepCost(definition, plan, measured, widths(), parallelRuns);
  const starting = Math.ceil((plan.trials.length * definition.seeds) / Math.max(1, parallelRuns)) * startSeconds;
  return {
    trials: plan.trials.length,
    runs: plan.trials.length * definition.seeds,
    points: plan.trials.slice(0, MOST_PREVIEW_POINTS).map(({ point }) => point),
    skippedCount: plan.skipped.length,
    skipped: plan.skipped.slice(0, MOST_PREVIEW_SKIPPED),
    notes: plan.notes,
    parallelRuns,
    seconds: cost && cost.seconds + starting,
    secondsWithStopping: cost && cost.secondsWithStopping + starting,
  };
}
