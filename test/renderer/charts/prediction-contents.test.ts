import { describe, expect, it } from 'vitest';
import type { Predictions } from '../../../core/contract/run';
import { predictionContents } from '../../../renderer/charts/prediction-contents';
import { residualsOf } from '../../../renderer/charts/residuals';
import { PALETTE } from '../palettes';

function contents(sequences?: number[]) {
  const target = [1, 2, 3, 4, 5];
  const predictions: Predictions = {
    part: 'validation',
    weights: 'best',
    name: 'level',
    unit: '',
    labels: null,
    target,
    predicted: target,
    baseline: target,
    baselineName: 'persistence',
    evaluation: { loss: 0, rmse: 0, skill: 1, accuracy: null },
    total: 8,
    ...(sequences && { sequences }),
  };
  return predictionContents(predictions, residualsOf(target, target), 'red', PALETTE, false).values;
}

describe('a picture of predictions', () => {
  it('has one line where there is one series', () => {
    const { bands, curves } = contents();
    expect(bands).toBe(undefined);
    // The last 5 of 8 keep their numbers.
    expect(curves[0]?.points.map(({ x, y }) => [x, y])).toEqual([3, 4, 5, 6, 7].map((x, i) => [x, i + 1]));
  });

  it('ends the line where a sequence ends, and shades every other one', () => {
    const { bands, curves } = contents([6, 6, 7, 7, 7]);
    expect(bands).toEqual([
      { from: 3, to: 5, label: '7', background: 'transparent' },
      { from: 5, to: 8, label: '8', background: 'lightblue' },
    ]);
    expect(curves[0]?.points.map(({ x, y }) => [x, y])).toEqual([
      [3, 1],
      [4, 2],
      [4.5, NaN],
      [5, 3],
      [6, 4],
      [7, 5],
    ]);
  });

  it('has points alone where each sequence has one target', () => {
    const { bands, curves } = contents([3, 4, 5, 6, 7]);
    expect(bands).toBe(undefined);
    expect(curves.map(({ isLoose }) => isLoose)).toEqual([true, true]);
    expect(curves[0]?.points).toHaveLength(5);
  });
});
