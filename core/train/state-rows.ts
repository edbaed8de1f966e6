/** Every step of one sequence through a network, with the states of all units: a row at a time, whatever its length. */
import type { StatesQuestion } from '../contract/inside';
import type { PreparedDataset } from '../data/dataset';
import { headingOf, type PointRows } from '../formats/point-lines';
import type { Specification } from '../nn/parameters';
import { hiddenSteps, layerNames } from './hidden-states';
import { readSequence } from './read-sequence';

/** @param parameters the weights that the question names */
export function stateRows(
  { part, sequence: asked }: StatesQuestion,
  specification: Specification,
  data: PreparedDataset,
  parameters: Float32Array,
): PointRows {
  const { hiddenUnits: P, model } = specification;
  const { inputs: D, outputs: M, preparation } = data;
  const set = data.parts[part];
  const { sequence, L, K, x, targets } = readSequence(data, part, asked);
  const hasLabels = set.stepLabel(sequence, 0) !== null;
  const layers = layerNames(model).filter((name) => name !== undefined);
  const named = M > 1 ? preparation.outputs : [{ name: data.targetName, unit: data.unit }];
  const outputs = named.map(({ name, unit }) => ({ name, inUnits: headingOf(name, unit) }));
  return {
    headings: [
      ...['Step', 'Memory since step', ...(hasLabels ? ['Label'] : [])],
      ...layers.flatMap((name) => Array.from({ length: P }, (_, unit) => `${name}[${unit + 1}]`)),
      ...preparation.inputs.map(({ name }) => `Input ${name}, scaled`),
      ...outputs.flatMap(({ name }) => [`Output ${name}, scaled`, `Target ${name}, scaled`]),
      ...outputs.flatMap(({ inUnits }) => [`Output ${inUnits}`, `Target ${inUnits}`]),
    ],
    rows: rows(),
  };

  function* rows() {
    let step = 0;
    for (const { front, memory, y, since } of hiddenSteps(specification, parameters, x)) {
      // Targets belong to the last K steps.
      const k = step - (L - K);
      const row: (string | number)[] = [step + 1, since];
      if (hasLabels) row.push(set.stepLabel(sequence, step) ?? '');
      // As the window has them.
      for (const value of front) row.push(Math.fround(value));
      if (layers.length > 1) for (const value of memory) row.push(Math.fround(value));
      for (let d = 0; d < D; d++) row.push(x[step * D + d] ?? NaN);
      const targetOf = (m: number) => (k < 0 ? NaN : (targets[k * M + m] ?? NaN));
      for (let m = 0; m < M; m++) row.push(Math.fround(y[m] ?? NaN), targetOf(m));
      for (let m = 0; m < M; m++) {
        if (Number.isNaN(targetOf(m))) row.push('', '');
        else row.push(set.toUnits(y[m] ?? NaN, sequence, k, m), set.targetInUnits(sequence, k, m));
      }
      yield row;
      step++;
    }
  }
}
