import type { PreparedDataset } from '../data/dataset';

export interface ReadSequence {
  /** As asked for, or the last one there is. */
  readonly sequence: number;
  /** Its steps, and those of them, the last, that have targets. */
  readonly L: number;
  readonly K: number;
  /** (L, D) */
  readonly x: Float32Array;
  /** (K, M); NaN where there is none. */
  readonly targets: Float32Array;
}

/** Inputs and targets of one sequence of a part, as a network gets them. */
export function readSequence(data: PreparedDataset, part: keyof PreparedDataset['parts'], asked: number): ReadSequence {
  const set = data.parts[part];
  const sequence = Math.min(asked, set.count - 1);
  const L = set.lengthOf(sequence);
  const K = data.targetSteps === 1 ? 1 : L;
  const x = new Float32Array(L * data.inputs);
  const targets = new Float32Array(K * data.outputs);
  set.copyInto(sequence, x, targets, 0, 1, { from: 0, steps: L, outputs: K });
  return { sequence, L, K, x, targets };
}
