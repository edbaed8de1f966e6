/** Predicted against target on one part of the data, in the data's own units. */
import type { Predictions, RunConfiguration, WeightsChoice } from '../contract/run';
import { StudioError } from '../contract/errors';
import type { PreparedDataset } from '../data/dataset';
import type { Engine } from '../nn/engine';
import { evaluate } from './evaluate';
import { largest, type Answer } from './figures';
import { Passes } from './passes';

/** What a plot can use; the figures are over all targets. */
const MOST_POINTS = 5000;

/** One target and what the network and the baseline say of it: in the data's own units, or as indices of classes. */
export interface Point {
  readonly index: number;
  readonly k: number;
  readonly predicted: number;
  readonly target: number;
  readonly baseline: number;
}

/**
 * @param engine made for this configuration and data; its own weights are not touched
 * @param output which of several; null for the first, or, of classes, for what class it is
 * @throws StudioError `bad-configuration` where there is no such output
 */
export function predict(
  engine: Engine,
  configuration: RunConfiguration,
  data: PreparedDataset,
  parameters: Float32Array,
  part: 'validation' | 'test',
  weights: WeightsChoice,
  output: number | null = null,
): Predictions {
  const set = data.parts[part];
  const { classes, outputs: M, preparation } = data;
  if (output !== null && output >= M) {
    throw new StudioError('bad-configuration', `There is no output ${output + 1}: the network has ${M}`);
  }
  const passes = new Passes(engine, configuration, data);
  const areClasses = classes !== null && output === null;
  const m = output ?? 0;
  const pointOf = areClasses ? classPoint(data, part) : valuePoint(data, part, m);
  const confusion = classes?.map(() => classes.map(() => 0));

  // By sequence, then by step: the order in time that a line through the points needs.
  const placeOf = ({ index, k }: Point): number => index * data.targetSteps + k;
  let shown: Point[] = [];
  const lastOnes = (): Point[] => shown.sort((a, b) => placeOf(a) - placeOf(b)).slice(-MOST_POINTS);
  let total = 0;
  const evaluation = evaluate(set, passes, parameters, data, (answer) => {
    const row = confusion?.[largest(answer.t, answer.at, M)];
    const said = largest(answer.y, answer.at, M);
    if (row && said >= 0) row[said] = (row[said] ?? 0) + 1;
    if (Number.isNaN(answer.t[answer.at + m])) return;
    total++;
    shown.push(pointOf(answer));
    // Later ones are of the same batch of sequences or of later ones.
    if (shown.length >= 4 * MOST_POINTS) shown = lastOnes();
  });
  shown = lastOnes();
  const labels = shown.map(({ index, k }) => set.label(index, k));
  const column = preparation.outputs[m];
  return {
    part,
    weights,
    name: areClasses ? data.targetName : (column?.name ?? ''),
    unit: areClasses ? '' : (column?.unit ?? ''),
    labels: labels.every((label) => label !== null) ? labels : null,
    target: shown.map(({ target }) => target),
    predicted: shown.map(({ predicted }) => predicted),
    baseline: shown.map(({ baseline }) => baseline),
    baselineName: data.baseline,
    evaluation,
    total,
    ...(M > 1 && { outputs: preparation.outputs.map(({ name, unit }) => ({ name, unit })) }),
    ...(M > 1 && !areClasses && { output: m }),
    ...(classes && { classes: [...classes] }),
    ...(confusion && { confusion }),
    ...(data.longest && { sequences: shown.map(({ index }) => index) }),
  };
}

export function valuePoint(
  { parts }: PreparedDataset,
  part: 'validation' | 'test',
  m: number,
): (answer: Answer) => Point {
  const set = parts[part];
  return ({ index, k, y, at }) => ({
    index,
    k,
    predicted: set.toUnits(y[at + m] as number, index, k, m),
    target: set.targetInUnits(index, k, m),
    baseline: set.baselineInUnits(index, k, m),
  });
}

export function classPoint(
  { parts, outputs: M }: PreparedDataset,
  part: 'validation' | 'test',
): (answer: Answer) => Point {
  const set = parts[part];
  return ({ index, k, y, t, at }) => ({
    index,
    k,
    predicted: largest(y, at, M),
    target: largest(t, at, M),
    baseline: Array.from({ length: M }, (_, m) => set.baselineInUnits(index, k, m)).indexOf(1),
  });
}
