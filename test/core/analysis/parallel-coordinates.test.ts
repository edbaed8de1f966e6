import { describe, expect, it } from 'vitest';
import { isBrushed, parallelCoordinates, type ParallelRun } from '../../../core/analysis/parallel-coordinates';
import { DEFAULT_HYPERPARAMETERS, type Hyperparameters } from '../../../core/contract/hyperparameters';

const run = (value: number, over: Partial<Hyperparameters>): ParallelRun => ({
  hyperparameters: { ...DEFAULT_HYPERPARAMETERS, ...over },
  value,
});

const LOSS = { label: 'Validation loss', unit: '', scale: 'linear' } as const;

describe('parallel coordinates', () => {
  const runs = [
    run(2, { model: 'alarmwork', period: 1, learningRate: 0.001 }),
    run(4, { model: 'alarmwork', period: 5, learningRate: 0.01 }),
    run(3, { model: 'elman', period: 2, learningRate: 0.1 }),
  ];
  const { axes, places } = parallelCoordinates(runs, LOSS);

  it('have an axis for each field that varies, and the value’s last', () => {
    expect(axes.map(({ label, scale, categories }) => [label, scale, categories])).toEqual([
      ['Model', 'category', ['alarmwork', 'elman']],
      ['Alarm period', 'linear', []],
      ['Learning rate', 'logarithmic', []],
      ['Validation loss', 'linear', []],
    ]);
    // There and back through a logarithm.
    expect(axes[2]?.from).toBeCloseTo(0.001, 15);
    expect(axes[2]?.to).toBeCloseTo(0.1, 15);
    expect([axes[1]?.from, axes[1]?.to, axes[3]?.from, axes[3]?.to]).toEqual([1, 5, 2, 4]);
  });

  it('place runs from bottom to top, and nowhere where a field is without effect', () => {
    const half = expect.closeTo(0.5, 12) as number;
    expect(places.map((line) => [...line])).toEqual([
      [0, 0, 0, 0],
      [0, 1, half, 1],
      [1, NaN, 1, 0.5],
    ]);
  });

  it('have the axes in the order asked for', () => {
    const ordered = parallelCoordinates(runs, LOSS, ['learningRate', 'model']);
    expect(ordered.axes.map(({ field }) => field)).toEqual(['learningRate', 'model', 'period', null]);
  });

  it('have no place for values that are not finite, or not positive on a logarithmic axis', () => {
    const odd = [run(NaN, { period: 1 }), run(-1, { period: 2 }), run(10, { period: 3 }), run(1000, { period: 4 })];
    const value = { ...LOSS, scale: 'logarithmic' } as const;
    expect(parallelCoordinates(odd, value).places.map((line) => line[1])).toEqual([NaN, NaN, 0, 1]);
  });

  it('put a value that all runs share in the middle', () => {
    const same = [run(1, { period: 1 }), run(1, { period: 2 })];
    expect(parallelCoordinates(same, LOSS).places.map((line) => line[1])).toEqual([0.5, 0.5]);
  });

  it('hold lines under every brushed axis, under any of the brushes there', () => {
    const line = Float64Array.of(0.2, 0.8, NaN);
    expect(isBrushed(line, [])).toBe(true);
    expect(isBrushed(line, [{ axis: 0, from: 0.2, to: 0.4 }])).toBe(true);
    expect(isBrushed(line, [{ axis: 0, from: 0.3, to: 0.4 }])).toBe(false);
    expect(
      isBrushed(line, [
        { axis: 0, from: 0.3, to: 0.4 },
        { axis: 0, from: 0, to: 0.25 },
      ]),
    ).toBe(true);
    expect(
      isBrushed(line, [
        { axis: 0, from: 0, to: 1 },
        { axis: 1, from: 0, to: 0.5 },
      ]),
    ).toBe(false);
    expect(isBrushed(line, [{ axis: 2, from: 0, to: 1 }])).toBe(false);
  });
});
