import type { Scale } from 'chart.js';
import { expect, it } from 'vitest';
import { markSvg } from '../../../../renderer/charts/curves/scene-svg';
import { chartMarks, type DrawnChart } from '../../../../renderer/charts/saving/chart-marks';
import { HEX_PALETTE } from '../../palettes';

/** An axis of ten pixels a unit, from a pixel on. */
function scale(from: number, labels: readonly string[], title: string): Scale {
  const written: Partial<Omit<Scale, 'options'>> & { options: unknown } = {
    left: 0,
    bottom: 120,
    ticks: labels.map((label, value) => ({ value, label })),
    getPixelForTick: (index: number) => from + 10 * index,
    getPixelForValue: (value: number) => from + 10 * value,
    options: { title: { display: true, text: title } },
  };
  return written as Scale;
}

function drawn(datasets: readonly object[], plugins: object = {}): DrawnChart {
  return {
    chartArea: { left: 40, right: 140, top: 10, bottom: 90, width: 100, height: 80 },
    scales: { x: scale(40, ['0', '1'], 'Epoch'), y: scale(10, ['low', ''], 'Loss') },
    data: { datasets },
    options: { plugins },
  } as unknown as DrawnChart;
}

it('writes a line with every point, and lifts the pen where there is none', () => {
  const data = Array.from({ length: 5000 }, (_, x) => ({ x, y: x === 2 ? NaN : 1 }));
  const { within } = chartMarks(drawn([{ data, borderColor: '#123456', borderWidth: 2 }]), HEX_PALETTE);
  const svg = within.map(markSvg).join('');
  // 4,999 places in two strokes: the gap has none.
  expect(svg.match(/[ML]\d/g)).toHaveLength(4999);
  expect(svg.match(/M\d/g)).toHaveLength(2);
  expect(svg).toContain('M40 20L50 20M70 20');
});

it('writes the points that a screen has no room for too', () => {
  const every = Array.from({ length: 5000 }, (_, x) => ({ x, y: 1 }));
  const { within } = chartMarks(drawn([{ data: every.slice(0, 10), every, borderColor: '#123456' }]), HEX_PALETTE);
  expect(
    within
      .map(markSvg)
      .join('')
      .match(/[ML]\d/g),
  ).toHaveLength(5000);
});

it('writes a dot for each point of a scatter, in its colour', () => {
  const data = [
    { x: 0, y: 0 },
    { x: 3, y: 2 },
  ];
  const dataset = { data, pointRadius: 4, pointBackgroundColor: ['#aa0000', '#00bb00'] };
  const svg = chartMarks(drawn([dataset]), HEX_PALETTE)
    .within.map(markSvg)
    .join('');
  expect(svg).toContain('<circle cx="40" cy="10" r="4" fill="#aa0000"/>');
  expect(svg).toContain('<circle cx="70" cy="30" r="4" fill="#00bb00"/>');
});

it('holds the former value of a stepped line', () => {
  const data = [
    { x: 0, y: 0 },
    { x: 2, y: 5 },
  ];
  const dataset = { data, borderColor: '#000', stepped: true };
  expect(
    chartMarks(drawn([dataset]), HEX_PALETTE)
      .within.map(markSvg)
      .join(''),
  ).toContain('M40 10L60 10L60 60');
});

it('writes ticks, titles and bands where they stand, and no empty label', () => {
  const bands = { bands: [{ from: 1, to: 99, label: 'test', background: '#eef' }] };
  const svg = chartMarks(drawn([], { bands }), HEX_PALETTE).around.map(markSvg).join('\n');
  expect(svg).toContain('<rect x="50" y="10" width="90" height="80" fill="#eef"/>');
  expect([...svg.matchAll(/>([^<>\n]+)<\/text>/g)].map(([, text]) => text)).toEqual([
    'test',
    '0',
    '1',
    'low',
    'Epoch',
    'Loss',
  ]);
});
