/**
 * What each part of AlarmworkNet is worth: the same configuration and the same seeds with other periods, without the memory
 * layer, and with Elman's network in its place.
 */
import type { RunConfiguration } from '../contract/run';

export interface AblationVariant {
  /** Short, for legends and tables. */
  readonly name: string;
  /** One a seed, with the seeds in the order they were given in. */
  readonly runs: readonly RunConfiguration[];
}

export interface Ablation {
  readonly variants: readonly AblationVariant[];
  /** Variants that are left out, each with the reason, in sentences. */
  readonly notes: readonly string[];
}

const PERIODS = [1, 2, 4] as const;

/** All else, the seeds included, is as in `base`; a base with another period is there too, for comparison. */
export function ablationOf(base: RunConfiguration, seeds: readonly number[]): Ablation {
  const { window } = base.dataset;
  const notes: string[] = [];
  const variants: AblationVariant[] = [];
  const add = (name: string, change: Partial<RunConfiguration>): void => {
    variants.push({ name, runs: seeds.map((seed) => ({ ...base, ...change, seed, name: runName(base, name, seed) })) });
  };

  const isOther = base.model === 'alarmwork' && !PERIODS.some((period) => period === base.period);
  for (const period of isOther ? [base.period, ...PERIODS] : PERIODS) {
    if (period <= window) add(`period ${period}`, { model: 'alarmwork', period });
    else notes.push(`Period ${period} is left out: its alarm never rings in ${window} time steps, which is “no in2”.`);
  }
  add('no in2', { model: 'alarmwork', period: silentPeriod(window) });
  add('Elman', { model: 'elman' });
  return { variants, notes };
}

/**
 * A period with which the alarm never rings in a sequence of `window` steps: z2 = 0 throughout, so y[l] is a function of
 * x[l] alone, and w_rec1, w_in2, w_rec2 and b_in2 have no gradient and no part in the output. The parameters are still
 * there, and still drawn, so that the others start from the same values as in the other variants.
 */
export function silentPeriod(window: number): number {
  return window + 1;
}

function runName(base: RunConfiguration, variant: string, seed: number): string {
  // By characters as people count them, so that none is cut in half.
  return `${[...base.name].slice(0, 40).join('')} · ${variant} · seed ${seed}`;
}
