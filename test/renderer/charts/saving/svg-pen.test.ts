import { expect, it } from 'vitest';
import type { SequenceStates } from '../../../../core/contract/inside';
import { clockLayout } from '../../../../renderer/charts/inside/clock-layout';
import { clockVectors } from '../../../../renderer/charts/inside/clock-shapes';
import { gradientColours, isInvisible, plainColour } from '../../../../renderer/charts/saving/css-values';
import { SvgPen } from '../../../../renderer/charts/saving/svg-pen';
import { HEX_PALETTE } from '../../palettes';

it('writes what is drawn: a path until the next begins, with the colours and widths of the moment', () => {
  const pen = new SvgPen();
  pen.strokeStyle = '#123456';
  pen.lineWidth = 2;
  pen.beginPath();
  pen.moveTo(1, 2);
  pen.lineTo(3.004, 4.006);
  pen.stroke();
  pen.beginPath();
  pen.arc(10, 10, 3);
  pen.fillStyle = '#abcdef';
  pen.globalAlpha = 0.5;
  pen.fill();
  expect(pen.shapes).toEqual([
    '<path d="M1 2L3 4.01" fill="none" stroke="#123456" stroke-width="2" stroke-linejoin="miter" stroke-linecap="butt"/>',
    '<path d="M13 10A3 3 0 1 1 7 10A3 3 0 1 1 13 10Z" fill="#abcdef" opacity="0.5"/>',
  ]);
});

it('writes text where it stands, escaped', () => {
  const pen = new SvgPen();
  pen.font = '11px Inter';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText('a < b', 5, 6);
  expect(pen.shapes).toEqual([
    '<text x="5" y="6" font-size="11" text-anchor="middle" dominant-baseline="central" fill="#000">a &lt; b</text>',
  ]);
});

const STATES = {
  model: 'alarmwork',
  period: 2,
  hiddenUnits: 3,
  first: 1,
  steps: 4,
  heldSince: Int32Array.of(0, 2, 2, 4),
  layers: ['in1', 'in2'].map((name) => ({ name, states: Float32Array.from({ length: 12 }, (_, i) => i / 12) })),
  inputs: [{ name: 'x', unit: '' }],
  x: Float32Array.of(0, 1, NaN, 1),
  y: Float32Array.of(0, 1, 0, 1),
  t: Float32Array.of(NaN, NaN, NaN, 0.5),
} as unknown as SequenceStates;
const STYLE = {
  palette: HEX_PALETTE,
  shade: 'light',
  colour: 1,
} as const;

it('writes the two clocks as shapes: a rectangle a state, a bell an alarm, and no number that is none', () => {
  const svg = clockVectors('c', STATES, clockLayout(STATES, 400), STYLE).join('\n');
  const cells = [...svg.matchAll(/<rect [^>]*fill="#[0-9a-f]{6}"\/>/g)];
  expect(cells).toHaveLength(2 * 3 * 4);
  // Steps 2 and 4 ring.
  expect(svg.match(/scale\(0\.5\)/g)).toHaveLength(2);
  expect([...svg.matchAll(/>([^<>\n]+)<\/text>/g)].map(([, text]) => text)).toEqual([
    ...['Input', '0 to 1', 'Alarm', 'in2', '3 units', 'in1', '3 units', 'Output', '0 to 1', 'Step', '1', '2', '3', '4'],
  ]);
  // The pen is lifted where a step has no input.
  expect(svg).toMatch(/d="M[\d.]+ [\d.]+L[\d.]+ [\d.]+M[\d.]+ [\d.]+" fill="none" stroke="#000"/);
  expect(svg).not.toMatch(/NaN|undefined/);
});

it('says colours as every program knows them', () => {
  expect(plainColour('rgb(1, 2, 3)')).toBe('rgb(1, 2, 3)');
  expect(plainColour('color(srgb 1 0.5 0)')).toBe('rgb(255, 128, 0)');
  expect(plainColour('color(srgb 0.2 0 1e-7 / 0.4)')).toBe('rgba(51, 0, 0, 0.4)');
  expect(['rgba(0, 0, 0, 0)', 'transparent', 'color(srgb 1 1 1 / 0)'].map(isInvisible)).toEqual([true, true, true]);
  expect(['rgb(0, 0, 0)', 'rgba(0, 0, 0, 0.5)'].map(isInvisible)).toEqual([false, false]);
  expect(gradientColours('linear-gradient(to right, rgb(1, 2, 3), color(srgb 0 0 1))')).toEqual([
    'rgb(1, 2, 3)',
    'rgb(0, 0, 255)',
  ]);
  expect(gradientColours('none')).toBeNull();
});
