/** Where a run stands that was stopped before its end, by what it can go on from. */
import { reportError } from '../../core/contract/errors';
import type { RunConfiguration, RunDocument } from '../../core/contract/run';
import { nextStatus } from '../../core/experiment/run-states';
import { readCheckpoint } from '../store/checkpoints';
import type { LiveFigures } from './run-summary';

export interface StoppedRun {
  /** From where it can go on, in a sentence. */
  readonly wayOn: string;
  /** Null where there is nothing to go on from but the start. */
  readonly figures: LiveFigures | null;
}

export function stoppedRun(folder: string, { epochs, batchSize }: RunConfiguration): StoppedRun {
  try {
    const found = readCheckpoint(folder);
    if (!found) return { wayOn: 'It can be resumed from its start.', figures: null };
    const { training, seconds, lastRow } = found.checkpoint.session;
    const { step, epoch, order } = training;
    const steps = epochs * Math.ceil(order.length / batchSize);
    return {
      wayOn: `It can be resumed from step ${step}.`,
      figures: {
        progress: { epoch, epochs, step, steps, seconds, secondsLeft: null, stepsPerSecond: null },
        loss: lastRow?.loss ?? NaN,
        validationLoss: lastRow?.validationLoss ?? NaN,
        isStalled: false,
      },
    };
  } catch (error) {
    return { wayOn: reportError(error).message, figures: null };
  }
}

/** Of a store that nothing may be written into: the truth about a run, without writing it down. */
export function asLookedAt(document: RunDocument): RunDocument {
  if (document.status !== 'running') return document;
  const cause = 'The app ended while this run was training.';
  return { ...document, status: nextStatus(document.status, 'interrupt'), cause };
}
