/**
 * All that decides how a training goes on, taken at a step boundary. A training that starts from it gives the bits of one
 * that was never interrupted.
 */
import type { ScheduleState } from '../nn/learning-rate';
import type { RngState } from '../random/rng';
import type { StoppingState } from './early-stopping';

export interface TrainingState {
  /** Whole epochs done, and optimizer steps in all. */
  readonly epoch: number;
  readonly step: number;
  /** Of the epoch in progress: sequences and mini-batches done, and sums over them. */
  readonly seen: number;
  readonly batches: number;
  readonly lossSum: number;
  readonly normSum: number;
  /** Null where nothing is shuffled. */
  readonly shuffling: RngState | null;
  readonly schedule: ScheduleState;
  readonly stopping: StoppingState;
  /** Running products of the optimizer's decay rates. */
  readonly powers: readonly number[];
  /** Epoch of the weights in `evaluated`. */
  readonly evaluatedEpoch: number;
  /** (N) the order in which the epoch in progress visits the sequences */
  readonly order: Uint32Array;
  /** (parameters) each: the weights; those before the last step; those last evaluated; the best so far */
  readonly parameters: Float32Array;
  readonly lastGood: Float32Array;
  readonly evaluated: Float32Array;
  readonly best: Float32Array | null;
  /** (parameters) each: what the optimizer remembers */
  readonly moments: readonly Float32Array[];
}
