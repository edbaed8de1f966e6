import { expect, it } from 'vitest';
import { METRICS, type MetricName } from '../../../core/contract/run';
import { RunCurve } from '../../../renderer/state/run-curve';

const answer = (columns: MetricName[], rows: number[], total = rows.length / columns.length) => ({
  columns,
  rows: Float64Array.from(rows),
  total,
  damagedRecords: 0,
  tornBytes: 0,
});
const values = (curve: RunCurve, metric: MetricName) =>
  Array.from(curve.data({ metric, along: 'epoch', sequences: null, smoothing: { kind: 'none' }, range: null }).y);

it('has what its history was read with, and nothing else', () => {
  const curve = new RunCurve();
  expect(curve.has(['epoch'])).toBe(false);
  curve.read(answer(['epoch', 'loss'], [0, 3, 1, 2]));
  expect(curve.has(['epoch', 'loss'])).toBe(true);
  expect(curve.has(['loss', 'gradientNorm'])).toBe(false);
  expect(values(curve, 'loss')).toEqual([3, 2]);
});

it('has no gaps after it was read anew with other metrics, and keeps the rows that came from the trainer since', () => {
  const curve = new RunCurve();
  const live = Float64Array.from(METRICS.map((name) => (name === 'epoch' ? 2 : name === 'loss' ? 1 : 0.25)));
  curve.read(answer(['epoch', 'loss'], [0, 3, 1, 2]));
  globalThis.requestAnimationFrame = () => 0;
  curve.add(live);
  curve.read(answer(['epoch', 'loss', 'validationLoss'], [0, 3, 0.75, 1, 2, 0.5]));
  expect(values(curve, 'validationLoss')).toEqual([0.75, 0.5, 0.25]);
  expect(values(curve, 'loss')).toEqual([3, 2, 1]);
  expect(curve.coverage).toMatchObject({ held: 3, total: 3 });
});
