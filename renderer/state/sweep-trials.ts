/** How a sweep stands, from its trials and from its runs as the window knows them. */
import { deviation, mean } from '../../core/analysis/statistics';
import type { RunSummary } from '../../core/contract/run';
import type { SweepPoint } from '../../core/contract/sweep';
import type { SweepDetail, SweepSummary } from '../../core/contract/sweep-requests';

export type TrialState =
  'waiting' | 'queued' | 'training' | 'paused' | 'stopped' | 'completed' | 'diverged' | 'failed' | 'cancelled';

export interface TrialRow {
  /** Counts from 0. */
  readonly trial: number;
  readonly point: SweepPoint;
  /** In the order of their seeds; without those that are not launched or were deleted. */
  readonly runs: readonly RunSummary[];
  readonly state: TrialState;
  /** Over the seeds that have one: lowest validation loss of runs that ended, the last of others; null without any. */
  readonly loss: number | null;
  /** Standard deviation; null for fewer than two seeds. */
  readonly deviation: number | null;
  /** Seeds with a loss. */
  readonly seeds: number;
  /** Whether nothing of it will change: only then may it be called the best. */
  readonly isOver: boolean;
  readonly stopped: SweepDetail['trials'][number]['stopped'];
}

export function runsOfSweep(runs: readonly RunSummary[], id: string): RunSummary[] {
  return runs.filter((run) => run.sweep?.id === id).sort((a, b) => a.configuration.seed - b.configuration.seed);
}

export function trialRows({ trials }: SweepDetail, status: SweepSummary['status'], runs: readonly RunSummary[]) {
  const byTrial = new Map<number, RunSummary[]>();
  for (const run of runs) {
    const trial = run.sweep?.trial ?? -1;
    const known = byTrial.get(trial);
    if (known) known.push(run);
    else byTrial.set(trial, [run]);
  }
  return trials.map(({ point, stopped }, trial): TrialRow => {
    const own = byTrial.get(trial) ?? [];
    const losses = own.flatMap((run) => lossOf(run) ?? []);
    const isOver = own.length > 0 && own.every((run) => !isActive(run));
    return {
      trial,
      point,
      runs: own,
      state: stateOf(own, stopped !== null, status),
      loss: mean(losses),
      deviation: deviation(losses),
      seeds: losses.length,
      isOver,
      stopped,
    };
  });
}

/** Trials that ended with a loss for every seed, the best first. */
export function bestTrials(rows: readonly TrialRow[]): TrialRow[] {
  return rows
    .filter(({ isOver, loss, seeds, runs }) => isOver && loss !== null && seeds === runs.length)
    .sort((a, b) => (a.loss ?? Infinity) - (b.loss ?? Infinity));
}

export const COUNTED = ['done', 'training', 'paused', 'queued', 'stopped', 'failed', 'cancelled', 'deleted'] as const;
export type Counted = (typeof COUNTED)[number];

/** Runs of a sweep by what became of them; those not launched yet count as queued, or as cancelled with the sweep. */
export function runCounts(
  { trials, seeds, launched, status, stopped }: SweepSummary,
  runs: readonly RunSummary[],
): Record<Counted, number> {
  const stoppedTrials = new Set(stopped);
  const counts = Object.fromEntries(COUNTED.map((each) => [each, 0])) as Record<Counted, number>;
  for (const run of runs) counts[countedAs(run, stoppedTrials.has(run.sweep?.trial ?? -1))]++;
  counts.deleted = Math.max(0, launched - runs.length);
  const rest = Math.max(0, trials * seeds - launched);
  if (status === 'cancelled') counts.cancelled += rest;
  else if (status !== 'completed') counts.queued += rest;
  return counts;
}

function countedAs({ status }: RunSummary, isStopped: boolean): Counted {
  switch (status) {
    case 'completed':
    case 'diverged':
      return 'done';
    case 'running':
      return 'training';
    case 'failed':
    case 'interrupted':
      return 'failed';
    case 'cancelled':
      return isStopped ? 'stopped' : 'cancelled';
    default:
      return status;
  }
}

/** Lowest of a run that ended, last of one that trains; null where it has none that is finite. */
function lossOf(run: RunSummary): number | null {
  const loss = run.results?.best?.validation?.loss ?? run.validationLoss;
  return loss !== null && Number.isFinite(loss) ? loss : null;
}

function isActive({ status }: RunSummary): boolean {
  return status === 'queued' || status === 'running' || status === 'paused';
}

function stateOf(runs: readonly RunSummary[], isStopped: boolean, sweep: SweepSummary['status']): TrialState {
  const has = (...statuses: RunSummary['status'][]) => runs.some(({ status }) => statuses.includes(status));
  if (has('running')) return 'training';
  if (has('paused')) return 'paused';
  if (has('queued')) return 'queued';
  // All of it may have been trained before it was known to be weak.
  if (isStopped && has('cancelled', 'failed', 'interrupted')) return 'stopped';
  if (runs.length === 0) return sweep === 'cancelled' ? 'cancelled' : 'waiting';
  if (has('failed', 'interrupted')) return 'failed';
  if (has('cancelled')) return 'cancelled';
  return has('diverged') ? 'diverged' : 'completed';
}
