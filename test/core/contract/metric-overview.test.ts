import { expect, it } from 'vitest';
import { LEAST_OVERVIEW_ROWS, MetricOverview } from '../../../core/contract/metric-overview';
import { METRICS } from '../../../core/contract/run';
import { Rng } from '../../../core/random/rng';

const WIDTH = METRICS.length;
const CHARTED = [
  'loss',
  'validationLoss',
  'validationRmse',
  'validationSkill',
  'validationAccuracy',
  'gradientNorm',
] as const;

/** Rows of random values; some are not measured, and some are not finite. */
function randomRows(from: number, to: number, rng = Rng.fromSeed(1, 'data')): Float64Array {
  const rows = new Float64Array((to - from) * WIDTH);
  for (let row = 0; row < to - from; row++) {
    for (let column = 0; column < WIDTH; column++) rows[row * WIDTH + column] = rng.between(-3, 3);
    if (row % 3 === 0) rows[row * WIDTH + 4] = NaN;
    if (row % 101 === 7) rows[row * WIDTH + 3] = Infinity;
    rows[row * WIDTH] = from + row;
  }
  return rows;
}

const column = (rows: Float64Array, name: (typeof METRICS)[number]) =>
  [...rows].filter((_, at) => at % WIDTH === METRICS.indexOf(name));

it('keeps every row while they are few enough', () => {
  const overview = new MetricOverview(500);
  const rows = randomRows(0, 500);
  overview.add(rows.subarray(0, 200 * WIDTH));
  overview.add(rows.subarray(200 * WIDTH));
  expect([overview.rows(), overview.total]).toEqual([rows, 500]);
});

it.each([LEAST_OVERVIEW_ROWS, 777, 2000])('answers with %i rows at most, each of them whole and in order', (most) => {
  const overview = new MetricOverview(most);
  const rows = randomRows(0, 9000);
  for (let start = 0; start < rows.length; start += 70 * WIDTH) overview.add(rows.subarray(start, start + 70 * WIDTH));
  const kept = overview.rows();
  expect(overview.total).toBe(9000);
  expect(kept.length / WIDTH).toBeLessThanOrEqual(most);
  // Less than this would be an overview of little use.
  expect(kept.length / WIDTH).toBeGreaterThan(most / 5);
  const epochs = column(kept, 'epoch');
  expect(epochs).toEqual([...new Set(epochs)].toSorted((a, b) => a - b));
  expect([epochs[0], epochs.at(-1)]).toEqual([0, 8999]);
  epochs.forEach((epoch, at) =>
    expect(kept.subarray(at * WIDTH, (at + 1) * WIDTH)).toEqual(rows.subarray(epoch * WIDTH, (epoch + 1) * WIDTH)),
  );
});

it.each(CHARTED)('loses neither the highest nor the lowest %s, of the whole or of any eighth', (name) => {
  const overview = new MetricOverview(2000);
  const rows = randomRows(0, 8192);
  overview.add(rows);
  const kept = overview.rows();
  const extremes = (of: Float64Array, from: number, to: number) => {
    const epochs = column(of, 'epoch');
    const values = column(of, name).filter(
      (value, at) => Number.isFinite(value) && (epochs[at] ?? NaN) >= from && (epochs[at] ?? NaN) < to,
    );
    return [Math.min(...values), Math.max(...values)];
  };
  for (let part = 0; part < 8; part++) {
    expect(extremes(kept, part * 1024, (part + 1) * 1024)).toEqual(extremes(rows, part * 1024, (part + 1) * 1024));
  }
  expect(extremes(kept, 0, 8192)).toEqual(extremes(rows, 0, 8192));
});

it('thins what was thinned before to a part of it, evenly over the epochs', () => {
  let rows = new Float64Array(0);
  // As a window does that takes in live rows for long.
  for (let round = 0; round < 40; round++) {
    const overview = new MetricOverview(1000);
    overview.add(rows);
    overview.add(randomRows(round * 1000, (round + 1) * 1000));
    rows = overview.rows();
  }
  const epochs = column(rows, 'epoch');
  const inQuarter = (quarter: number) => epochs.filter((epoch) => Math.floor(epoch / 10_000) === quarter).length;
  for (const quarter of [0, 1, 2, 3]) expect(inQuarter(quarter)).toBeGreaterThan(50);
});
