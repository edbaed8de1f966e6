/** Predicted against target on one part of the data, in the data's own units. */
import type { Predictions, RunConfiguration, WeightsChoice } from '../contract/run';
import type { PreparedDataset } from '../data/dataset';
import type { Engine } from '../nn/engine';
import { evaluate, type Forecast } from './evaluate';
import { Passes } from './passes';

/** What a plot can use; the figures are over all targets. */
const MOST_POINTS = 5000;

/** @param engine made for this configuration and data; its own weights are not touched */
export function predict(
  engine: Engine,
  configuration: RunConfiguration,
  data: PreparedDataset,
  parameters: Float32Array,
  part: 'validation' | 'test',
  weights: WeightsChoice,
): Predictions {
  const set = data.parts[part];
  const passes = new Passes(engine, configuration, data);
  // By sequence, then by step: the order in time that a line through the points needs.
  const placeOf = ({ index, k, m }: Forecast): number => (index * data.targetSteps + k) * data.outputs + m;
  const total = set.count * data.targetSteps * data.outputs;
  const shown: Forecast[] = [];
  const evaluation = evaluate(set, passes, parameters, data.outputs, data.classification, (forecast) => {
    if (placeOf(forecast) >= total - MOST_POINTS) shown.push(forecast);
  });
  shown.sort((a, b) => placeOf(a) - placeOf(b));
  const labels = shown.map(({ index, k }) => set.label(index, k));
  return {
    part,
    weights,
    name: data.targetName,
    unit: data.unit,
    labels: labels.every((label) => label !== null) ? labels : null,
    target: shown.map(({ target }) => target),
    predicted: shown.map(({ predicted }) => predicted),
    baseline: shown.map(({ baseline }) => baseline),
    baselineName: data.baseline,
    evaluation,
    total,
  };
}
