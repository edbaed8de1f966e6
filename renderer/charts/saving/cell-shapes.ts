/** Coloured cells as rectangles of an SVG, each where it lies; cells without a colour are hatched. */
import type { Box } from '../curves/scene';
import { escaped } from '../curves/scene-svg';

/** More than these make files that drawing programs take minutes to open: they stay a picture. */
export const MOST_SHAPES = 20_000;

export interface Cells {
  readonly box: Box;
  readonly rows: number;
  readonly columns: number;
  /** Null for a value that is not finite. */
  readonly colourAt: (row: number, column: number) => string | null;
  /** Cells that are paler than their colour, and hatched in the colour of the ground. */
  readonly isPale?: (row: number, column: number) => boolean;
  readonly ground?: string;
}

const PALE = 0.25;

/** @param id begins the names of what is defined: no other shape of the file may have them */
export function cellShapes(id: string, cells: Cells): string[] {
  const { box, rows, columns, colourAt, isPale = () => false, ground = '' } = cells;
  const [width, height] = [box.width / columns, box.height / rows];
  const rects: string[] = [];
  const broken: string[] = [];
  const pale: string[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const place = `x="${short(box.x + column * width)}" y="${short(box.y + row * height)}" width="${short(width)}" height="${short(height)}"`;
      const colour = colourAt(row, column);
      if (colour === null) broken.push(`<rect ${place} fill="url(#${id}-broken)"/>`);
      else rects.push(`<rect ${place} fill="${escaped(colour)}"${isPale(row, column) ? ` opacity="${PALE}"` : ''}/>`);
      if (isPale(row, column)) {
        pale.push(
          `M${short(box.x + column * width)} ${short(box.y + row * height)}h${short(width)}v${short(height)}h${short(-width)}Z`,
        );
      }
    }
  }
  // Smoothed, the ground would shine through between them as a grid.
  const shapes = [`<g shape-rendering="crispEdges">`, ...rects, '</g>'];
  if (broken.length > 0) {
    shapes.push(hatch(`${id}-broken`, 4, '<rect width="4" height="4" fill="#969696"/>', '#282828', 1), ...broken);
  }
  if (pale.length > 0) {
    shapes.push(hatch(`${id}-pale`, 7, '', ground, 2), `<path fill="url(#${id}-pale)" d="${pale.join('')}"/>`);
  }
  return shapes;
}

function hatch(id: string, size: number, under: string, colour: string, width: number): string {
  // Its corners belong to the lines before and after.
  const lines = `M-1 1L1 -1M0 ${size}L${size} 0M${size - 1} ${size + 1}L${size + 1} ${size - 1}`;
  return `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse">${under}<path d="${lines}" stroke="${escaped(colour)}" stroke-width="${width}"/></pattern>`;
}

/** A thousandth of a pixel: cells may be narrower than one. */
function short(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
