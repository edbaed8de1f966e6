/** The two clocks on a canvas, and as shapes of an SVG: the same drawing, but for cells and bells. */
import type { SequenceStates } from '../../../core/contract/inside';
import { SvgPen } from '../saving/svg-pen';
import { drawClocks, type ClockShapes, type ClockStyle } from './clock-drawing';
import type { ClockLayout } from './clock-layout';
import { heatMapPixels } from './heat-map';
import { heatMapShapes } from './heat-map-shapes';

/** @param ratio device pixels in a CSS pixel */
export function canvasShapes(context: CanvasRenderingContext2D, ratio: number): ClockShapes {
  return {
    strokePaths(paths, x, y, scale) {
      context.save();
      context.translate(x, y);
      context.scale(scale, scale);
      for (const path of paths) context.stroke(new Path2D(path));
      context.restore();
    },
    heatMap({ left, top, width, height }, map) {
      // Whole device pixels: nothing is blurred between cells.
      const pixels = heatMapPixels({
        width: Math.max(1, Math.round(width * ratio)),
        height: Math.round(height * ratio),
        ...map,
      });
      context.putImageData(pixels, Math.round(left * ratio), Math.round(top * ratio));
    },
  };
}

/** @param id begins the names of what is defined */
export function clockVectors(id: string, states: SequenceStates, layout: ClockLayout, style: ClockStyle): string[] {
  const pen = new SvgPen();
  let maps = 0;
  const shapes: ClockShapes = {
    strokePaths: (paths, x, y, scale) => pen.strokePaths(paths, x, y, scale),
    heatMap: ({ left, top, width, height }, map) =>
      void pen.shapes.push(...heatMapShapes(`${id}-${++maps}`, { x: left, y: top, width, height }, map)),
  };
  drawClocks(pen, shapes, states, layout, style);
  return pen.shapes;
}
