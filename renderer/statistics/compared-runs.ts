/** Runs as statistics see them: what was chosen, the seed, and one value; or why there is none. */
import { configurationFields } from '../../core/analysis/configuration-fields';
import type { FieldValue } from '../../core/analysis/fields';
import type { MeasuredRun } from '../../core/analysis/pairing';
import type { RunStatus, RunSummary, WeightsChoice } from '../../core/contract/run';
import { runLabels } from '../state/run-labels';
import type { Measure } from './measures';

export interface ComparedRun extends MeasuredRun {
  readonly status: RunStatus;
  /** Index of its colour. */
  readonly colour: number;
}

/**
 * Only a run that completed has a value: what one that diverged or was stopped ended with is the value of some other, shorter
 * training. How many those are is said wherever values are.
 */
export function comparedRuns(
  runs: readonly RunSummary[],
  measure: Measure,
  weights: WeightsChoice,
): readonly ComparedRun[] {
  const labels = runLabels(runs);
  return runs.map(({ id, configuration, status, colour, results }) => {
    const value = status === 'completed' && results ? measure.valueOf(results, weights) : null;
    const fields: Record<string, FieldValue> = {};
    for (const { key, value: chosen } of configurationFields(configuration)) if (key !== 'seed') fields[key] = chosen;
    return {
      id,
      name: labels.get(id) ?? configuration.name,
      seed: configuration.seed,
      fields,
      value: typeof value === 'number' && Number.isFinite(value) ? value : null,
      status,
      colour,
    };
  });
}

/** A sentence's end. */
const NO_VALUE: Record<RunStatus, string> = {
  queued: 'it has not started yet',
  running: 'it is still training',
  paused: 'it is paused',
  completed: 'it has no finite value of this figure',
  diverged: 'it diverged, so it has no final value',
  failed: 'it failed',
  interrupted: 'it was interrupted',
  cancelled: 'it was cancelled',
};

export function whyNoValue({ status }: Pick<ComparedRun, 'status'>): string {
  return NO_VALUE[status];
}

/** True where a value may still come by itself. */
export function isUnderWay({ status }: Pick<ComparedRun, 'status'>): boolean {
  return status === 'queued' || status === 'running' || status === 'paused';
}
