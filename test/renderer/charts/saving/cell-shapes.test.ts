import { expect, it } from 'vitest';
import { colourInScale, divergingScale, placeInScale } from '../../../../renderer/charts/inside/diverging-scale';
import { cellShapes } from '../../../../renderer/charts/saving/cell-shapes';

const BOX = { x: 10, y: 20, width: 30, height: 20 };

it('writes a rectangle for each cell, side by side and without a gap', () => {
  const colours = ['#010203', '#040506', '#070809', '#0a0b0c', '#0d0e0f', '#101112'];
  const colourAt = (row: number, column: number) => colours[row * 3 + column] ?? null;
  const shapes = cellShapes('m', { box: BOX, rows: 2, columns: 3, colourAt });
  expect(shapes.filter((shape) => shape.startsWith('<rect'))).toEqual([
    '<rect x="10" y="20" width="10" height="10" fill="#010203"/>',
    '<rect x="20" y="20" width="10" height="10" fill="#040506"/>',
    '<rect x="30" y="20" width="10" height="10" fill="#070809"/>',
    '<rect x="10" y="30" width="10" height="10" fill="#0a0b0c"/>',
    '<rect x="20" y="30" width="10" height="10" fill="#0d0e0f"/>',
    '<rect x="30" y="30" width="10" height="10" fill="#101112"/>',
  ]);
  expect(shapes.join('')).not.toContain('pattern');
});

it('hatches what has no colour, and pales what is not certain', () => {
  const shapes = cellShapes('m', {
    box: { x: 0, y: 0, width: 2, height: 1 },
    rows: 1,
    columns: 2,
    colourAt: (_row, column) => (column === 0 ? null : '#ff0000'),
    isPale: (_row, column) => column === 1,
    ground: '#ffffff',
  }).join('\n');
  expect(shapes).toContain('<pattern id="m-broken"');
  expect(shapes).toContain('<rect x="0" y="0" width="1" height="1" fill="url(#m-broken)"/>');
  expect(shapes).toContain('<rect x="1" y="0" width="1" height="1" fill="#ff0000" opacity="0.25"/>');
  expect(shapes).toContain('<path fill="url(#m-pale)" d="M1 0h1v1h-1Z"/>');
});

it('has the colours of the scale that pixels have', () => {
  for (const shade of ['light', 'dark'] as const) {
    const scale = divergingScale(shade);
    for (const value of [-2, -1, -0.3, 0, 0.01, 1]) {
      const place = placeInScale(value);
      const written = Number.parseInt((colourInScale(scale, value) ?? '').slice(1), 16);
      expect([written >> 16, (written >> 8) & 255, written & 255]).toEqual([...scale.subarray(place, place + 3)]);
    }
    expect(colourInScale(scale, NaN)).toBeNull();
  }
});
