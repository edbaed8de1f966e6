import { expect, it } from 'vitest';
import { roomyTicks } from '../../../../renderer/charts/hyperparameters/scatter-ticks';

const labels = (axis: 'x' | 'y', min: number, max: number, length: number) =>
  roomyTicks({ axis, min, max, width: length, height: length }, String).flatMap(({ label }) => label || []);

it('labels powers of ten alone where decades are narrow, and more where there is room', () => {
  // 300 pixels have room for five labels of 56.
  expect(labels('x', 1e-4, 0.1, 300)).toEqual(['0.0001', '0.001', '0.01', '0.1']);
  expect(labels('x', 1e-4, 0.1, 600)).toHaveLength(10);
  expect(labels('y', 0.03, 0.4, 200)).toEqual(['0.05', '0.1', '0.2']);
});

it('keeps a grid line where no label has room', () => {
  const ticks = roomyTicks({ axis: 'x', min: 1, max: 100, width: 120, height: 0 }, String);
  expect(ticks.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  expect(ticks.filter(({ label }) => label !== '').map(({ value }) => value)).toEqual([1, 100]);
});
