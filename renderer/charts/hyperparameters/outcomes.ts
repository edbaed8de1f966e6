/** What runs are judged by, and how its values lie on an axis and on the scale of colours. */
import { sharedRange, shareOfAxis, type AxisRange, type Scale } from '../../../core/analysis/axis';
import type { RunSummary } from '../../../core/contract/run';
import type { Shade } from '../run-colours';
import { valueColour } from './viridis';

interface OutcomeDescription {
  readonly label: string;
  readonly better: 'lower' | 'higher';
  readonly canBeLogarithmic: boolean;
  readonly valueOf: (run: RunSummary) => number | null | undefined;
}

export const OUTCOMES = {
  bestValidationLoss: {
    label: 'Best validation loss',
    better: 'lower',
    canBeLogarithmic: true,
    valueOf: ({ results }) => results?.best?.validation?.loss,
  },
  validationLoss: {
    label: 'Final validation loss',
    better: 'lower',
    canBeLogarithmic: true,
    valueOf: ({ results }) => results?.validation?.loss,
  },
  loss: {
    label: 'Final training loss',
    better: 'lower',
    canBeLogarithmic: true,
    valueOf: ({ results }) => results?.loss,
  },
  testRmse: {
    label: 'Test RMSE of the best weights',
    better: 'lower',
    canBeLogarithmic: true,
    valueOf: ({ results }) => results?.best?.test?.rmse,
  },
  testSkill: {
    label: 'Test skill of the best weights',
    better: 'higher',
    canBeLogarithmic: false,
    valueOf: ({ results }) => results?.best?.test?.skill,
  },
  testAccuracy: {
    label: 'Test accuracy of the best weights',
    better: 'higher',
    canBeLogarithmic: false,
    valueOf: ({ results }) => results?.best?.test?.accuracy,
  },
  seconds: {
    label: 'Training time (s)',
    better: 'lower',
    canBeLogarithmic: true,
    valueOf: ({ results }) => results?.seconds,
  },
} as const satisfies Record<string, OutcomeDescription>;

export type OutcomeName = keyof typeof OUTCOMES;

export interface JudgedRun {
  readonly run: RunSummary;
  /** NaN where there is none: the run diverged, say. */
  readonly value: number;
}

/** Runs that have ended with something to judge. */
export function judged(runs: readonly RunSummary[], outcome: OutcomeName): JudgedRun[] {
  const { valueOf }: OutcomeDescription = OUTCOMES[outcome];
  return runs.flatMap((run) => (run.results ? [{ run, value: valueOf(run) ?? NaN }] : []));
}

/** The former list where nothing of it has changed: reports of runs that train must not draw everything anew. */
export function unlessSame(before: readonly JudgedRun[], after: readonly JudgedRun[]): readonly JudgedRun[] {
  const isSame =
    before.length === after.length &&
    after.every(({ run, value }, index) => {
      const other = before[index];
      return other !== undefined && other.run.id === run.id && Object.is(other.value, value);
    });
  return isSame ? before : after;
}

export interface OutcomeScale {
  readonly label: string;
  readonly scale: Scale;
  readonly range: AxisRange | null;
  readonly colourOf: (value: number, shade: Shade) => string | null;
}

export function outcomeScale(outcome: OutcomeName, scale: Scale, runs: readonly JudgedRun[]): OutcomeScale {
  const { label, better } = OUTCOMES[outcome];
  const range = sharedRange([runs.map(({ value }) => value)], scale);
  const colourOf = (value: number, shade: Shade) => {
    const share = range ? shareOfAxis(value, range, scale) : NaN;
    if (!Number.isFinite(share)) return null;
    return valueColour(better === 'lower' ? 1 - share : share, shade);
  };
  return { label, scale, range, colourOf };
}
