/**
 * Data as the trainer sees it: sequences that can be copied into a mini-batch, and the way back from what the network
 * says to the data's own units.
 */
import type { Part } from '../contract/dataset';
import type { Preparation } from '../contract/weights';

import type { Series } from '../contract/series';

/** Steps of a sequence, of which the last `outputs` have targets. It may reach past the sequence's end. */
export interface Stretch {
  /** Steps before the first */
  readonly from: number;
  readonly steps: number;
  readonly outputs: number;
}

/** Sequences, scaled for the network. */
export interface SequenceSet {
  /** N */
  readonly count: number;
  /** Steps of sequence `index`: L of the data at most. */
  lengthOf(index: number): number;
  /**
   * Copies a stretch of sequence `index` into place `b` of time-major mini-batch buffers. Overwrites. Past the sequence's
   * end x is 0 and t is NaN, and so is every target that is not known: NaN says "no target", without loss or gradient.
   *
   * @param x (steps, B, D)
   * @param t (outputs, B, M)
   * @param batchSize B of the buffers
   */
  copyInto(index: number, x: Float32Array, t: Float32Array, b: number, batchSize: number, stretch: Stretch): void;
  /**
   * Output `m` of target step `k` of sequence `index`, from the network's scale into the data's own units.
   *
   * @param k 0 where there is one target step, else 0 … L−1
   */
  toUnits(scaled: number, index: number, k: number, m: number): number;
  /** The true value and the baseline's forecast of the same target, in the data's own units; only where there is a target. */
  targetInUnits(index: number, k: number, m: number): number;
  baselineInUnits(index: number, k: number, m: number): number;
  /** What the same target is called (a date, say, or a sequence's id), or null. */
  label(index: number, k: number): string | null;
  /** The row's label of step `step` = 0 … L−1 of the sequence itself. */
  stepLabel(index: number, step: number): string | null;
}

/** A dataset choice made real: three parts, and everything needed to use a trained network elsewhere. */
export interface PreparedDataset {
  /** All of the data, as it came: what its content hash is taken of. */
  readonly series: Series;
  readonly parts: Readonly<Record<Part, SequenceSet>>;
  /** D and M. */
  readonly inputs: number;
  readonly outputs: number;
  /** L: steps of the longest sequence. */
  readonly window: number;
  /** K: 1, or L where there are targets at every step, or at the ends of sequences of different lengths. */
  readonly targetSteps: number;
  readonly preparation: Preparation;
  /**
   * Name of the forecast that skill is measured against: "persistence", or "training mean" where there is nothing to persist;
   * of classes "most frequent class".
   */
  readonly baseline: string;
  /** Accuracy means something: targets stand for classes, by their sign or as `classes`. */
  readonly classification: boolean;
  /** Names of the classes, one an output; null where outputs are values. */
  readonly classes: readonly string[] | null;
  /** Name and unit of what is predicted; of several targets of the first. */
  readonly targetName: string;
  readonly unit: string;
  /** Of sequences of their own lengths, the longest; null for windows. */
  readonly longest: { readonly id: string; readonly steps: number } | null;
}
