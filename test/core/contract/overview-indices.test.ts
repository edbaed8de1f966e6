import { expect, it } from 'vitest';
import { MetricOverview } from '../../../core/contract/metric-overview';
import { overviewIndices } from '../../../core/contract/overview-indices';
import { METRICS } from '../../../core/contract/run';
import { Rng } from '../../../core/random/rng';

const WIDTH = METRICS.length;

/** Rows of random values with epochs that leave some out, and values that were not measured or are not finite. */
function randomColumns(rows: number, seed: number): Float64Array[] {
  const rng = Rng.fromSeed(seed, 'data');
  const columns = METRICS.map(() => Float64Array.from({ length: rows }, () => rng.between(-3, 3)));
  for (let row = 0; row < rows; row++) {
    if (row % 3 === 0) columns[4]?.fill(NaN, row, row + 1);
    if (row % 101 === 7) columns[3]?.fill(-Infinity, row, row + 1);
  }
  let epoch = 0;
  columns[METRICS.indexOf('epoch')] = Float64Array.from(
    { length: rows },
    () => (epoch += 1 + (rng.between(0, 1) < 0.1 ? 5 : 0)),
  );
  return columns;
}

it.each([
  [9000, 2000],
  [9000, 100],
  [1501, 1500],
])('of %i rows keeps those that an overview of %i rows keeps', (rows, most) => {
  const columns = randomColumns(rows, rows + most);
  const overview = new MetricOverview(most);
  overview.add(
    Float64Array.from({ length: rows * WIDTH }, (_, at) => columns[at % WIDTH]?.[Math.floor(at / WIDTH)] ?? NaN),
  );
  const expected = overview.rows().filter((_, at) => at % WIDTH === METRICS.indexOf('epoch'));
  const kept = Array.from(overviewIndices(columns, most), (row) => columns[METRICS.indexOf('epoch')]?.[row]);
  expect(kept).toEqual(Array.from(expected));
  expect(kept.length).toBeLessThanOrEqual(most);
});

it('keeps nothing of nothing', () => {
  expect(
    overviewIndices(
      METRICS.map(() => new Float64Array(0)),
      100,
    ),
  ).toHaveLength(0);
});
