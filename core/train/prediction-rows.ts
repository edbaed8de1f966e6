/** Every target of a part of the data with what a network says of it, in the data's own units, a batch of sequences at a time. */
import type { RunConfiguration } from '../contract/run';
import { StudioError } from '../contract/errors';
import type { PreparedDataset } from '../data/dataset';
import { headingOf, type PointRows } from '../formats/point-lines';
import type { Engine } from '../nn/engine';
import { EVALUATION_BATCH } from './pass-sizes';
import { Passes } from './passes';
import { classPoint, valuePoint, type Point } from './predict';

/**
 * Targets count from 1 over the part, by sequence and then by step, and classes are written by their names.
 *
 * @param output as in {@link predict}
 * @throws StudioError `bad-configuration` where there is no such output
 */
export function predictionRows(
  engine: Engine,
  configuration: RunConfiguration,
  data: PreparedDataset,
  parameters: Float32Array,
  part: 'validation' | 'test',
  output: number | null = null,
): PointRows {
  const { classes, preparation, baseline, outputs: M } = data;
  if (output !== null && output >= M) {
    throw new StudioError('bad-configuration', `There is no output ${output + 1}: the network has ${M}`);
  }
  const m = output ?? 0;
  const names = output === null ? classes : null;
  const set = data.parts[part];
  const unit = names ? '' : (preparation.outputs[m]?.unit ?? '');
  const hasLabels = set.count > 0 && set.label(0, data.targetSteps === 1 ? 0 : set.lengthOf(0) - 1) !== null;
  const columns = ['Target', 'Predicted', baseline, ...(names ? [] : ['Residual'])];
  return {
    headings: ['Place', ...(hasLabels ? ['Label'] : []), ...columns.map((name) => headingOf(name, unit))],
    rows: rows(),
  };

  function* rows() {
    let place = 0;
    const written = (value: number) => (names ? (names[value] ?? '') : value);
    for (const { index, k, target, predicted, baseline: forecast } of points()) {
      place++;
      yield [
        place,
        ...(hasLabels ? [set.label(index, k) ?? ''] : []),
        written(target),
        written(predicted),
        written(forecast),
        ...(names ? [] : [target - predicted]),
      ];
    }
  }

  function* points(): Generator<Point> {
    const passes = new Passes(engine, configuration, data);
    const pointOf = names ? classPoint(data, part) : valuePoint(data, part, m);
    // The batches of `evaluate`: other ones could round otherwise.
    for (let start = 0; start < set.count; start += EVALUATION_BATCH) {
      const B = Math.min(EVALUATION_BATCH, set.count - start);
      const found: Point[][] = Array.from({ length: B }, () => []);
      let before = 0;
      const indices = Array.from({ length: B }, (_, b) => start + b);
      for (const pass of passes.evaluation(set, indices)) {
        pass.forward(parameters);
        const { y, t } = pass;
        const K = y.length / (B * M);
        for (let row = 0; row < K * B; row++) {
          const at = row * M;
          if (Number.isNaN(t[at + m])) continue;
          const b = row % B;
          found[b]?.push(pointOf({ index: start + b, k: before + Math.floor(row / B), y, t, at }));
        }
        before += K;
      }
      for (const each of found) yield* each;
    }
  }
}
