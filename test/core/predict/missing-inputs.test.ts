import { expect, it } from 'vitest';
import type { Series } from '../../../core/contract/series';
import { treatMissing } from '../../../core/predict/missing-inputs';

it('carries inputs forward within a sequence, and never into the next', () => {
  const series: Series = {
    columns: [
      { name: 'x', unit: '', values: Float64Array.of(1, NaN, NaN, NaN, 5, NaN) },
      { name: 'id', unit: '', values: Float64Array.of(0, 0, 1, 1, 1, 1), categories: ['a', 'b'] },
    ],
    labels: null,
  };
  const carried = (ids?: string) => {
    const { series: filled, notes } = treatMissing(series, ['x'], 'carry-forward', ids);
    return [[...(filled.columns[0]?.values ?? [])], notes];
  };
  expect(carried('id')).toEqual([[1, 1, NaN, NaN, 5, 5], ['2 missing values were filled with the one before.']]);
  expect(carried()).toEqual([[1, 1, 1, 1, 5, 5], ['4 missing values were filled with the one before.']]);
});
