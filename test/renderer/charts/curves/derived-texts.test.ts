import { expect, it } from 'vitest';
import { derivedTexts } from '../../../../renderer/charts/curves/derived-texts';

const CHOSEN = { smoothing: 'none', weight: 0.9, window: 1001, centre: 'median', spread: 'quantiles' } as const;

it('says what bands and smoothed lines were made by, and nothing of lines as measured', () => {
  expect(derivedTexts(CHOSEN, false)).toEqual([]);
  expect(derivedTexts({ ...CHOSEN, smoothing: 'mean' }, true)).toEqual([
    'Median, band: 10 % to 90 % quantile',
    'smoothed by the mean of 1,001 points',
  ]);
  expect(derivedTexts({ ...CHOSEN, smoothing: 'exponential' }, false)).toEqual(['smoothed exponentially, weight 0.9']);
});
