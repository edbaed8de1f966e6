/**
 * Data as the trainer sees it: sequences that can be copied into a mini-batch, and the way back from what the network
 * says to the data's own units.
 */
import type { Part } from '../contract/dataset';
import type { Preparation } from '../contract/weights';

import type { Series } from '../contract/series';

/** Steps of a sequence, of which the last `outputs` have targets. */
export interface Stretch {
  /** Steps before the first */
  readonly from: number;
  readonly steps: number;
  readonly outputs: number;
}

/** Sequences of equal length, scaled for the network. */
export interface SequenceSet {
  /** N */
  readonly count: number;
  /**
   * Copies a stretch of sequence `index` into place `b` of time-major mini-batch buffers. Overwrites.
   *
   * @param x (steps, B, D)
   * @param t (outputs, B, M)
   * @param batchSize B of the buffers
   */
  copyInto(index: number, x: Float32Array, t: Float32Array, b: number, batchSize: number, stretch: Stretch): void;
  /**
   * Output `m` of target step `k` of sequence `index`, from the network's scale into the data's own units.
   *
   * @param k 0 with readout `last`, else 0 … L−1
   */
  toUnits(scaled: number, index: number, k: number, m: number): number;
  /** The true value and the baseline's forecast of the same target, in the data's own units. */
  targetInUnits(index: number, k: number, m: number): number;
  baselineInUnits(index: number, k: number, m: number): number;
  /** The row's label (a date, say) of the same target, or null. */
  label(index: number, k: number): string | null;
  /** The same of step `step` = 0 … L−1 of the sequence itself. */
  stepLabel(index: number, step: number): string | null;
}

/** A dataset choice made real: three parts, in time order, and everything needed to use a trained network elsewhere. */
export interface PreparedDataset {
  /** All of the data, as it came: what its content hash is taken of. */
  readonly series: Series;
  readonly parts: Readonly<Record<Part, SequenceSet>>;
  /** D, M, L and K (target steps: 1 or L). */
  readonly inputs: number;
  readonly outputs: number;
  readonly window: number;
  readonly targetSteps: number;
  readonly preparation: Preparation;
  /** Name of the forecast that skill is measured against: "persistence", or "training mean" where there is nothing to persist. */
  readonly baseline: string;
  /** Targets stand for classes by their sign, so accuracy means something. */
  readonly classification: boolean;
  /** Name and unit of what is predicted. */
  readonly targetName: string;
  readonly unit: string;
}
