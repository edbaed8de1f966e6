import { expect, it } from 'vitest';
import { sceneSvg } from '../../../../renderer/charts/curves/scene-svg';
import type { Mark } from '../../../../renderer/charts/curves/scene';

const svg = (marks: Mark[], text = 'A chart') =>
  sceneSvg({ width: 10, height: 10, background: 'white', fontFamily: 'x', layers: [{ clip: null, marks }] }, text);

it('writes every point of a line, lifts the pen at a gap, and shows a lone point as a dot', () => {
  const points = Float32Array.of(0, 1, 1, 2.126, 2, NaN, 3, 4, 4, NaN, 5, 6, 6, 7);
  const text = svg([{ kind: 'line', points, colour: 'red', width: 2, dash: [], opacity: 1 }]);
  expect(/ d="([^"]*)"/.exec(text)?.[1]).toBe('M0 1L1 2.13M3 4M5 6L6 7');
  expect(text).toContain('<circle cx="3" cy="4"');
});

it('closes a band from its upper edge along its lower one', () => {
  const upper = Float32Array.of(0, 1, 5, 2);
  const lower = Float32Array.of(0, 8, 5, 9);
  const text = svg([{ kind: 'area', upper, lower, colour: 'red', opacity: 0.2 }]);
  expect(/ d="([^"]*)"/.exec(text)?.[1]).toBe('M0 1L5 2L5 9L0 8Z');
});

it('lets no name of a run end its element', () => {
  const text = svg(
    [{ kind: 'text', x: 0, y: 0, text: '<script>"&\u0000', colour: 'red', size: 1, align: 'start' }],
    'a < b',
  );
  expect(text).toContain('>&lt;script&gt;&quot;&amp;\u{fffd}</text>');
  expect(text).toContain('<desc>a &lt; b</desc>');
});
