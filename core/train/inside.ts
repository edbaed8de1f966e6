/** Answers about a network's inside, from any set of its weights: the states of its layers over one sequence, and the weights. */
import {
  MOST_STATES,
  type InsideQuestion,
  type SequenceStates,
  type StatesQuestion,
  type WeightMatrices,
} from '../contract/inside';
import type { PreparedDataset } from '../data/dataset';
import { unscale } from '../data/scaling';
import type { Specification } from '../nn/parameters';
import { hiddenStates } from './hidden-states';
import { readSequence } from './read-sequence';
import { weightMatrices } from './weight-matrices';

/** @param parameters the weights that the question names */
export function lookInside(
  question: InsideQuestion,
  specification: Specification,
  data: PreparedDataset,
  parameters: Float32Array,
): SequenceStates | WeightMatrices | Float32Array {
  if (question.about === 'parameters') return parameters.slice();
  if (question.about === 'states') return sequenceStates(question, specification, data, parameters);
  return { weights: question.weights, matrices: weightMatrices(specification, parameters) };
}

export function sequenceStates(
  { part, sequence: asked, weights }: StatesQuestion,
  specification: Specification,
  data: PreparedDataset,
  parameters: Float32Array,
): SequenceStates {
  const { hiddenUnits: P, period, model } = specification;
  const { inputs: D, outputs: M, preparation } = data;
  const set = data.parts[part];
  const { sequence, L, K, x, targets } = readSequence(data, part, asked);

  const most = Math.max(1, Math.floor(MOST_STATES / Math.max(P, D)));
  const { first, layers, y, heldSince } = hiddenStates(specification, parameters, x, most);
  const T = heldSince.length;
  const shownX = x.subarray((first - 1) * D);
  const t = new Float32Array(T * M).fill(NaN);
  const yInUnits = new Float64Array(T * M).fill(NaN);
  const tInUnits = new Float64Array(T * M).fill(NaN);
  for (let row = 0; row < T; row++) {
    // Targets belong to the last K steps.
    const k = first + row - 1 - (L - K);
    if (k < 0) continue;
    for (let m = 0; m < M; m++) {
      if (Number.isNaN(targets[k * M + m])) continue;
      t[row * M + m] = targets[k * M + m] as number;
      yInUnits[row * M + m] = set.toUnits(y[row * M + m] as number, sequence, k, m);
      tInUnits[row * M + m] = set.targetInUnits(sequence, k, m);
    }
  }
  const labels = Array.from({ length: T }, (_, row) => set.stepLabel(sequence, first + row - 1));
  return {
    part,
    weights,
    sequence,
    sequences: set.count,
    model,
    period: model === 'elman' ? 1 : period,
    hiddenUnits: P,
    steps: L,
    first,
    heldSince,
    layers: layers.map(({ name, states }) => ({ name, states: Float32Array.from(states) })),
    inputs: preparation.inputs.map(({ name, unit }) => ({ name, unit })),
    differencing: preparation.differencing,
    x: shownX.slice(),
    xInUnits: Float64Array.from(shownX, (value, index) => {
      const scaling = preparation.inputs[index % D];
      return scaling ? unscale(value, scaling) : NaN;
    }),
    output: { name: data.targetName, unit: data.unit },
    ...(M > 1 && { outputs: preparation.outputs.map(({ name, unit }) => ({ name, unit })) }),
    y: Float32Array.from(y),
    t,
    yInUnits,
    tInUnits,
    labels: labels.every((label) => label !== null) ? labels : null,
    targetLabel: set.label(sequence, K - 1),
  };
}
