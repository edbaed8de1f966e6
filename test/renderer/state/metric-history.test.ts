import { expect, it } from 'vitest';
import { METRICS } from '../../../core/contract/run';
import { MetricHistory } from '../../../renderer/state/metric-history';

/** A row whose only known values are its epoch and its loss. */
const row = (epoch: number, loss: number) =>
  METRICS.map((name) => (name === 'epoch' ? epoch : name === 'loss' ? loss : NaN));
const rows = (...each: [epoch: number, loss: number][]) =>
  Float64Array.from(each.flatMap(([epoch, loss]) => row(epoch, loss)));

const contents = (history: MetricHistory) => [Array.from(history.column('epoch')), Array.from(history.column('loss'))];

it('joins history and live rows that overlap, one row an epoch', () => {
  const history = new MetricHistory();
  history.merge(rows([3, 0.3], [4, 0.4]));
  history.merge(rows([0, 0], [1, 0.1], [2, 0.2], [3, 0.33]));
  expect(contents(history)).toEqual([
    [0, 1, 2, 3, 4],
    [0, 0.1, 0.2, 0.33, 0.4],
  ]);
});

it('keeps epochs in order whatever the order of arrival', () => {
  const history = new MetricHistory();
  for (const epoch of [5, 1, 9, 0, 7, 5]) history.merge(rows([epoch, epoch / 10]));
  expect(contents(history)[0]).toEqual([0, 1, 5, 7, 9]);
});

it('grows far beyond its first capacity', () => {
  const history = new MetricHistory();
  for (let epoch = 0; epoch < 5000; epoch++) history.merge(rows([epoch, epoch]));
  expect(history.length).toBe(5000);
  expect(history.column('loss')[4999]).toBe(4999);
});

it('ignores rows without an epoch and a torn last row', () => {
  const history = new MetricHistory();
  history.merge(Float64Array.from([...row(NaN, 1), ...row(0, 2), 1, 2, 3]));
  expect(contents(history)).toEqual([[0], [2]]);
});

it('finds the newest value that was measured', () => {
  const history = new MetricHistory();
  expect(history.last('loss')).toBeNull();
  history.merge(rows([0, 0.5], [1, NaN]));
  expect(history.last('loss')).toBe(0.5);
  expect(history.last('gradientNorm')).toBeNull();
});

it('never grows past a bound, keeps the peak, and counts what it has thinned', () => {
  const history = new MetricHistory();
  for (let epoch = 0; epoch < 200_000; epoch += 500) {
    history.merge(
      rows(...Array.from({ length: 500 }, (_, i): [number, number] => [epoch + i, epoch + i === 777 ? 9 : 1])),
    );
  }
  expect(history.total).toBe(200_000);
  expect(history.length).toBeLessThanOrEqual(40_000);
  expect(Math.max(...history.column('loss'))).toBe(9);
  expect(history.column('epoch').at(-1)).toBe(199_999);
});

it('knows from an overview of the disk how many rows there are, live ones that came since included', () => {
  const history = new MetricHistory();
  history.merge(rows([98, 1], [99, 1], [100, 1], [101, 1]));
  history.replaceTotal(rows([0, 3], [50, 2], [99, 1]), 100);
  expect([history.total, history.length]).toEqual([102, 6]);
  history.merge(rows([101, 1], [102, 1]));
  expect(history.total).toBe(103);
});

it('takes in rows of some metrics alone, and rows of others beside them', () => {
  const history = new MetricHistory();
  history.replaceTotal(Float64Array.from([0, 0.5, 1, 0.4]), 2, ['epoch', 'validationLoss']);
  expect(Array.from(history.column('validationLoss'))).toEqual([0.5, 0.4]);
  expect(history.last('loss')).toBeNull();
  history.merge(rows([1, 0.3], [2, 0.2]));
  expect(contents(history)).toEqual([
    [0, 1, 2],
    [NaN, 0.3, 0.2],
  ]);
  history.merge(Float64Array.from([2, 0.7, 1.5, 0.6]), ['epoch', 'validationLoss']);
  expect(Array.from(history.column('validationLoss'))).toEqual([0.5, NaN, 0.6, 0.7]);
  expect(contents(history)[1]).toEqual([NaN, 0.3, NaN, 0.2]);
});

it('gives the rows after an epoch', () => {
  const history = new MetricHistory();
  history.merge(rows([0, 0.1], [1, 0.2], [2, 0.3]));
  expect(history.after(1)).toEqual(rows([2, 0.3]));
  expect(history.after(0.5)).toEqual(rows([1, 0.2], [2, 0.3]));
  expect(history.after(2)).toHaveLength(0);
  expect(history.after(-Infinity)).toHaveLength(3 * METRICS.length);
});
