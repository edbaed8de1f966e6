/** What the network should say, row by row of the steps: numbers, or which of a few classes. */
import type { ColumnScaling } from '../contract/weights';

/** All indices are of a step's row; its target is `horizon` rows further on, or there is none. */
export interface Targets {
  /** One an output, in their order. */
  readonly outputs: readonly ColumnScaling[];
  /** Names of the classes, one an output; null where the targets are values. */
  readonly classes: readonly string[] | null;
  /** 1 where all of a step's targets, and what the baseline says of them, are known, else 0: (R) */
  readonly known: Uint8Array;
  /**
   * Puts the targets of `count` rows from `r` on, scaled, into `t`: M numbers at `at`, and so on every `stride` numbers; NaN
   * where there is none.
   */
  copyInto(t: Float32Array, at: number, stride: number, r: number, count: number): void;
  /** From the network's scale into the data's own units. Of a class 1 means that it is the one, 0 that it is not. */
  toUnits(scaled: number, r: number, m: number): number;
  inUnits(r: number, m: number): number;
  baselineInUnits(r: number, m: number): number;
}

/** "persistence": what is known last stays. "training mean": the mean of the training targets. */
export type BaselineName = 'persistence' | 'training mean' | 'most frequent class';
