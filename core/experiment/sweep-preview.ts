import type { SweepDefinition } from '../contract/sweep';
import { MOST_PREVIEW_POINTS, MOST_PREVIEW_SKIPPED, type SweepPreview } from '../contract/sweep-requests';
import { sweepCost, type Widths } from './sweep-cost';
import { planTrials } from './sweep-trials';

/** @param secondsPerEpoch of the base, measured; null for no estimate */
export function previewSweep(
  definition: SweepDefinition,
  secondsPerEpoch: number | null,
  widths: () => Widths,
  parallelRuns: number,
): SweepPreview {
  const plan = planTrials(definition);
  const measured = secondsPerEpoch === null ? null : [{ configuration: definition.base, secondsPerEpoch }];
  const cost = measured && sweepCost(definition, plan, measured, widths(), parallelRuns);
  return {
    trials: plan.trials.length,
    runs: plan.trials.length * definition.seeds,
    points: plan.trials.slice(0, MOST_PREVIEW_POINTS).map(({ point }) => point),
    skippedCount: plan.skipped.length,
    skipped: plan.skipped.slice(0, MOST_PREVIEW_SKIPPED),
    notes: plan.notes,
    parallelRuns,
    seconds: cost?.seconds ?? null,
    secondsWithStopping: cost?.secondsWithStopping ?? null,
  };
}
