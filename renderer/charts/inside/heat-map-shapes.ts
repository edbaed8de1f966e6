/** A heat map as shapes of an SVG: a rectangle a cell, or, where these would be too many, a picture. */
import type { Box } from '../curves/scene';
import { cellShapes, MOST_SHAPES } from '../saving/cell-shapes';
import { colourInScale } from './diverging-scale';
import { heatMapPixels, type HeatMap } from './heat-map';

/** For print. */
const PIXELS = 2;

export function heatMapShapes(id: string, box: Box, map: Omit<HeatMap, 'width' | 'height'>): string[] {
  const { rows, columns, valueAt, scale } = map;
  if (rows * columns <= MOST_SHAPES) {
    const colourAt = (row: number, column: number) => colourInScale(scale, valueAt(row, column));
    return cellShapes(id, { box, rows, columns, colourAt });
  }
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(box.width * PIXELS));
  canvas.height = Math.max(1, Math.round(box.height * PIXELS));
  const pixels = heatMapPixels({ width: canvas.width, height: canvas.height, ...map });
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return [
    `<image x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" href="${canvas.toDataURL()}" preserveAspectRatio="none"/>`,
  ];
}
