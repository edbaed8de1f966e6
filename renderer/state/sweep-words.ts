/** How sweeps are spoken of. */
import { HYPERPARAMETERS, type HyperparameterName } from '../../core/contract/hyperparameters';
import { valueText } from '../../core/analysis/configuration-fields';
import type { SweepMethod, SweepStatus } from '../../core/contract/sweep';
import type { SweepValue } from '../../core/contract/sweep-dimension';
import { formatNumber, formatSetting } from '../format';
import type { Counted, TrialState } from './sweep-trials';

export const SWEEP_STATUS_WORDS: Record<SweepStatus, string> = {
  running: 'Running',
  paused: 'Paused',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

export const METHOD_LABELS: Record<SweepMethod, string> = {
  grid: 'Grid',
  random: 'Random',
  'quasi-random': 'Quasi-random',
};

export const TRIAL_WORDS: Record<TrialState, string> = {
  waiting: 'Waiting',
  queued: 'Queued',
  training: 'Training',
  paused: 'Paused',
  stopped: 'Stopped early',
  completed: 'Completed',
  diverged: 'Diverged',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const COUNTED_WORDS: Record<Counted, string> = {
  done: 'done',
  training: 'training',
  paused: 'paused',
  queued: 'queued',
  stopped: 'stopped early',
  failed: 'failed',
  cancelled: 'cancelled',
  deleted: 'deleted',
};

export function fieldLabel(field: string): string {
  return Object.hasOwn(HYPERPARAMETERS, field) ? HYPERPARAMETERS[field as HyperparameterName].label : field;
}

/** Longer numbers were drawn, not typed: four digits say where they lie. */
const MOST_CHARACTERS = 7;

export function pointText(field: string, value: SweepValue | undefined): string {
  if (typeof value === 'string') return valueText(field, value);
  const text = formatSetting(value);
  return typeof value === 'number' && text.length > MOST_CHARACTERS ? formatNumber(value) : text;
}

/** Why a trial was stopped, without what its status says already. */
export function stoppedText({ why }: { readonly why: string }): string {
  const reason = why.replace(/^Stopped at epoch [\d,]+: /, '');
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}
