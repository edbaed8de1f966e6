import { expect, it } from 'vitest';
import { searchRows } from '../../../core/experiment/search-rows';
import { smallSweep } from '../../support/sweeps';

it('has every trial of a search, of which a preview shows the first', () => {
  const sweep = smallSweep({
    method: 'random',
    trials: 900,
    seeds: 1,
    dimensions: [
      { field: 'learningRate', kind: 'logarithmic', from: 1e-4, to: 0.1, count: 4 },
      { field: 'optimizer', kind: 'choice', values: ['adam', 'sgd'] },
    ],
  });
  const { headings, rows } = searchRows(sweep);
  expect(headings).toEqual(['Trial', 'Learning rate', 'Optimizer']);
  const written = Array.from(rows);
  expect(written).toHaveLength(900);
  expect(written.at(-1)?.[0]).toBe(900);
  expect(new Set(written.map((row) => row[2]))).toEqual(new Set(['adam', 'sgd']));
  expect(written.every(([, rate]) => typeof rate === 'number' && rate >= 1e-4 && rate <= 0.1)).toBe(true);
});
