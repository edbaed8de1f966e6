import { describe, expect, it } from 'vitest';
import type { DataPredictions } from '../../../core/contract/predictions';
import { dataPredictionContent } from '../../../renderer/charts/data-prediction-content';
import { lineChartData } from '../../../renderer/charts/line-chart-configuration';
import { PALETTE } from '../palettes';

/** What Chart.js gets for predictions of a column. */
function drawn(values: readonly number[]) {
  const predicted = Float64Array.from(values);
  const nothing = new Float64Array(values.length).fill(NaN);
  const output = { name: 'level', unit: '', targets: 0, rmse: null, skill: null };
  const answer: DataPredictions = {
    rows: values.length,
    predicted: values.length,
    notes: [],
    firstShown: 1,
    labels: null,
    outputs: [],
    fedBackFrom: null,
    cannotFeedBack: null,
  };
  const all = { ...output, predicted, target: nothing, baseline: nothing };
  const { curves } = dataPredictionContent(answer, all, 'red', PALETTE, false);
  const [dataset] = lineChartData(curves).datasets;
  return { radius: dataset?.pointRadius, hasLine: dataset?.showLine };
}

describe('the picture of what was predicted of data', () => {
  it('shows answers at the ends of sequences as dots', () => {
    expect(drawn([NaN, NaN, 1, NaN, NaN, 2, NaN, 3])).toEqual({ radius: 3, hasLine: false });
  });

  it('has a dot in a line where a prediction stands alone', () => {
    const { radius, hasLine } = drawn([1, 2, NaN, 3, NaN, 4, 5]);
    expect(hasLine).toBe(true);
    expect(Array.isArray(radius) && radius.map((each) => each > 0)).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
      false,
    ]);
  });

  it('is a line without dots where all have neighbours', () => {
    expect(drawn([1, 2, NaN, 3, 4])).toEqual({ radius: 0, hasLine: true });
  });

  it('shows dots among so many rows that not all are drawn', () => {
    const many = Array.from({ length: 5000 }, (_, r) => (r % 10 === 9 ? Math.sin(r) : NaN));
    expect(drawn(many)).toEqual({ radius: 3, hasLine: false });
  });
});
