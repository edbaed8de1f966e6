import { describe, expect, it } from 'vitest';
import { datasetPlotContent } from '../../../renderer/charts/dataset-plot';
import { PALETTE } from '../palettes';

const PLOT = { name: 'level', unit: 'm', rows: [0, 10, 20, 30, 40], values: [0, 1, 1, 0, 2], labels: null };

describe('the plot of data', () => {
  it('shades the parts one after another, with their names', () => {
    const { bands } = datasetPlotContent({ plot: PLOT, boundaries: { validation: 20, test: 30 } }, PALETTE);
    expect(bands).toEqual([
      { from: 0, to: 20, label: 'training', background: 'transparent' },
      { from: 20, to: 30, label: 'validation', background: 'yellow' },
      { from: 30, to: 40, label: 'test', background: 'lightblue' },
    ]);
  });

  it('shades each stretch of a random split', () => {
    const plot = { ...PLOT, parts: [1, 1, 0, 2, -1] };
    const { bands } = datasetPlotContent({ plot, boundaries: { validation: 50, test: 50 } }, PALETTE);
    expect(bands).toEqual([
      { from: 0, to: 20, label: '', background: 'yellow' },
      { from: 30, to: 40, label: '', background: 'lightblue' },
    ]);
  });

  it('calls the values of classes by their names, with nothing between them', () => {
    const plot = { ...PLOT, classes: ['calm', 'high', 'low'] };
    const { curves, yText } = datasetPlotContent({ plot, boundaries: { validation: 20, test: 30 } }, PALETTE);
    expect(curves[0]?.isStepped).toBe(true);
    expect([0, 1, 2, 3].map((value) => yText?.(value))).toEqual(['calm', 'high', 'low', '']);
  });
});
