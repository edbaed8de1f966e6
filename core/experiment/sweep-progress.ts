/** What the state of a trial's run says to successive halving, and whether it is over. */
import type { RunStatus } from '../contract/run';
import { rungEpoch, type HalvingEvent, type HalvingRules } from './asha';

export interface RunState {
  readonly status: RunStatus;
  /** Epochs it has finished, at least. */
  readonly epoch: number;
}

/** True once the run will train no further of itself. */
export function isOver(status: RunStatus): boolean {
  return status !== 'queued' && status !== 'running' && status !== 'paused';
}

/**
 * @param losses validation loss by epoch, from the run's metric log; without the newest rows, maybe
 * @returns everything known so far, rungs first: what was reported before is taken no notice of
 */
export function halvingEvents(
  rules: HalvingRules,
  ofRun: { readonly trial: number; readonly seed: number },
  { status }: RunState,
  losses: ReadonlyMap<number, number>,
): HalvingEvent[] {
  const epochs: number[] = [];
  for (let rung = 0; rung < rules.rungs; rung++) epochs.push(rungEpoch(rules, rung));
  // The last of all is what is carried on to later rungs.
  if (isOver(status)) epochs.push(Math.max(0, ...losses.keys()));
  const events: HalvingEvent[] = [];
  for (const epoch of epochs) {
    const loss = losses.get(epoch);
    if (loss !== undefined) events.push({ kind: 'reached', ...ofRun, epoch, loss });
  }
  const how = status === 'completed' || status === 'diverged' ? status : 'failed';
  if (isOver(status)) events.push({ kind: 'ended', ...ofRun, how });
  return events;
}

/** Whether there is anything to be read from the log: the run has come to a rung it was not known to have reached, or its end. */
export function hasNews(rules: HalvingRules, before: RunState | null, now: RunState): boolean {
  if (isOver(now.status)) return before === null || !isOver(before.status);
  for (let rung = 0; rung < rules.rungs; rung++) {
    const epoch = rungEpoch(rules, rung);
    if ((before?.epoch ?? 0) < epoch && now.epoch >= epoch) return true;
  }
  return false;
}
