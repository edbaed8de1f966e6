/** How good a set of weights is on one part of the data. */
import type { Evaluation } from '../contract/run';
import type { SequenceSet } from '../data/dataset';
import { EVALUATION_BATCH } from './pass-sizes';
import type { Passes } from './passes';

/** One target and what the network and the baseline say of it, all in the data's own units. */
export interface Forecast {
  /** Sequence, target step and output. */
  readonly index: number;
  readonly k: number;
  readonly m: number;
  readonly predicted: number;
  readonly target: number;
  readonly baseline: number;
}

/** @param outputs M */
export function evaluate(
  set: SequenceSet,
  passes: Passes,
  parameters: Float32Array,
  outputs: number,
  classification: boolean,
  visit?: (forecast: Forecast) => void,
): Evaluation {
  let loss = 0;
  let squaredError = 0;
  let baselineSquaredError = 0;
  let sameSign = 0;
  let targets = 0;
  for (let start = 0; start < set.count; start += EVALUATION_BATCH) {
    const B = Math.min(EVALUATION_BATCH, set.count - start);
    const indices = Array.from({ length: B }, (_, b) => start + b);
    // Target steps in the segments before
    let before = 0;
    for (const pass of passes.evaluation(set, indices)) {
      pass.forward(parameters);
      loss += pass.loss();
      const K = pass.y.length / (B * outputs);
      for (let row = 0; row < K * B; row++) {
        const k = before + Math.floor(row / B);
        const index = start + (row % B);
        for (let m = 0; m < outputs; m++) {
          const output = pass.y[row * outputs + m] as number;
          const predicted = set.toUnits(output, index, k, m);
          const target = set.targetInUnits(index, k, m);
          const baseline = set.baselineInUnits(index, k, m);
          squaredError += (predicted - target) * (predicted - target);
          baselineSquaredError += (baseline - target) * (baseline - target);
          if (output > 0 === (pass.t[row * outputs + m] as number) > 0) sameSign++;
          targets++;
          visit?.({ index, k, m, predicted, target, baseline });
        }
      }
      before += K;
    }
  }
  return {
    loss: loss / set.count,
    rmse: Math.sqrt(squaredError / targets),
    skill: baselineSquaredError > 0 ? 1 - squaredError / baselineSquaredError : null,
    accuracy: classification ? sameSign / targets : null,
  };
}
