import { describe, expect, it } from 'vitest';
import { pearson, spearman } from '../../../core/analysis/correlation';

describe('correlation', () => {
  const x = [1, 2, 2, 3, 5, 8, 8, 8];
  const y = [2, 1, 4, 3, 9, 7, 7, 20];

  it('is that of SciPy 1.17.1, ties included', () => {
    // scipy.stats.pearsonr(x, y) and spearmanr(x, y); a few sums of eight terms in float64.
    expect(pearson(x, y)).toBeCloseTo(0.7236503053650262, 14);
    expect(spearman(x, y)).toBeCloseTo(0.8027138656452439, 14);
  });

  it('is one for what rises together, by a line or by ranks', () => {
    const squares = [1, 4, 9, 16];
    expect(pearson([1, 2, 3, 4], [3, 5, 7, 9])).toBe(1);
    expect(spearman([1, 2, 3, 4], squares)).toBe(1);
    expect(spearman([4, 3, 2, 1], squares)).toBe(-1);
    expect(pearson([1, 2, 3, 4], squares)).toBeLessThan(1);
  });

  it('is unknown where one does not vary', () => {
    expect(pearson([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(spearman([1, 2, 3], [5, 5, 5])).toBeNull();
  });
});
