/** How good a set of weights is on one part of the data. */
import type { Evaluation } from '../contract/run';
import type { PreparedDataset, SequenceSet } from '../data/dataset';
import { newFigures, type Answer } from './figures';
import { EVALUATION_BATCH } from './pass-sizes';
import type { Passes } from './passes';

/** @param visit sees every target step that has a target, by batches of sequences, in each by steps */
export function evaluate(
  set: SequenceSet,
  passes: Passes,
  parameters: Float32Array,
  data: Pick<PreparedDataset, 'outputs' | 'classification' | 'classes'>,
  visit?: (answer: Answer) => void,
): Evaluation {
  const { outputs: M } = data;
  const figures = newFigures(data, set);
  let loss = 0;
  for (let start = 0; start < set.count; start += EVALUATION_BATCH) {
    const B = Math.min(EVALUATION_BATCH, set.count - start);
    const indices = Array.from({ length: B }, (_, b) => start + b);
    // Target steps in the segments before
    let before = 0;
    for (const pass of passes.evaluation(set, indices)) {
      pass.forward(parameters);
      loss += pass.loss();
      const { y, t } = pass;
      const K = y.length / (B * M);
      for (let row = 0; row < K * B; row++) {
        const at = row * M;
        const index = start + (row % B);
        const k = before + Math.floor(row / B);
        figures.add(index, k, y, t, at);
        if (visit && hasTarget(t, at, M)) visit({ index, k, y, t, at });
      }
      before += K;
    }
  }
  return { loss: loss / set.count, ...figures.figures() };
}

function hasTarget(t: ArrayLike<number>, at: number, M: number): boolean {
  for (let m = 0; m < M; m++) if (!Number.isNaN(t[at + m])) return true;
  return false;
}
