/**
 * The trials of a sweep: its points without repetitions and without combinations that no run can have, each with the
 * configuration it stands for.
 */
import { HYPERPARAMETERS, isUsed, type HyperparameterName } from '../contract/hyperparameters';
import { RunConfiguration } from '../contract/run';
import { plannedTrials, type SkippedPoint, type SweepDefinition, type SweepPoint } from '../contract/sweep';
import type { SweepValue } from '../contract/sweep-dimension';
import { sweepPoints } from './sweep-points';

export interface PlannedTrial {
  readonly point: SweepPoint;
  /** With the base's seed; {@link trialRuns} has one for each seed. */
  readonly configuration: RunConfiguration;
}

export interface SweepPlan {
  readonly trials: PlannedTrial[];
  readonly skipped: SkippedPoint[];
  /** What a person should know about the trials, in sentences. */
  readonly notes: string[];
}

/** Points looked at before a search gives up finding new ones. */
const looks = (trials: number): number => 4 * trials + 1000;

export function planTrials(sweep: SweepDefinition): SweepPlan {
  const wanted = sweep.method === 'grid' ? Infinity : sweep.trials;
  const plan: SweepPlan = { trials: [], skipped: [], notes: [] };
  const seen = new Set<string>();
  const seenEffects = new Set<string>();
  let [looked, repeated, withoutEffect] = [0, 0, 0];
  for (const point of sweepPoints(sweep)) {
    if (plan.trials.length >= wanted || (sweep.method !== 'grid' && looked >= looks(wanted))) break;
    looked++;
    const key = JSON.stringify(Object.values(point));
    if (seen.has(key)) {
      repeated++;
      continue;
    }
    seen.add(key);
    const checked = RunConfiguration.safeParse({
      ...sweep.base,
      ...point,
      name: trialName(sweep.name, plan.trials.length),
    });
    if (!checked.success) {
      plan.skipped.push({ point, why: checked.error.issues.map(({ message }) => message).join('; ') });
      continue;
    }
    const effect = JSON.stringify(Object.entries(point).map(([field, value]) => effective(field, value, checked.data)));
    if (seenEffects.has(effect)) withoutEffect++;
    else {
      seenEffects.add(effect);
      plan.trials.push({ point, configuration: checked.data });
    }
  }
  plan.notes.push(...notes(sweep, plan, repeated, withoutEffect));
  return plan;
}

/** The configurations of one trial, one a seed. */
export function trialRuns(sweep: SweepDefinition, { configuration }: PlannedTrial): RunConfiguration[] {
  return Array.from({ length: sweep.seeds }, (_, index) => {
    const seed = configuration.seed + index;
    const name = sweep.seeds === 1 ? configuration.name : `${configuration.name} · seed ${seed}`;
    return { ...configuration, seed, name };
  });
}

/** The configuration that a point of a sweep stands for, for trials that are kept by their points. */
export function trialAt(sweep: SweepDefinition, index: number, point: SweepPoint): PlannedTrial {
  const configuration = RunConfiguration.parse({ ...sweep.base, ...point, name: trialName(sweep.name, index) });
  return { point, configuration };
}

function trialName(sweepName: string, index: number): string {
  // By characters as people count them, so that none is cut in half.
  return `${[...sweepName].slice(0, 40).join('')} · trial ${index + 1}`;
}

/** Null where the other choices leave the hyperparameter without effect: Elman has no period. */
function effective(field: string, value: SweepValue, chosen: RunConfiguration): SweepValue | null {
  return isUsed(field as HyperparameterName, chosen) ? value : null;
}

function notes(sweep: SweepDefinition, plan: SweepPlan, repeated: number, withoutEffect: number): string[] {
  const said: string[] = [];
  const { length } = plan.trials;
  const planned = plannedTrials(sweep);
  if (sweep.method === 'grid') {
    const collapsed = planned - length - plan.skipped.length - withoutEffect;
    if (collapsed > 0) said.push(`${amount(collapsed, 'combination')} fell on the same whole numbers as another.`);
  } else if (length < planned) {
    said.push(`Only ${amount(length, 'different trial')} could be found, not ${planned}: widen the ranges for more.`);
  } else if (repeated > 0) {
    said.push(`${amount(repeated, 'point')} repeated an earlier one; new ones were drawn instead.`);
  }
  if (withoutEffect > 0) {
    const without = sweep.dimensions
      .filter(({ field }) => plan.trials.some(({ configuration }) => !isUsed(field, configuration)))
      .map(({ field }) => HYPERPARAMETERS[field].label);
    said.push(
      `${amount(withoutEffect, 'combination')} differed from another only in what has no effect there ` +
        `(${without.join(', ')}) and would have trained the same network again.`,
    );
  }
  if (plan.skipped.length > 0)
    said.push(
      `${amount(plan.skipped.length, 'combination')} cannot be trained and ${plan.skipped.length === 1 ? 'was' : 'were'} skipped.`,
    );
  return said;
}

function amount(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
