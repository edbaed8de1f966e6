/** Numbers as coloured pixels, each in the colour of the cell that its centre lies in: nothing is blurred between cells. */
import { placeInScale, type DivergingScale } from './diverging-scale';

export interface HeatMap {
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly columns: number;
  /** In units of the scale: −1 to 1. */
  readonly valueAt: (row: number, column: number) => number;
  readonly scale: DivergingScale;
}

/** Every so many pixels along the diagonal one is dark, where a value is not finite: no colour of the scale stands for it. */
const HATCH = 4;

export function heatMapPixels({ width, height, rows, columns, valueAt, scale }: HeatMap): ImageData {
  const image = new ImageData(width, height);
  const { data } = image;
  const columnOf = Uint32Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * columns) / width));
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * rows) / height);
    for (let x = 0; x < width; x++, at += 4) {
      const value = valueAt(row, columnOf[x] ?? 0);
      data[at + 3] = 255;
      if (Number.isFinite(value)) {
        const place = placeInScale(value);
        data[at] = scale[place] ?? 0;
        data[at + 1] = scale[place + 1] ?? 0;
        data[at + 2] = scale[place + 2] ?? 0;
      } else {
        data.fill((x + y) % HATCH === 0 ? 40 : 150, at, at + 3);
      }
    }
  }
  return image;
}
