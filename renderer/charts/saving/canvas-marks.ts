/** What was last drawn on a canvas, in its own pixels: a file of vectors draws it again rather than copying the canvas. */
import type { Mark } from '../curves/scene';

export const drawnMarks = new WeakMap<HTMLCanvasElement, readonly Mark[]>();
