import { describe, expect, it } from 'vitest';
import { binColumn, RegressionTree } from '../../../core/analysis/regression-tree';
import { Rng } from '../../../core/random/rng';

const rows = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);

describe('binned columns', () => {
  it('have a bin for each different value, in order', () => {
    expect(binColumn(Float64Array.of(0.5, -1, 0.5, 7))).toEqual({ bins: Uint8Array.of(1, 0, 1, 2), binCount: 3 });
  });

  it('have 256 bins at most, about equally full', () => {
    const { bins, binCount } = binColumn(Float64Array.from({ length: 1000 }, (_, i) => 1000 - i));
    expect(binCount).toBe(256);
    const counts = new Map<number, number>();
    bins.forEach((bin) => counts.set(bin, (counts.get(bin) ?? 0) + 1));
    expect(new Set(counts.values())).toEqual(new Set([3, 4]));
    expect([...bins]).toEqual([...bins].sort((a, b) => b - a));
  });
});

describe('a regression tree', () => {
  it('finds the step of a step function among columns that say nothing', () => {
    const rng = Rng.fromSeed(2, 'data');
    const noise = Float64Array.from({ length: 40 }, () => rng.uniform());
    const x = Float64Array.from({ length: 40 }, (_, i) => i);
    const targets = x.map((value) => (value < 13 ? -2 : 3));
    const tree = new RegressionTree([noise, x].map(binColumn), targets, rows(40), 2, Rng.fromSeed(1, 'importance'));
    targets.forEach((target, row) => expect(tree.predict(() => row)).toBe(target));
  });

  it('splits where the squared error falls most (every split tried by hand)', () => {
    const x = Float64Array.of(1, 2, 3, 4, 5);
    const targets = Float64Array.of(0, 1, 0, 9, 5);
    // Sum of squared errors by the last row on the left: 1: 50.75; 2: 41.17; 3: 8.67; 4: 57.
    const tree = new RegressionTree([binColumn(x)], targets, rows(5), 1, Rng.fromSeed(1, 'importance'));
    const predicted = Array.from(targets, (_, row) => tree.predict(() => row));
    expect(predicted).toEqual([1 / 3, 1 / 3, 1 / 3, 7, 7]);
  });

  it('is one leaf, the mean, where nothing varies', () => {
    const constant = binColumn(new Float64Array(6).fill(4));
    const targets = Float64Array.of(1, 2, 3, 4, 5, 9);
    const tree = new RegressionTree([constant], targets, rows(6), 1, Rng.fromSeed(1, 'importance'));
    expect(tree.predict(() => 0)).toBe(4);
  });
});
